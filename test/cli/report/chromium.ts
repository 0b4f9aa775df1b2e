import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { patience } from "../../../local/world/patience";

/** The path of Chromium; undefined if there is none. */
export const findChromium: () => string | undefined = require("../../../local/setup/chromium.cjs").findChromium;

/** A browser window isolated from other ones, and the function that closes it. */
export interface Window {
  context: BrowserContext;
  close(): Promise<void>;
}

/** Starts Chromium with an empty profile. */
export async function openWindow(executablePath: string, options: BrowserContextOptions = {}): Promise<Window> {
  const profile = mkdtempSync(path.join(tmpdir(), "firebreak-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    ...options,
  });
  context.setDefaultTimeout(1000 * patience);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Chromium for a test that looks at a page as a person does; without it the test is skipped, but not in CI. */
export function chromiumFor(test: Mocha.Context): string {
  const executable = findChromium();
  if (executable) return executable;
  const why = "there is no Chromium: set FIREBREAK_CHROMIUM to one, or install Debian's package chromium";
  if (process.env["CI"]) throw new Error(why);
  console.log(`    skipped: ${why}`);
  return test.skip();
}
