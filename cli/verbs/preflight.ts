import path from "node:path";
import { regionOf } from "../accountOption";
import { foundText, tally } from "../output/found";
import { say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { callAws } from "../problem";
import { working } from "../progress";
import { commonOptions, type Verb } from "../verb";

interface Args {
  stack?: string;
  dir: string;
  region?: string;
  all: boolean;
  json: boolean;
}

export const preflight: Verb = {
  command: "preflight",
  summary: "Check before a deployment what would make it fail; changes nothing",
  options: {
    stack: { type: "string", requiresArg: true, describe: "Stack; by default the one of the credentials' account" },
    dir: { type: "string", requiresArg: true, default: ".", describe: "Folder of the stack files" },
    region: { ...commonOptions.region, describe: "Only this Region and global resources" },
    all: { type: "boolean", default: false, describe: "Include passed checks" },
    json: commonOptions.json,
  },
  examples: [
    ["preflight", "The stack of the credentials' account"],
    ["preflight --stack master --region eu-west-1", "One stack in one Region"],
    ["preflight --json", "For a pipeline: exit code 1 if there is a blocker"],
  ],
  async run({ stack, dir, region, all, json }: Args, world) {
    const limits = { stack, region: region && regionOf(region) };
    // Loaded here because the program loads Pulumi, which is slow.
    const { planOf } = require("../preflight/planOf") as typeof import("../preflight/planOf");
    const { observe } = require("../preflight/observe") as typeof import("../preflight/observe");
    const { check } = require("../preflight/check") as typeof import("../preflight/check");
    const { plan, caller } = await planOf(world, path.resolve(world.folder, dir), limits);
    const account = plan.settings.accountId;
    const seen = await working(world, `reading account ${account}`, () =>
      callAws("read the account", undefined, () => observe(plan, caller, world.aws.preflight)),
    );
    const found = check(plan, seen);
    if (json) sayJson(world, { stack: plan.stack, account, regions: plan.regions, found });
    else {
      const text = foundText(styleOf(world), found, all);
      if (text) say(world, text);
      tell(world, `Stack ${plan.stack} in account ${account}, ${plan.regions.join(", ")}: ${tally(found)}.`);
    }
    return found.some(({ status }) => status === "blocker") ? 1 : 0;
  },
};
