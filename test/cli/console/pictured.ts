import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { page as built } from "../../../cli/built.cjs";
import { sample } from "../report/sample";
import { inBrowser, journalOf } from "./inBrowser";

const root = path.join(__dirname, "..", "..", "..");

/** Where the pictures of docs/console.md are. */
export const pictureFolder = path.join(root, "docs", "pictures");

/** What the pictures showed when they were made: the text of each view, and what its look depends on. */
export interface Pictured {
  look: string;
  texts: Record<string, string>;
}

/** The file with what the pictures show. */
export const picturedFile = path.join(pictureFolder, "console.json");

const held = sample().containments.find(({ priorState, holds }) => priorState && Object.keys(holds).length > 0)!;

/** The pictures by their names, each with the address of its view. */
const views: [name: string, view: string][] = [
  ["now", ""],
  ["incidents", "incidents"],
  ["incident", `show?id=${held.id}`],
  ["approvals", "approvals"],
  ["held", "held"],
  ["exceptions", "exceptions"],
  ["contain", "contain"],
  ["pause", "pause"],
  ["coverage", "coverage"],
  ["modes", "modes"],
];

/** The names of the pictures. */
export const pictureNames = views.map(([name]) => name);

/**
 * Shows each view in the look of the pictures.
 *
 * @param see gets each view when it is shown
 * @returns what the views show
 */
export async function showPictured(
  executable: string,
  see: (name: string, page: Page) => Promise<void>,
): Promise<Pictured> {
  const options = { viewport: { width: 1280, height: 900 }, colorScheme: "light" } as const;
  const files = built("console/page/main.tsx");
  const open = await inBrowser({ items: journalOf(sample()) }, { executable, files, options });
  const texts: Record<string, string> = {};
  for (const [name, view] of views) {
    if (name === "coverage") await open.examine();
    else await open.go(view);
    texts[name] = (await open.page.locator("#console").textContent()) ?? "";
    await see(name, open.page);
  }
  await open.close();
  return { look: look(), texts };
}

/** Changes with the styles of the page and with the design system. */
function look(): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const system = Object.entries(dependencies).filter(([name]) => name.startsWith("@cloudscape-design/"));
  const styles = readFileSync(path.join(root, "cli", "console", "page", "page.css"), "utf8");
  return createHash("sha256")
    .update(JSON.stringify([system, styles]))
    .digest("hex");
}
