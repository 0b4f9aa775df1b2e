import { pages } from "../../runtime/aws/pages";
import type { Reading } from "../../runtime/doctor/reading";
import { isMissing } from "../../runtime/lib/errors";
import type { Ask } from "./ask";
import type { PreflightClients } from "./clients";
import { namesOf, type Plan, types } from "./plan";

/** Finds those of the names that are there. */
type Look = (ask: Ask, clients: PreflightClients, names: string[]) => Promise<Reading<string[]>>;

/** Which of the names that the stack would give in a Region are there already, by the type of the resource. */
export async function readTaken(
  ask: Ask,
  clients: PreflightClients,
  plan: Plan,
  region: string,
): Promise<Record<string, Reading<string[]>>> {
  const topicArn = `arn:${plan.partition}:sns:${region}:${plan.settings.accountId}:`;
  const lookers: Record<string, Look> = {
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
const queues: Look = (ask, { sqs }, names) =>
  ask("sqs:ListQueues", async () => {
    const urls = await pages(
      (NextToken) => sqs.listQueues({ MaxResults: 1000, ...(NextToken && { NextToken }) }),
      (page) => page.QueueUrls,
      (page) => page.NextToken,
    );
    const there = urls.map((url) => url.split("/").at(-1)!);
    return names.filter((name) => there.includes(name));
  });

/** How much a function reserves is the least that AWS tells of it: its configuration has its variables. */
const functions: Look = (ask, { lambda }, names) =>
  each(names, (FunctionName) =>
    ask("lambda:GetFunctionConcurrency", () => isThere(() => lambda.getFunctionConcurrency({ FunctionName }))),
  );

const logGroups: Look = (ask, { logs }, names) =>
  each(names, (logGroupNamePrefix) =>
    ask("logs:DescribeLogGroups", async () => {
      // Names that begin likewise come after the name itself.
      const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix, limit: 1 });
      return logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix);
    }),
  );

const keyAliases: Look = (ask, { kms }, names) =>
  ask("kms:ListAliases", async () => {
    const all = await pages(
      (Marker) => kms.listAliases({ Limit: 100, ...(Marker && { Marker }) }),
      (page) => page.Aliases,
      (page) => (page.Truncated ? page.NextMarker : undefined),
    );
    return names.filter((name) => all.some(({ AliasName }) => AliasName === name));
  });

/** Their values are not asked for: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
const parameters: Look = (ask, { ssm }, names) =>
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

/** Topics are asked for by ARN, as listing them gives no more than a hundred at once. */
const topics =
  (arn: string): Look =>
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

/** Those of the names that are there; a problem with one of them is one of all. */
async function each(names: string[], look: (name: string) => Promise<Reading<boolean>>): Promise<Reading<string[]>> {
  const seen = await Promise.all(names.map(look));
  const problem = seen.find((one) => "problem" in one);
  if (problem && "problem" in problem) return problem;
  return { value: names.filter((_, at) => "value" in seen[at]! && (seen[at] as { value: boolean }).value) };
}
