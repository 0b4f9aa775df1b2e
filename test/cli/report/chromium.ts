import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

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
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
