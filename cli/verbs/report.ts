import { writeFile } from "node:fs/promises";
import path from "node:path";
import { accountNamesIn } from "../accountNames";
import { readDirectory } from "../directory";
import { containmentsOf, currentPause, exemptionsFrom, openJournal } from "../journal";
import { tell } from "../output/print";
import { momentOf } from "../output/time";
import { problem } from "../problem";
import { working } from "../progress";
import type { ReportData } from "../report";
import type { Verb } from "../verb";
import type { World } from "../world";

export const report: Verb = {
  command: "report",
  summary: "Write a self-contained HTML report",
  options: {
    out: {
      type: "string",
      requiresArg: true,
      demandOption: true,
      describe: "Output file; - writes to standard output",
    },
    since: { type: "string", requiresArg: true, default: "30d", describe: "Start: 7d, 4w or a date" },
  },
  examples: [["report --out report.html --since 90d", "A quarter for the auditor"]],
  async run({ out, since }: { out: string; since: string }, world) {
    const from = momentOf(since, "since", world.now());
    const data = await working(world, "reading the journal", () => gather(world, from));
    const { reportPage } = require("../report") as typeof import("../report");
    const page = reportPage(data);
    if (out === "-") world.out.write(page);
    else {
      // Only the user may read the file: it names resources, findings and people.
      await writeFile(path.resolve(world.folder, out), page, { mode: 0o600 }).catch((error: Error) => {
        throw problem(`cannot write ${out}: ${error.message}`);
      });
      tell(world, `Wrote ${out} with ${data.decisions.length} decisions since ${from.slice(0, 10)}.`);
    }
    return 0;
  },
};

/** All data of the page. */
export async function gather(world: World, since: string): Promise<ReportData> {
  const directory = await readDirectory(world);
  const journal = await openJournal(world, directory);
  const until = world.now().toISOString();
  const { securityAccountId, homeRegion, partition } = directory;
  const decisions = await journal.decisionsBetween(since, until);
  const start = new Date(2 * Date.parse(since) - Date.parse(until)).toISOString();
  const [named, open, approvals, exemptions, exceptions, pause, accountNames, before] = await Promise.all([
    containmentsOf(journal, decisions),
    journal.heldContainments(),
    journal.allApprovals(),
    exemptionsFrom(journal, Object.keys(directory.functions)),
    journal.allGranted(),
    currentPause(journal, world.now()),
    accountNamesIn(journal),
    journal.decisionsBetween(start, since),
  ]);
  const known = new Set(named.map((item) => item.id));
  return {
    generatedAt: until,
    range: { since, until },
    installation: { securityAccountId, homeRegion, partition },
    decisions,
    before: before.filter(({ at }) => at < since),
    containments: [...named, ...open.filter((item) => !known.has(item.id))],
    approvals,
    exemptions,
    exceptions,
    ...(pause && { pause }),
    accountNames,
  };
}
