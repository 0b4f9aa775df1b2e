import type { Decision } from "../../runtime/model/journalItems";
import { accountOf, regionOf } from "../accountOption";
import { confirm } from "../confirm";
import { functionOf, readDirectory } from "../directory";
import { invoke } from "../invoke";
import { safe } from "../output/print";
import { working } from "../progress";
import { reasonOf } from "../reason";
import { commonOptions, type Verb } from "../verb";
import { type ActArgs, actOptions, containingOutcomes, showDecision } from "./act";

interface Args extends ActArgs {
  response: string;
  id: string;
  account: string;
  region: string;
}

export const contain: Verb = {
  command: "contain <response> <id>",
  summary: "Contain a resource without a finding",
  positionals: {
    response: { type: "string", demandOption: true, describe: "Name of the response, such as isolate-instance" },
    id: {
      type: "string",
      demandOption: true,
      describe: "Instance id, group id, bucket name, role/NAME or user/NAME",
    },
  },
  options: {
    account: { ...commonOptions.account, demandOption: true },
    region: { ...commonOptions.region, demandOption: true },
    ...actOptions,
  },
  examples: [
    [
      'contain isolate-instance i-0123456789abcdef0 --account 444455556666 --region eu-west-1 --reason "SEC-123"',
      "Isolate an instance",
    ],
  ],
  async run(args: Args, world) {
    const reason = reasonOf(args);
    const target = { account: accountOf(args.account), region: regionOf(args.region), id: args.id };
    const directory = await readDirectory(world);
    const name = functionOf(directory, args.response);
    const where = `${safe(args.id)} in account ${target.account}, ${target.region}`;
    await confirm(world, `${args.response} will contain ${where}. Continue?`, args.yes);
    const decision = await working(world, `${args.response} contains ${where}`, () =>
      invoke<Decision>(world, { functionName: name, alias: "operate" }, { command: "contain", target, reason }),
    );
    return showDecision(world, decision, args, containingOutcomes);
  },
};
