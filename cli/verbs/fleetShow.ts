import path from "node:path";
import { accountOf } from "../accountOption";
import { loadFleet } from "../fleet/inventory/load";
import type { Fleet, PlannedStack } from "../fleet/inventory/resolve";
import { inventoryFile } from "../fleet/inventory/schema";
import { safe, say, sayJson } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { problem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args {
  account?: string;
  dir: string;
  json: boolean;
}

export const fleetShow: Verb = {
  command: "show [account]",
  summary: `Show which account gets what from ${inventoryFile}, and where each value comes from`,
  positionals: { account: { type: "string", describe: "Only this account, with its settings" } },
  options: {
    dir: { type: "string", requiresArg: true, default: ".", describe: `Folder of ${inventoryFile}` },
    json: commonOptions.json,
  },
  examples: [
    ["show", "Every account, its groups and its Regions"],
    ["show 444455556666", "The settings of one account, each with its origin"],
  ],
  async run({ account, dir, json }: Args, world) {
    const only = account && accountOf(account);
    const fleet = await loadFleet(world, path.resolve(world.folder, dir));
    const stacks = only ? fleet.stacks.filter((stack) => stack.account === only) : fleet.stacks;
    const leftOut = only ? fleet.leftOut.filter((left) => left.account === only) : fleet.leftOut;
    if (only && stacks.length + leftOut.length === 0) throw problem(`${inventoryFile} does not cover account ${only}.`);
    if (json) sayJson(world, { ...fleet, stacks, leftOut });
    else
      say(world, only && stacks[0] ? settingsText(world, stacks[0]) : fleetText(world, { ...fleet, stacks, leftOut }));
    return fleet.problems.length > 0 ? 1 : 0;
  },
};

function fleetText(world: World, { stacks, leftOut, problems, warnings }: Fleet): string {
  const style = styleOf(world);
  const rows = [
    ...stacks.map((stack) => [
      stack.account,
      safe(stack.name ?? ""),
      stack.file ?? stack.stack,
      [...stack.groups, ...(stack.version ? [`held at ${stack.version.value}`] : [])].join(", "),
    ]),
    ...leftOut.map(({ account, name = "", why }) => [
      account,
      safe(name),
      { text: "left out", paint: style.warning },
      safe(why),
    ]),
  ];
  const notes = [...problems, ...warnings.map((text) => `Note: ${text}`)].map((text) => style.warning(safe(text)));
  return [tableText(world, ["ACCOUNT", "NAME", "STACK", "GROUPS"], rows), ...notes].join("\n");
}

function settingsText(world: World, { stack, file, settings }: PlannedStack): string {
  if (file) return `${stack}: its own stack file ${file} is used instead of ${inventoryFile}`;
  const rows = Object.entries(settings).map(([key, { value, from }]) => [key, safe(JSON.stringify(value)), from]);
  return tableText(world, ["SETTING", "VALUE", "FROM"], rows);
}
