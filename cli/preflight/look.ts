import { partitionNamed } from "../../runtime/lib/partitions";
import { asker } from "./ask";
import { simulatedSource } from "./caller";
import type { PreflightClients } from "./clients";
import type { Seen } from "./observations";
import type { Plan } from "./plan";
import { readAccount, readRoles } from "./readAccount";
import { readRegion } from "./readRegion";

/** Calls that are under way at once, over all Regions. */
const atOnce = 12;

/**
 * Everything that is there, read with the caller's own credentials. Nothing is changed.
 *
 * @param caller the ARN of the caller, as STS tells it
 * @throws what AWS says if it does not accept the credentials
 */
export async function lookAround(
  plan: Plan,
  caller: string,
  clients: (region: string) => Promise<PreflightClients>,
): Promise<Seen> {
  const ask = asker(atOnce);
  const global = await clients(partitionNamed(plan.partition).globalRegion);
  const roles = await readRoles(ask, global);
  const source = simulatedSource(caller, roles);
  const [account, ...regions] = await Promise.all([
    readAccount(ask, global, plan, { roles, source }),
    ...plan.regions.map(async (region) => readRegion(ask, await clients(region), { plan, region }, source)),
  ]);
  return { account, regions };
}
