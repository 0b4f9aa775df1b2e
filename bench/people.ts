import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { page as built } from "../cli/built.cjs";
import { inBrowser, journalOf } from "../test/cli/console/inBrowser";
import { findChromium } from "../test/cli/report/chromium";
import { ordinary, sample } from "../test/cli/report/sample";
import { run } from "../test/cli/world";

/** The incidents that the console must stay usable with, and the accounts of a large organization. */
export const many = { incidents: 5_000, accounts: 1_000 };

/**
 * Seconds from the request for the console's page to its first view, in Chromium. The journal answers at once, so that the figure is
 * that of the console and not that of a double of DynamoDB. Undefined without Chromium.
 */
export async function firstViewSeconds(): Promise<number | undefined> {
  const executable = findChromium();
  if (executable === undefined) return undefined;
  const data = {
    ...sample(),
    decisions: [...sample().decisions, ...ordinary(many.incidents, "2026-11-20T00:00:00.000Z")],
  };
  const open = await inBrowser({ items: journalOf(data) }, { executable, files: built("console/page/main.tsx") });
  try {
    const started = performance.now();
    await open.go("");
    return (performance.now() - started) / 1000;
  } finally {
    await open.close();
  }
}

/** Seconds of `fleet show` over an inventory that lists the accounts of a large organization, in two groups. */
export async function inventorySeconds(): Promise<number> {
  const accounts = Array.from({ length: many.accounts }, (_, index) => `"${600_000_000_000 + index}"`);
  const half = accounts.slice(0, many.accounts / 2);
  const folder = await mkdtemp(path.join(tmpdir(), "firebreak-bench-"));
  try {
    await writeFile(
      path.join(folder, "fleet.yaml"),
      `organizationId: o-a1b2c3d4e5
securityAccountId: "111122223333"
homeRegion: eu-west-1
accounts: [${accounts}]
groups:
  production: { accounts: [${half}], settings: { regions: [eu-west-1, us-east-1] } }
  all: { accounts: [${accounts}], settings: { guardDuty: { detector: true } } }
`,
    );
    const started = performance.now();
    const { code, out, err } = await run(["fleet", "show", "--json"], { folder });
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(err);
    const { length } = JSON.parse(out).stacks;
    if (length !== many.accounts + 1) throw new Error(`${length} stacks`);
    return seconds;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
