import type { Approval } from "../../runtime/model/journalItems";
import { accountTexts } from "../accountNames";
import { readDirectory } from "../directory";
import { openJournal } from "../journal";
import { statusAt } from "../meant";
import { safe, say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { age, shortTime } from "../output/time";
import { commonOptions, type Verb } from "../verb";

export const approvals: Verb = {
  command: "approvals",
  summary: "List pending approval requests",
  options: {
    all: { type: "boolean", default: false, describe: "Include decided and expired requests" },
    json: commonOptions.json,
  },
  examples: [["approvals", "Requests that are pending now"]],
  async run({ all, json }: { all: boolean; json: boolean }, world) {
    const journal = await openJournal(world, await readDirectory(world));
    const found = (await journal.allApprovals())
      .map((item) => ({ ...item, status: statusAt(item, world.now()) }))
      .filter((item) => all || item.status === "waiting")
      .sort((left, right) => left.askedAt.localeCompare(right.askedAt));
    if (json) {
      sayJson(world, found);
      return 0;
    }
    if (found.length === 0) {
      tell(world, all ? "There were no approval requests." : "No approval requests are pending.");
      return 0;
    }
    const style = styleOf(world);
    const accountText = await accountTexts(journal);
    const rows = found.map((item) => [
      age(item.askedAt, world.now()),
      style.severityCell(item.finding.severity),
      style.outcomeCell(item.status),
      safe(item.target.id),
      accountText(item.target.accountId),
      safe(item.target.region),
      safe(item.response),
      String(item.calls.length),
      safe(item.finding.type),
      safe(item.reason),
      ending(item),
      safe(item.id),
    ]);
    say(world, tableText(world, head, rows));
    return 0;
  },
};

const head = [
  "ASKED",
  "SEVERITY",
  "STATUS",
  "RESOURCE",
  "ACCOUNT",
  "REGION",
  "RESPONSE",
  "CALLS",
  "TYPE",
  "WHY",
  "END",
  "APPROVE",
];

const ending = ({ status, expiresAt, by, decidedAt }: Approval) =>
  status === "waiting" ? `until ${shortTime(expiresAt)}` : by ? `by ${safe(by)}` : shortTime(decidedAt ?? expiresAt);
