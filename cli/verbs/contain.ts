import type { Directory } from "../../components/documents/directoryContent";
import type { Decision } from "../../runtime/model/journalItems";
import { accountTexts } from "../accountNames";
import { confirm } from "../confirm";
import { type ContainTarget, containTarget } from "../containTarget";
import { functionOf, readDirectory } from "../directory";
import { invoke } from "../invoke";
import { currentPause, openJournal } from "../journal";
import { verdictText } from "../output/decision";
import { safe, tell } from "../output/print";
import { styleOf } from "../output/style";
import { byHandWhilePaused, pauseText } from "../pauseText";
import { containPlan } from "../plans";
import { isProblem } from "../problem";
import { working } from "../progress";
import { reasonOf } from "../reason";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";
import { type ActArgs, actOptions, containingOutcomes, showDecision } from "./act";

interface Args extends ActArgs {
  response: string;
  id: string;
  account?: string;
  region?: string;
  ask: boolean;
}

export const contain: Verb = {
  command: "contain <response> <id>",
  summary: "Contain a resource without a finding",
  positionals: {
    response: { type: "string", demandOption: true, describe: "Name of the response, such as isolate-instance" },
    id: {
      type: "string",
      demandOption: true,
      describe:
        "Instance id, group id, bucket name, role/NAME or user/NAME, snapshot or AMI id, or the ARN of the resource",
    },
  },
  options: {
    account: commonOptions.account,
    region: commonOptions.region,
    ask: { type: "boolean", default: false, describe: "Request it only: a second person must approve it first" },
    ...actOptions,
  },
  examples: [
    [
      'contain isolate-instance i-0123456789abcdef0 --account 444455556666 --region eu-west-1 --reason "SEC-123"',
      "Shows the plan, asks, and isolates an instance",
    ],
    [
      'contain isolate-instance arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0 --reason "SEC-123"',
      "The same",
    ],
  ],
  async run(args: Args, world) {
    const reason = reasonOf(args);
    const target = containTarget(args);
    const directory = await readDirectory(world);
    const name = functionOf(directory, args.response);
    await tellPause(world, directory);
    const where = `${safe(target.id)} in account ${target.account}, ${target.region}`;
    if (!args.yes) await showPlan(world, directory, args.response, target);
    await confirm(world, `${args.response} will contain ${where}. Continue?`, args.yes);
    const decision = await working(world, `${args.response} contains ${where}`, () =>
      invoke<Decision>(
        world,
        { functionName: name, alias: "operate" },
        { command: "contain", target, reason, ...(args.ask && { ask: true }) },
      ),
    );
    return showDecision(world, decision, args, containingOutcomes);
  },
};

/** A person who contains by hand during a pause knows it, and so does a pipeline's log. */
async function tellPause(world: World, directory: Directory): Promise<void> {
  const pause = await currentPause(await openJournal(world, directory), world.now());
  if (!pause) return;
  tell(world, styleOf(world).warning(`${pauseText(pause)}. ${byHandWhilePaused}`));
}

/** Shows what the resource is and what would be done. An incident does not wait for a plan that cannot be made. */
async function showPlan(world: World, directory: Directory, response: string, target: ContainTarget): Promise<void> {
  if (!world.interactive) return;
  try {
    const [accountText, plan] = [
      await accountTexts(await openJournal(world, directory)),
      await working(world, "planning", () => containPlan(world, directory, response, target)),
    ];
    const tags = Object.entries(plan.tags ?? {}).map(([key, value]) => `  tag ${safe(key)}: ${safe(value)}`);
    tell(world, [verdictText(styleOf({ colours: false }), plan, response, accountText), ...tags].join("\n"));
  } catch (error) {
    if (!isProblem(error)) throw error;
    tell(world, `There is no plan: ${error.message}`);
  }
}
