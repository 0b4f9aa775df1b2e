import { access } from "node:fs/promises";
import path from "node:path";
import { version } from "../../runtime/lib/version";
import { callAws, problem } from "../problem";
import { configOf, stacksIn } from "../stackFiles";
import type { World } from "../world";
import { loadFleet } from "./inventory/load";
import type { Sourced } from "./inventory/resolve";
import { inventoryFile } from "./inventory/schema";
import { type Member, plainRollout, type Rollout } from "./rollout/waves";
import { layOutWorkspace, type Workspace, workspaceOfFile } from "./workspace";

/** A stack that a command works on. */
export interface ChosenStack extends Member {
  /** Writes the folder in which Pulumi runs for the stack. */
  workspace(): Promise<Workspace>;
}

/** The stacks that a command works on. */
export interface ChosenStacks {
  stacks: ChosenStack[];
  rollout: Rollout;
  /** The Region of the security account's parts; undefined if no chosen file says it. */
  homeRegion: string | undefined;
  /** Encrypts the secrets in the state of new stacks; undefined for Pulumi's choice. */
  secretsProvider?: string | undefined;
}

/** All stacks of a folder. */
interface Known {
  stacks: (Pick<ChosenStack, "stack" | "workspace"> & { describe(): Promise<Omit<Member, "stack">> })[];
  rollout: Rollout;
  secretsProvider?: string | undefined;
  homeRegion(stacks: string[]): Promise<string | undefined>;
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
  const { stacks, rollout, homeRegion, secretsProvider } = hasInventory
    ? await ofInventory(world, folder)
    : await ofFiles(folder);
  const names = stacks.map(({ stack }) => stack);
  const unknown = (only ?? []).filter((stack) => !names.includes(stack));
  if (unknown.length > 0) throw problem(`--only is "${unknown.join(" ")}": the stacks are ${names.join(", ")}`, 2);
  // Only of these: a stack file that is not worked on may be broken.
  const chosen = stacks.filter(({ stack }) => !only || only.includes(stack));
  return {
    stacks: await Promise.all(
      chosen.map(async ({ stack, workspace, describe }) => ({ stack, workspace, ...(await describe()) })),
    ),
    rollout,
    secretsProvider,
    homeRegion: await homeRegion(chosen.map(({ stack }) => stack)),
  };
}

async function ofFiles(folder: string): Promise<Known> {
  const names: string[] = await stacksIn(folder).catch(() => []);
  if (names.length === 0) {
    const missing = `${folder} has no stack files Pulumi.<stack>.yaml and no ${inventoryFile}`;
    throw problem(`${missing}; name another folder with --dir`, 2);
  }
  return {
    stacks: names.map((stack) => ({
      stack,
      async describe() {
        const setting = await configOf(folder, stack);
        return { isMaster: setting("kind") === "master", account: setting("accountId"), groups: [] };
      },
      workspace: () => workspaceOfFile(folder, stack),
    })),
    rollout: plainRollout,
    async homeRegion([first]) {
      return first === undefined ? undefined : (await configOf(folder, first))("homeRegion");
    },
  };
}

async function ofInventory(world: World, folder: string): Promise<Known> {
  const { homeRegion, rollout, secretsProvider, stacks, problems } = await loadFleet(world, folder);
  if (problems.length > 0) {
    throw problem(`${inventoryFile} contradicts itself.\n${problems.map((text) => `  - ${text}`).join("\n")}`, 2);
  }
  const caller = stacks.some(({ deploymentRole }) => deploymentRole)
    ? await callersAccount(world, homeRegion)
    : undefined;
  return {
    stacks: stacks.map(({ deploymentRole, ...planned }) => ({
      stack: planned.stack,
      describe: async () => ({ ...planned, held: heldBy(planned.version) }),
      workspace: () =>
        planned.file
          ? workspaceOfFile(folder, planned.stack)
          : layOutWorkspace(folder, {
              ...planned,
              ...(deploymentRole !== undefined && planned.account !== caller && { deploymentRole }),
            }),
    })),
    rollout,
    secretsProvider,
    homeRegion: async () => homeRegion,
  };
}

/** @returns undefined if this version may deploy the stack */
const heldBy = (hold: Sourced | undefined) =>
  hold && hold.value !== version ? `${hold.from} holds it at version ${hold.value}; this is ${version}` : undefined;

const callersAccount = (world: World, region: string) =>
  callAws("find out the account of your credentials", undefined, async () => {
    const { Account } = await (await world.aws.sts(region)).getCallerIdentity({});
    return Account;
  });
