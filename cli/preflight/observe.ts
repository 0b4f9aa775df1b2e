import { partitionNamed } from "../../runtime/lib/partitions";
import { asker } from "./ask";
import { simulatedSource } from "./caller";
import type { PreflightClients } from "./clients";
import type { Seen } from "./observations";
import type { Plan } from "./plan";
import { readAccount, readRoles } from "./readAccount";
import { readRegion } from "./readRegion";

/** Calls in parallel, over all Regions. */
const atOnce = 12;

/**
 * Reads everything that the checks need, with the caller's own credentials. Changes nothing.
 *
 * @param caller the caller's ARN, as STS returns it
 * @throws AWS's error if it does not accept the credentials
 */
export async function observe(
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
