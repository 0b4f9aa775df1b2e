import { pages } from "../../runtime/aws/pages";
import type { Reading } from "../../runtime/doctor/reading";
import { isMissing } from "../../runtime/lib/errors";
import { isOfIam, neededActions } from "./actions";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import type { RegionSeen, RuleSeen } from "./observations";
import { busOf, type Plan, planned, types } from "./plan";
import { quotas } from "./quotas";
import { readQuota } from "./readQuota";
import { readAggregation, readChannel, readDetector, readHub, readRecorder } from "./readSources";
import { readTaken } from "./readTaken";
import { simulateCaller } from "./simulate";

/**
 * Reads what exists in a Region.
 *
 * @param source the ARN of the caller's user or role
 */
export async function readRegion(
  ask: Ask,
  clients: PreflightClients,
  { plan, region }: { plan: Plan; region: string },
  source: Reading<string>,
): Promise<RegionSeen> {
  const { config, ec2, lambda, logs } = clients;
  const { deploy, work } = neededActions(plan);
  const question = {
    actions: [...new Set([...deploy(region), ...work.filter((action) => !isOfIam(action))])],
    resources: ["*"],
    context: { "aws:RequestedRegion": region },
  };
  const reading = {
    optedIn: ask("ec2:DescribeRegions", async () => {
      const { Regions = [] } = await ec2.describeRegions({ RegionNames: [region], AllRegions: true });
      return Regions[0]?.OptInStatus ?? "not-opted-in";
    }),
    logPolicies: ask("logs:DescribeResourcePolicies", () =>
      pages(
        (nextToken) => logs.describeResourcePolicies({ ...(nextToken && { nextToken }) }),
        (page) => page.resourcePolicies?.map(({ policyName = "" }) => policyName),
        (page) => page.nextToken,
      ),
    ),
    concurrency: ask("lambda:GetAccountSettings", async () => {
      const { AccountLimit = {} } = await lambda.getAccountSettings({});
      const { ConcurrentExecutions: quota = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit;
      return { quota, unreserved };
    }),
    rules: readRules(ask, clients, plan, region),
    rulesQuota: readQuota(ask, clients, quotas.rules),
    configRules: ask("config:DescribeConfigRules", () =>
      pages(
        (NextToken) => config.describeConfigRules({ ...(NextToken && { NextToken }) }),
        (page) => page.ConfigRules?.map(({ ConfigRuleName = "" }) => ConfigRuleName),
        (page) => page.NextToken,
      ),
    ),
    recorder: readRecorder(ask, clients),
    deliveryChannel: readChannel(ask, clients),
    detector: readDetector(ask, clients),
    hub: readHub(ask, clients),
    aggregation: readAggregation(ask, clients),
    groups: ask("ec2:DescribeSecurityGroups", async () => {
      const groups = await pages(
        (NextToken) => ec2.describeSecurityGroups({ MaxResults: 1000, ...(NextToken && { NextToken }) }),
        (page) => page.SecurityGroups,
        (page) => page.NextToken,
      );
      return groups.length;
    }).then(async (groups): Promise<RegionSeen["groups"]> => {
      const vpcs = await ask("ec2:DescribeVpcs", () =>
        pages(
          (NextToken) => ec2.describeVpcs({ MaxResults: 1000, ...(NextToken && { NextToken }) }),
          (page) => page.Vpcs,
          (page) => page.NextToken,
        ),
      );
      if ("problem" in groups) return groups;
      return "problem" in vpcs ? vpcs : { value: { groups: groups.value, vpcs: vpcs.value.length } };
    }),
    groupsQuota: readQuota(ask, clients, quotas.groups),
    taken: readTaken(ask, clients, plan, region),
    permissions: simulateCaller(ask, clients, source, question),
  };
  return { region, ...(await all(reading)) };
}

/** The rules on the buses where the stack creates rules. A bus that does not exist has none. */
async function readRules(
  ask: Ask,
  { events }: PreflightClients,
  plan: Plan,
  region: string,
): Promise<Reading<RuleSeen[]>> {
  const buses = [...new Set(planned(plan, types.rule, region).map(busOf))];
  const found = await Promise.all(
    buses.map((bus) =>
      ask("events:ListRules", async () => {
        try {
          return await pages(
            (NextToken) => events.listRules({ EventBusName: bus, Limit: 100, ...(NextToken && { NextToken }) }),
            (page) => page.Rules?.map(({ Name = "" }) => ({ bus, name: Name })),
            (page) => page.NextToken,
          );
        } catch (error) {
          if (isMissing(error)) return [];
          throw error;
        }
      }),
    ),
  );
  const problem = found.find((one) => "problem" in one);
  if (problem && "problem" in problem) return problem;
  return { value: found.flatMap((one) => ("value" in one ? one.value : [])) };
}

/** Like Promise.all, for the values of an object. */
async function all<Given extends Record<string, Promise<unknown>>>(
  given: Given,
): Promise<{ [Key in keyof Given]: Awaited<Given[Key]> }> {
  const entries = await Promise.all(Object.entries(given).map(async ([key, value]) => [key, await value] as const));
  return Object.fromEntries(entries) as { [Key in keyof Given]: Awaited<Given[Key]> };
}
