import { readFile } from "node:fs/promises";
import path from "node:path";
import { namespace } from "../../../components/settings/problems";
import { stackFiles } from "../../../components/settings/stackFile";
import { isReal } from "../../../runtime/lib/accountId";
import { callAws, problem } from "../../problem";
import type { World } from "../../world";
import { readOrganization } from "./readOrganization";
import { type Fleet, needsOrganization, needsTags, resolveFleet } from "./resolve";
import { inventoryFile, readInventory } from "./schema";

/**
 * What the inventory in a folder says about the fleet.
 *
 * @throws Problem if there is no inventory, if it is invalid, or if the organization cannot be read
 */
export async function loadFleet(world: World, folder: string): Promise<Fleet> {
  const text = await readFile(path.join(folder, inventoryFile), "utf8").catch(() => {
    throw problem(`${inventoryFile} is not in ${folder}. Name its folder with --dir.`, 2);
  });
  const inventory = readInventory(text);
  const organization = needsOrganization(inventory)
    ? await callAws("read the organization", undefined, async () =>
        readOrganization(await world.aws.organizations(), needsTags(inventory)),
      )
    : undefined;
  return resolveFleet(inventory, { organization, files: accountsWithFile(folder) });
}

/** The account of each stack file of a folder, by stack. A file with a placeholder is none. */
export function accountsWithFile(folder: string): Record<string, string> {
  const files = stackFiles(folder, namespace).flatMap(({ stack, accountId }) =>
    accountId && isReal(accountId) ? [[stack, accountId]] : [],
  );
  return Object.fromEntries(files);
}
