import type { Directory } from "../../components/documents/directoryContent";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { accountTexts } from "../accountNames";
import { confirm } from "../confirm";
import { readDirectory, releaserOf } from "../directory";
import { invoke } from "../invoke";
import { openJournal } from "../journal";
import { containmentMeant } from "../meant";
import { section, targetText } from "../output/decision";
import { safe, say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { goneText, nothingLeftText, releasePlan, releaseSections, staysText } from "../plans";
import { problem } from "../problem";
import { working } from "../progress";
import { reasonOf } from "../reason";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";
import { type ActArgs, actOptions, showDecision } from "./act";

interface Args extends Omit<ActArgs, "reason"> {
  id: string;
  finding?: string;
  reason?: string;
  plan: boolean;
  ask: boolean;
}

export const release: Verb = {
  command: "release <id>",
  summary: "Release a containment, or one finding's hold on it",
  positionals: {
    id: {
      type: "string",
      demandOption: true,
      describe: "Id of the containment, see incidents --open; or of its finding or resource",
    },
  },
  options: {
    finding: { type: "string", requiresArg: true, describe: "Remove only this finding's hold" },
    plan: { type: "boolean", default: false, describe: "Only show what a release would restore now" },
    ask: {
      type: "boolean",
      default: false,
      describe: "Request it only: people are notified, and one of them releases",
    },
    ...actOptions,
    reason: { ...commonOptions.reason, demandOption: false },
  },
  examples: [
    ['release 5f1c0c2f9a3b7d4e --reason "image taken"', "Shows what will be restored, asks, and restores it"],
    ["release 5f1c0c2f9a3b7d4e --plan", "Shows it and changes nothing"],
    ['release 5f1c0c2f9a3b7d4e --finding 4ab1... --reason "false alarm"', "Other findings may still hold it"],
  ],
  async run(args: Args, world) {
    checkCombination(args);
    const reason = args.plan ? "" : reasonOf({ reason: given(args.reason) });
    const directory = await readDirectory(world);
    const journal = await openJournal(world, directory);
    const containment = await containmentMeant(journal, args.id, world.now());
    if (args.finding) checkHolds(containment, args.finding);
    if (args.plan) return planOnly(world, directory, containment, args);
    if (args.ask) return ask(world, directory, containment, { ...args, reason });
    const accountText = await accountTexts(journal);
    const name = releaserOf(directory, containment.response);
    await showPlan(world, directory, containment, args.finding);
    await confirm(
      world,
      `Release ${safe(containment.response)} of ${targetText(containment.target, accountText)}?`,
      args.yes,
    );
    const payload = { containment: containment.id, ...(args.finding && { finding: args.finding }), reason };
    const decision = await working(world, `${containment.response} releases ${safe(containment.target.id)}`, () =>
      invoke<Decision>(world, { functionName: name, alias: "operate" }, { command: "release", ...payload }),
    );
    return showDecision(world, decision, args, ["released", "skipped", "gone"]);
  },
};

/** @throws Problem with exit code 2 if two options contradict each other */
function checkCombination({ plan, ask, finding }: Args): void {
  if (plan && ask) throw problem("--plan and --ask cannot be combined", 2);
  if (ask && finding)
    throw problem("--ask and --finding cannot be combined: a request is for the whole containment", 2);
}

function given(reason: string | undefined): string {
  if (reason === undefined) throw problem("release needs --reason, unless there is --plan", 2);
  return reason;
}

/** Shows the plan and ends. */
async function planOnly(world: World, directory: Directory, containment: Containment, args: Args): Promise<0> {
  if (args.json) sayJson(world, await releasePlan(world, directory, containment));
  else await showPlan(world, directory, containment, args.finding);
  return 0;
}

/** Asks people for the release. */
async function ask(
  world: World,
  directory: Directory,
  { id, response, target }: Containment,
  { reason, json }: { reason: string; json: boolean },
): Promise<0> {
  const receiver = { functionName: releaserOf(directory, response), alias: "operate" as const };
  const asked = await working(world, `requesting the release of ${safe(target.id)}`, () =>
    invoke<object>(world, receiver, { command: "ask-release", containment: id, reason }),
  );
  if (json) sayJson(world, asked);
  else say(world, `Requested: people are notified. ${safe(target.id)} stays contained until one of them releases it.`);
  return 0;
}

/** @throws Problem that lists the findings that hold it, if this one does not */
function checkHolds({ id, holds, priorState }: Containment, finding: string): void {
  const holders = Object.keys(holds);
  if (priorState === undefined || holders.includes(finding)) return;
  const known = holders.map(safe).join(", ") || "none";
  throw problem(`--finding is "${safe(finding)}": the findings that hold containment ${safe(id)} are ${known}`, 2);
}

/** Shows what the release would restore now and what it would not, as planned by the response. */
async function showPlan(world: World, directory: Directory, containment: Containment, finding?: string): Promise<void> {
  const stays = staysText(containment, finding);
  if (stays) {
    tell(world, stays);
    return;
  }
  const plan = await working(world, "planning the release", () => releasePlan(world, directory, containment));
  if (plan.outcome === "gone") {
    tell(world, goneText);
    return;
  }
  const style = styleOf({ colours: false });
  const lines = releaseSections(plan).flatMap(([title, items]) => section(style, title, items));
  tell(world, lines.length > 0 ? lines.join("\n") : nothingLeftText);
}
