// Makes the pictures of docs/console.md: node -r ts-node/register/transpile-only test/cli/console/pictures.ts
import { mkdirSync } from "node:fs";
import path from "node:path";
import { page as built } from "../../../cli/built.cjs";
import { findChromium } from "../report/chromium";
import { sample } from "../report/sample";
import { inBrowser, journalOf } from "./inBrowser";

const folder = path.join(__dirname, "..", "..", "..", "docs", "pictures");

async function makePictures(): Promise<void> {
  const executable = findChromium();
  if (!executable) throw new Error("there is no Chromium: set FIREBREAK_CHROMIUM to one");
  mkdirSync(folder, { recursive: true });
  const options = { viewport: { width: 1280, height: 900 }, colorScheme: "light" } as const;
  const files = built("console/page/main.tsx");
  const { page, go, close } = await inBrowser({ items: journalOf(sample()) }, { executable, files, options });
  const held = sample().containments.find(({ priorState, holds }) => priorState && Object.keys(holds).length > 0)!;
  for (const [name, view] of [
    ["now", ""],
    ["incident", `show?id=${held.id}`],
  ] as const) {
    await go(view);
    await page.screenshot({ path: path.join(folder, `console-${name}.png`) });
  }
  await close();
}

void makePictures();
