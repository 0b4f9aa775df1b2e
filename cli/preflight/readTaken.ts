import { pages } from "../../runtime/aws/pages";
import type { Reading } from "../../runtime/doctor/reading";
import { isMissing } from "../../runtime/lib/errors";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import { namesOf, type Plan, types } from "./plan";

/** Finds which of the names exist. */
type Lookup = (ask: Ask, clients: PreflightClients, names: string[]) => Promise<Reading<string[]>>;

/** The names of the stack that already exist in a Region, by resource type. */
export async function readTaken(
  ask: Ask,
  clients: PreflightClients,
  plan: Plan,
  region: string,
): Promise<Record<string, Reading<string[]>>> {
  const topicArn = `arn:${plan.partition}:sns:${region}:${plan.settings.accountId}:`;
  const lookers: Record<string, Lookup> = {
    [types.queue]: queues,
    [types.function]: functions,
    [types.logGroup]: logGroups,
    [types.keyAlias]: keyAliases,
    [types.parameter]: parameters,
    [types.topic]: topics(topicArn),
  };
  const found = await Promise.all(
    Object.entries(lookers).map(async ([type, look]) => {
      const names = namesOf(plan, type, region);
      return names.length === 0 ? [] : [[type, await look(ask, clients, names)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
const queues: Lookup = (ask, { sqs }, names) =>
  ask("sqs:ListQueues", async () => {
    const urls = await pages(
      (NextToken) => sqs.listQueues({ MaxResults: 1000, ...(NextToken && { NextToken }) }),
      (page) => page.QueueUrls,
      (page) => page.NextToken,
    );
    const there = urls.map((url) => url.split("/").at(-1)!);
    return names.filter((name) => there.includes(name));
  });

/** Reads the reserved concurrency, because reading the configuration would return the environment variables. */
const functions: Lookup = (ask, { lambda }, names) =>
  each(names, (FunctionName) =>
    ask("lambda:GetFunctionConcurrency", () => isThere(() => lambda.getFunctionConcurrency({ FunctionName }))),
  );

const logGroups: Lookup = (ask, { logs }, names) =>
  each(names, (logGroupNamePrefix) =>
    ask("logs:DescribeLogGroups", async () => {
      // Longer names with the same prefix come after the name itself.
      const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix, limit: 1 });
      return logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix);
    }),
  );

const keyAliases: Lookup = (ask, { kms }, names) =>
  ask("kms:ListAliases", async () => {
    const all = await pages(
      (Marker) => kms.listAliases({ Limit: 100, ...(Marker && { Marker }) }),
      (page) => page.Aliases,
      (page) => (page.Truncated ? page.NextMarker : undefined),
    );
    return names.filter((name) => all.some(({ AliasName }) => AliasName === name));
  });

/**
 * This call does not return values:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
const parameters: Lookup = (ask, { ssm }, names) =>
  ask("ssm:DescribeParameters", async () => {
    const all = await pages(
      (NextToken) =>
        ssm.describeParameters({
          ParameterFilters: [{ Key: "Name", Option: "Equals", Values: names }],
          ...(NextToken && { NextToken }),
        }),
      (page) => page.Parameters,
      (page) => page.NextToken,
    );
    return names.filter((name) => all.some(({ Name }) => Name === name));
  });

/** Reads topics by ARN, because a list returns at most 100 at a time. */
const topics =
  (arn: string): Lookup =>
  (ask, { sns }, names) =>
    each(names, (name) =>
      ask("sns:GetTopicAttributes", () => isThere(() => sns.getTopicAttributes({ TopicArn: `${arn}${name}` }))),
    );

async function isThere(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** The names that exist; a problem with one name is the result for all. */
async function each(names: string[], look: (name: string) => Promise<Reading<boolean>>): Promise<Reading<string[]>> {
  const seen = await Promise.all(names.map(look));
  const problem = seen.find((one) => "problem" in one);
  if (problem && "problem" in problem) return problem;
  return { value: names.filter((_, at) => "value" in seen[at]! && (seen[at] as { value: boolean }).value) };
}
