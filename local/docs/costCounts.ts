import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { PlannedResource } from "../../cli/preflight/plan";
import { plannedResources } from "../../cli/preflight/planned";
import { readSettings } from "../../components/settings/settings";

/** What a stack has that AWS bills by the month or by its polling. */
export interface Counts {
  resources: number;
  keys: number;
  alarmMetrics: number;
  /** Of the product's own namespace; each is billed in the hours in which it gets data. */
  customMetrics: number;
  dashboards: number;
  /** Queues that Lambda polls, also while they are empty. */
  polledQueues: number;
  configRules: number;
  /** Of the doctor's function, which runs for every heartbeat: its memory in GB, and the longest run in seconds. */
  doctor?: { memory: number; seconds: number };
}

/** The counts of both stacks for a number of Regions. */
export interface Counted {
  regions: number;
  security: Counts;
  member: Counts;
}

const regions = [
  ...["eu-west-1", "eu-central-1", "eu-west-2", "eu-west-3", "eu-north-1"],
  ...["us-east-1", "us-east-2", "us-west-2", "ap-southeast-1", "ap-northeast-1"],
];
const [security, member] = ["111122223333", "444455556666"] as const;

/** What a shipped stack file creates in a number of Regions, counted from its program. */
async function countsOf(project: string, kind: "master" | "service", inRegions: number): Promise<Counts> {
  const stack = kind === "master" ? "master" : "service-payments";
  const read = (file: string) => parse(readFileSync(path.join(project, file), "utf8")).config;
  const [defaults, own] = [read("Pulumi.yaml"), read(`Pulumi.${stack}.yaml`)];
  const filled: Record<string, unknown> = {
    accountId: kind === "master" ? security : member,
    securityAccountId: security,
    organizationId: "o-a1b2c3d4e5",
    regions: regions.slice(0, inRegions),
    memberAccounts: [member],
    operators: [],
    approvers: [],
  };
  const settings = readSettings((key) => {
    const value = filled[key] ?? own[`firebreak:${key}`] ?? defaults[key]?.value ?? defaults[key]?.default;
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  });
  return counted(await plannedResources(settings, stack, "aws"));
}

function counted(resources: PlannedResource[]): Counts {
  const of = (type: string) => resources.filter((resource) => resource.type.endsWith(`:${type}`));
  const metrics = of("MetricAlarm").flatMap(metricsOf);
  const doctor = of("Function").find(({ logicalName }) => logicalName === "doctor")?.inputs;
  return {
    resources: resources.filter(({ type }) => !type.startsWith("pulumi:")).length,
    keys: of("Key").length,
    alarmMetrics: metrics.length,
    customMetrics: new Set(metrics.filter(({ namespace }) => !namespace.startsWith("AWS/")).map((one) => one.id)).size,
    dashboards: of("Dashboard").length,
    polledQueues: of("EventSourceMapping").length,
    configRules: resources.filter(({ type }) => type === "aws:cfg/rule:Rule").length,
    ...(doctor && { doctor: { memory: doctor["memorySize"] / 1024, seconds: doctor["timeout"] } }),
  };
}

/** The metrics of an alarm, of which each is billed. */
function metricsOf({ region, inputs }: PlannedResource): { namespace: string; id: string }[] {
  const direct = inputs["metricName"] === undefined ? [] : [inputs];
  const queried: Record<string, any>[] = (inputs["metricQueries"] ?? []).flatMap((query: any) => query.metric ?? []);
  return [...direct, ...queried].map(({ namespace, metricName, dimensions }) => ({
    namespace,
    id: JSON.stringify([region, namespace, metricName, dimensions]),
  }));
}

/** Numbers of accounts and of Regions in docs/cost.md. */
export const sizes = { accounts: [10, 100, 1000], regions: [3, 10] };

/** The counts of both shipped stacks for each number of Regions. The program cannot run twice at once. */
export async function countAll(project: string): Promise<Counted[]> {
  const counted: Counted[] = [];
  for (const inRegions of sizes.regions) {
    const security = await countsOf(project, "master", inRegions);
    counted.push({ regions: inRegions, security, member: await countsOf(project, "service", inRegions) });
  }
  return counted;
}
