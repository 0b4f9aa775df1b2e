import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { SecurityHub } from "@aws-sdk/client-securityhub";
import type { SNS, Subscription } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import { pages } from "../aws/pages";
import type { UnitClient } from "../aws/readUnits";
import type { Journal } from "../journal/journal";
import { inForce } from "../journal/pause";
import { codeOf, isDenied, messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import { metricNames } from "../model/metricNames";
import type { CentralObservation, FunctionState, RuleState, Subscriptions } from "./observations";
import { countMessages } from "./readForwarding";
import { look, lookFor, type Reading } from "./reading";
import { type DoctorSettings, packedDays } from "./settings";

/** The security account in its home Region. */
export interface CentralClients {
  events: EventBridge;
  sqs: SQS;
  lambda: Lambda;
  journal: Pick<Journal, "lastPause" | "isRecoverable">;
  sns: SNS;
  hub: SecurityHub;
  organizations: UnitClient;
  /** In another Region for the alarms there. */
  alarmsIn(region: string): CloudWatch;
}

/** Parallel calls. */
const atOnce = 5;

/** Reads the security account's central parts. */
export async function readCentral(
  clients: CentralClients,
  settings: DoctorSettings,
  topic: string,
): Promise<CentralObservation> {
  const { events, sqs, lambda, journal, sns, hub, organizations } = clients;
  const names = Object.keys(settings.functions);
  const regions = [...new Set([settings.homeRegion, ...settings.regions])];
  const letters = Object.values(settings.decisionLetters);
  const [
    busPolicy,
    rules,
    dead,
    undelivered,
    functions,
    packed,
    pause,
    recovery,
    subscriptions,
    alarms,
    units,
    isHubOn,
  ] = await Promise.all([
    lookFor(async () => (await events.describeEventBus({ Name: settings.bus.name })).Policy),
    look(() => readRules(events, settings.bus.name)),
    named(settings.keeping, (name) => lookFor(() => countMessages(sqs, `${name}-kept`))),
    named(letters, (queue) => lookFor(() => countMessages(sqs, queue))),
    named([...names, ...Object.keys(settings.releases)], (name) => lookFor(() => readFunction(lambda, name))),
    named(settings.entering, (name) => look(() => largestPacked(clients.alarmsIn(settings.homeRegion), name))),
    look(async () => inForce(await journal.lastPause(), new Date())),
    look(() => journal.isRecoverable()),
    look(() => readSubscriptions(sns, topic)),
    named(regions, (region) => look(() => alarmsThatAreOn(clients.alarmsIn(region)))),
    settings.readsUnits ? look(() => refusalOfUnits(organizations, settings.securityAccountId)) : undefined,
    settings.securityHub ? look(() => isEnabled(hub)) : undefined,
  ]);
  return {
    busPolicy,
    rules,
    dead,
    undelivered,
    functions,
    packed,
    pause,
    recovery,
    subscriptions,
    alarms,
    ...(units && { units }),
    ...(isHubOn && { hub: isHubOn }),
  };
}

async function named<Value>(
  names: string[],
  read: (name: string) => Promise<Reading<Value>>,
): Promise<Record<string, Reading<Value>>> {
  const found = await inParallel(names, atOnce, read);
  return Object.fromEntries(names.map((name, at) => [name, found[at]!]));
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
async function readRules(events: EventBridge, EventBusName: string): Promise<Record<string, RuleState>> {
  const rules = await pages(
    (NextToken) => events.listRules({ EventBusName, ...(NextToken && { NextToken }) }),
    (page) => page.Rules,
    (page) => page.NextToken,
  );
  return Object.fromEntries(
    rules.map(({ Name, State = "", EventPattern = "" }) => [Name!, { state: State, pattern: EventPattern }]),
  );
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
async function readFunction(lambda: Lambda, FunctionName: string): Promise<FunctionState> {
  const { State = "" } = await lambda.getFunctionConfiguration({ FunctionName });
  const aliases = await pages(
    (Marker) => lambda.listAliases({ FunctionName, ...(Marker && { Marker }) }),
    (page) => page.Aliases,
    (page) => page.NextMarker,
  );
  const mappings = await pages(
    (Marker) => lambda.listEventSourceMappings({ FunctionName, ...(Marker && { Marker }) }),
    (page) => page.EventSourceMappings,
    (page) => page.NextMarker,
  );
  return {
    state: State,
    aliases: aliases.map((alias) => alias.Name ?? ""),
    mappings: mappings.map((mapping) => mapping.State ?? ""),
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
async function readSubscriptions(sns: SNS, TopicArn: string): Promise<Subscriptions> {
  const subscriptions = await pages(
    (NextToken) => sns.listSubscriptionsByTopic({ TopicArn, ...(NextToken && { NextToken }) }),
    (page) => page.Subscriptions,
    (page) => page.NextToken,
  );
  const arns = subscriptions.map(({ SubscriptionArn = "" }) => SubscriptionArn);
  return {
    confirmed: arns.filter((arn) => arn.startsWith("arn:")).length,
    pending: arns.filter((arn) => arn === "PendingConfirmation").length,
    deleted: arns.filter((arn) => arn === "Deleted").length,
    byLink: await confirmedByLink(sns, subscriptions),
  };
}

/** ConfirmationWasAuthenticated in https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
async function confirmedByLink(sns: SNS, subscriptions: Subscription[]): Promise<string[]> {
  const mails = subscriptions.filter(
    ({ Protocol = "", SubscriptionArn = "" }) => Protocol.startsWith("email") && SubscriptionArn.startsWith("arn:"),
  );
  const found = await inParallel(mails, atOnce, async ({ SubscriptionArn, Endpoint = "" }) => {
    const { Attributes } = await sns.getSubscriptionAttributes({ SubscriptionArn });
    return Attributes?.["ConfirmationWasAuthenticated"] === "true" ? [] : [Endpoint];
  });
  return found.flat();
}

const day = 86_400;

/**
 * The largest packed size of a recent session policy, in percent of the size that AWS allows
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html).
 */
async function largestPacked(cloudWatch: CloudWatch, response: string): Promise<number | undefined> {
  const { Datapoints = [] } = await cloudWatch.getMetricStatistics({
    Namespace: metricNames.namespace,
    MetricName: metricNames.packedPolicy,
    Dimensions: [{ Name: metricNames.response, Value: response }],
    StartTime: new Date(Date.now() - 1000 * day * packedDays),
    EndTime: new Date(),
    Period: day,
    Statistics: ["Maximum"],
  });
  return Datapoints.length === 0 ? undefined : Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
async function alarmsThatAreOn(cloudWatch: CloudWatch): Promise<string[]> {
  const alarms = await pages(
    (NextToken) =>
      cloudWatch.describeAlarms({
        AlarmNamePrefix: "firebreak-",
        StateValue: "ALARM",
        ...(NextToken && { NextToken }),
      }),
    (page) => page.MetricAlarms,
    (page) => page.NextToken,
  );
  return alarms.map((alarm) => alarm.AlarmName ?? "");
}

/** Describing a hub that is off is an error: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html */
async function isEnabled(hub: SecurityHub): Promise<boolean> {
  try {
    await hub.describeHub({});
    return true;
  } catch (error) {
    if (["InvalidAccessException", "ResourceNotFoundException"].includes(codeOf(error))) return false;
    throw error;
  }
}

/** Why the units above an account may not be read; empty if they may. */
export async function refusalOfUnits(organizations: UnitClient, ChildId: string): Promise<string> {
  try {
    await organizations.listParents({ ChildId });
    return "";
  } catch (error) {
    if (isDenied(error)) return messageOf(error);
    throw error;
  }
}
