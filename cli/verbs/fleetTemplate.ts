import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { fitsCall, largestInCall, type TemplatePart, templateParts } from "../../components/documents/memberTemplate";
import { inventoryFile, readInventory } from "../fleet/inventory/schema";
import { templateSettings } from "../fleet/template/settings";
import type { Template } from "../fleet/template/template";
import { say, tell } from "../output/print";
import { problem } from "../problem";
import type { Verb } from "../verb";
import type { World } from "../world";

interface Args {
  part: TemplatePart;
  dir: string;
  group?: string;
  format: "yaml" | "json";
  out: string;
}

export const fleetTemplate: Verb = {
  command: "template <part>",
  summary: "Write the CloudFormation template of member accounts, for a StackSet",
  positionals: {
    part: {
      type: "string",
      choices: templateParts,
      describe: "What an account has once, in the home Region, or what each of its Regions has",
    },
  },
  options: {
    dir: { type: "string", requiresArg: true, default: ".", describe: `Folder of ${inventoryFile}` },
    group: { type: "string", requiresArg: true, describe: "With the settings of this group" },
    format: { choices: ["yaml", "json"], default: "yaml", describe: "json is shorter" },
    out: { type: "string", requiresArg: true, default: "-", describe: "File to write; - is standard output" },
  },
  examples: [
    ["template account --out account.yaml", "For the first StackSet, which is deployed into the home Region"],
    ["template regions --group production", "For the second StackSet, which is deployed into every Region"],
  ],
  run,
};

async function run({ part, dir, group, format, out }: Args, world: World): Promise<0> {
  const folder = path.resolve(world.folder, dir);
  const text = await readFile(path.join(folder, inventoryFile), "utf8").catch(() => {
    throw problem(`${inventoryFile} is not in ${folder}. Name its folder with --dir.`, 2);
  });
  const inventory = readInventory(text);
  const settings = templateSettings(inventory, group);
  // Loaded here because Pulumi and its AWS provider load slowly.
  const { templateOf } = require("../fleet/template/template") as typeof import("../fleet/template/template");
  const written = textOf(await templateOf(settings, part), format);
  if (out === "-") say(world, written);
  else await writeFile(path.resolve(world.folder, out), `${written}\n`);
  const overridden = Object.keys(inventory.overrides);
  if (overridden.length > 0) tell(world, `Not in the template: overrides of ${overridden.join(", ")}.`);
  if (!fitsCall(written)) {
    const bytes = Buffer.byteLength(written);
    tell(world, `The template has ${bytes} bytes, and a call takes ${largestInCall}: ${shorter(format)}.`);
  }
  return 0;
}

/** YAML as CloudFormation reads it: version 1.1, without aliases. */
function textOf(template: Template, format: "yaml" | "json"): string {
  if (format === "json") return JSON.stringify(template);
  return stringify(template, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

const shorter = (format: string) =>
  format === "yaml" ? "write it with --format json, or put it into a bucket" : "put it into a bucket and name its URL";
