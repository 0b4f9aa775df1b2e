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
  summary: "Look before a deployment for what would stop it halfway; nothing is changed",
  options: {
    stack: { type: "string", requiresArg: true, describe: "Stack; that of the credentials' account unless set" },
    dir: { type: "string", requiresArg: true, default: ".", describe: "Folder of the stack files" },
    region: { ...commonOptions.region, describe: "Only this Region, and what has none" },
    all: { type: "boolean", default: false, describe: "Also what is well" },
    json: commonOptions.json,
  },
  examples: [
    ["preflight", "The stack of the account whose credentials are set"],
    ["preflight --stack master --region eu-west-1", "One stack in one Region"],
    ["preflight --json", "For a pipeline: exit code 1 if something would stop the deployment"],
  ],
  async run({ stack, dir, region, all, json }: Args, world) {
    const limits = { stack, region: region && regionOf(region) };
    // The program comes with Pulumi, which takes its time; only this command waits for it.
    const { planOf } = require("../preflight/planOf") as typeof import("../preflight/planOf");
    const { lookAround } = require("../preflight/look") as typeof import("../preflight/look");
    const { check } = require("../preflight/check") as typeof import("../preflight/check");
    const { plan, caller } = await planOf(world, path.resolve(world.folder, dir), limits);
    const account = plan.settings.accountId;
    const seen = await working(world, `looking around in ${account}`, () =>
      callAws("look around", undefined, () => lookAround(plan, caller, world.aws.preflight)),
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
