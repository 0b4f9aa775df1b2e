import type { Approval, Decision } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { type AccountText, accountTexts } from "../accountNames";
import { confirm } from "../confirm";
import { functionOf, readDirectory } from "../directory";
import { invoke } from "../invoke";
import { openJournal } from "../journal";
import { approvalMeant } from "../meant";
import { indented, targetText } from "../output/decision";
import { safe, tell } from "../output/print";
import { styleOf } from "../output/style";
import { working } from "../progress";
import { reasonOf } from "../reason";
import type { Verb } from "../verb";
import type { World } from "../world";
import { type ActArgs, actOptions, containingOutcomes, showDecision } from "./act";
import { approvalLines } from "./approvalLines";

interface Args extends ActArgs {
  id: string;
}

const positionals = {
  id: { type: "string", demandOption: true, describe: "Id of the approval request, see approvals" },
} as const;

export const approve: Verb = {
  command: "approve <id>",
  summary: "Approve a pending containment",
  positionals,
  options: actOptions,
  examples: [
    ['approve 0a1b2c3d4e5f6071 --reason "checked with the team"', "Shows the plan and asks before it approves"],
  ],
  run: (args: Args, world) => settle(world, args, "approve", containingOutcomes),
};

export const decline: Verb = {
  command: "decline <id>",
  summary: "Decline a pending containment",
  positionals,
  options: actOptions,
  examples: [['decline 0a1b2c3d4e5f6071 --reason "load test of the team"', "The request ends and nothing is changed"]],
  run: (args: Args, world) => settle(world, args, "decline", ["skipped"]),
};

async function settle(world: World, args: Args, command: "approve" | "decline", wanted: Outcome[]): Promise<0 | 1> {
  const reason = reasonOf(args);
  const directory = await readDirectory(world);
  const journal = await openJournal(world, directory);
  const approval = await approvalMeant(journal, args.id, world.now());
  const name = functionOf(directory, approval.response);
  const accountText = await accountTexts(journal);
  if (!args.yes) showPlan(world, approval, accountText);
  const [verb, done] = command === "approve" ? ["Approve", "approved"] : ["Decline", "declined"];
  await confirm(world, `${verb} ${safe(approval.response)} of ${targetText(approval.target, accountText)}?`, args.yes);
  const decision = await working(world, `${safe(approval.id)} is being ${done}`, () =>
    invoke<Decision>(world, { functionName: name, alias: "approve" }, { command, approval: approval.id, reason }),
  );
  return showDecision(world, decision, args, wanted);
}

function showPlan(world: World, approval: Approval, accountText: AccountText): void {
  const style = styleOf({ colours: false });
  const head = `${safe(approval.response)}  ${targetText(approval.target, accountText)}`;
  tell(world, [head, ...indented(approvalLines(style, approval, world.now()))].join("\n"));
}
