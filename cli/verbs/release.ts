import type { Directory } from "../../components/documents/directoryContent";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { accountTexts } from "../accountNames";
import { confirm } from "../confirm";
import { readDirectory, releaserOf } from "../directory";
import { invoke } from "../invoke";
import { openJournal } from "../journal";
import { containmentMeant } from "../meant";
import { section, targetText } from "../output/decision";
import { safe, tell } from "../output/print";
import { styleOf } from "../output/style";
import { goneText, nothingLeftText, releasePlan, releaseSections, staysText } from "../plans";
import { problem } from "../problem";
import { working } from "../progress";
import { reasonOf } from "../reason";
import type { Verb } from "../verb";
import type { World } from "../world";
import { type ActArgs, actOptions, showDecision } from "./act";

interface Args extends ActArgs {
  id: string;
  finding?: string;
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
    ...actOptions,
  },
  examples: [
    ['release 5f1c0c2f9a3b7d4e --reason "image taken"', "Shows what will be restored, asks, and restores it"],
    ['release 5f1c0c2f9a3b7d4e --finding 4ab1... --reason "false alarm"', "Other findings may still hold it"],
  ],
  async run(args: Args, world) {
    const reason = reasonOf(args);
    const directory = await readDirectory(world);
    const journal = await openJournal(world, directory);
    const containment = await containmentMeant(journal, args.id, world.now());
    if (args.finding) checkHolds(containment, args.finding);
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
