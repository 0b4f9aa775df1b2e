import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

/** Names under which Chromium or Chrome is on the PATH. */
const names = ["chromium", "chromium-browser", "google-chrome"];

/** Where there is a Chromium: FIREBREAK_CHROMIUM, or one on the PATH. */
export function findChromium(): string | undefined {
  const given = process.env["FIREBREAK_CHROMIUM"];
  if (given) return given;
  return names.map(onPath).find((file) => file !== undefined);
}

function onPath(name: string): string | undefined {
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A window of a browser that knows nothing of other ones, and its end. */
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
