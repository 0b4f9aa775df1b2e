import { access } from "node:fs/promises";
import path from "node:path";
import { callAws, problem } from "../problem";
import { configOf, stacksIn } from "../stackFiles";
import type { World } from "../world";
import { loadFleet } from "./inventory/load";
import { inventoryFile } from "./inventory/schema";
import { layOutWorkspace } from "./workspace";

/** The stacks that a command works on. */
export interface ChosenStacks {
  masters: string[];
  others: string[];
  /** The folder in which Pulumi runs for a stack; it is written first if the stack has no file. */
  workspaceOf(stack: string): Promise<string>;
}

/** A stack, as far as the order of the fleet needs it. */
interface Known {
  stack: string;
  isMaster(): Promise<boolean>;
  workspace(): Promise<string>;
}

/**
 * The stacks of a folder: those of its inventory, or else those of its stack files.
 *
 * @param only names of stacks; all if left out
 * @throws Problem if there are none, if one of `only` is unknown, or if the inventory contradicts itself
 */
export async function chosenStacks(world: World, folder: string, only: string[] | undefined): Promise<ChosenStacks> {
  const hasInventory = await access(path.join(folder, inventoryFile)).then(
    () => true,
    () => false,
  );
  const known = hasInventory ? await ofInventory(world, folder) : await ofFiles(folder);
  const names = known.map(({ stack }) => stack);
  const unknown = (only ?? []).filter((stack) => !names.includes(stack));
  if (unknown.length > 0) throw problem(`--only is "${unknown.join(" ")}": the stacks are ${names.join(", ")}`, 2);
  const chosen = known.filter(({ stack }) => !only || only.includes(stack));
  // Only of these: a stack file that is not worked on may be broken.
  const kinds = await Promise.all(chosen.map(({ isMaster }) => isMaster()));
  const named = (isMaster: boolean) => chosen.filter((_, index) => kinds[index] === isMaster).map(({ stack }) => stack);
  return {
    masters: named(true),
    others: named(false),
    workspaceOf: (wanted) => chosen.find(({ stack }) => stack === wanted)!.workspace(),
  };
}

async function ofFiles(folder: string): Promise<Known[]> {
  const names: string[] = await stacksIn(folder).catch(() => []);
  if (names.length === 0) {
    const missing = `${folder} has no stack files Pulumi.<stack>.yaml and no ${inventoryFile}`;
    throw problem(`${missing}; name another folder with --dir`, 2);
  }
  return names.map((stack) => ({
    stack,
    isMaster: async () => (await configOf(folder, stack))("kind") === "master",
    workspace: async () => folder,
  }));
}

async function ofInventory(world: World, folder: string): Promise<Known[]> {
  const { homeRegion, stacks, problems } = await loadFleet(world, folder);
  if (problems.length > 0) {
    throw problem(`${inventoryFile} contradicts itself.\n${problems.map((text) => `  - ${text}`).join("\n")}`, 2);
  }
  const caller = stacks.some(({ deploymentRole }) => deploymentRole)
    ? await callersAccount(world, homeRegion)
    : undefined;
  return stacks.map(({ deploymentRole, ...planned }) => ({
    stack: planned.stack,
    isMaster: async () => planned.isMaster,
    workspace: async () =>
      planned.file
        ? folder
        : layOutWorkspace(folder, {
            ...planned,
            ...(deploymentRole !== undefined && planned.account !== caller && { deploymentRole }),
          }),
  }));
}

const callersAccount = (world: World, region: string) =>
  callAws("find out the account of your credentials", undefined, async () => {
    const { Account } = await (await world.aws.sts(region)).getCallerIdentity({});
    return Account;
  });
