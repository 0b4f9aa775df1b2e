import { partitionIn } from "../../runtime/lib/partitions";
import { callAws, problem } from "../problem";
import type { World } from "../world";
import { settingsOf, stackOf, stackPlaces } from "./chosenStack";
import type { Plan, PlannedResource } from "./plan";
import { plannedResources } from "./planned";

/** The stack and Region that the user chose. */
export interface Limits {
  stack?: string | undefined;
  region?: string | undefined;
}

/**
 * What these credentials would deploy, and the caller's ARN.
 *
 * @throws Problem if there are no credentials, no stack for them, or the stack's file is wrong
 */
export async function planOf(world: World, folder: string, limits: Limits): Promise<{ plan: Plan; caller: string }> {
  const places = await stackPlaces(folder, limits.stack);
  // The user need not set a Region: STS answers in every Region of the partition.
  const region = places.flatMap(({ homeRegion }) => homeRegion ?? [])[0];
  const { Account = "", Arn = "" } = await callAws("identify the caller", undefined, async () =>
    (await world.aws.sts(region)).getCallerIdentity({}),
  );
  const stack = stackOf(places, Account);
  const settings = await settingsOf(folder, stack);
  const partition = partitionIn(Arn);
  if (!partition) throw problem(`STS says that the caller is "${Arn}", but its partition is unknown.`);
  const resources = await plannedResources(settings, stack, partition);
  const plan = { stack, settings, partition, resources, regions: regionsOf(resources, settings.regions) };
  return { plan: limits.region === undefined ? plan : onlyIn(plan, limits.region), caller: Arn };
}

/** The Regions of all regional resources, and those that forward findings. */
function regionsOf(resources: PlannedResource[], forwarded: string[]): string[] {
  const regional = resources.filter(({ type }) => !isGlobal(type)).map(({ region }) => region);
  return [...new Set([...regional, ...forwarded])].sort();
}

const isGlobal = (type: string) => type.startsWith("aws:iam/") || type.startsWith("pulumi:");

function onlyIn(plan: Plan, region: string): Plan {
  if (plan.regions.includes(region)) return { ...plan, regions: [region] };
  throw problem(`--region is "${region}": the Regions of the stack ${plan.stack} are ${plan.regions.join(", ")}`, 2);
}
