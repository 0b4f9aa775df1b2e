import type { Approval } from "../../runtime/model/journalItems";
import { readDirectory } from "../directory";
import { openJournal } from "../journal";
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
    const now = world.now().toISOString();
    const found = (await journal.allApprovals())
      .map((item) =>
        item.status === "waiting" && item.expiresAt <= now ? { ...item, status: "expired" as const } : item,
      )
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
    const rows = found.map((item) => [
      `${age(item.askedAt, world.now())}\n${style.faint(`${item.calls.length} calls`)}`,
      `${style.outcome(item.status)}\n${style.faint(safe(item.response))}`,
      `${safe(item.target.id)}\n${style.faint(safe(`${item.target.accountId} ${item.target.region}`))}`,
      `${safe(item.reason)}\n${style.faint(ending(item))}`,
      safe(item.id),
    ]);
    say(world, tableText(["ASKED", "STATUS", "WHAT", "WHY", "APPROVE"], rows, world.columns));
    return 0;
  },
};

const ending = ({ status, expiresAt, by, decidedAt }: Approval) =>
  status === "waiting" ? `until ${shortTime(expiresAt)}` : by ? `by ${safe(by)}` : shortTime(decidedAt ?? expiresAt);
