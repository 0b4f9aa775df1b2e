import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { region, security, testAws } from "./instance";
import { as, policy, unique } from "./principals";
import { queueFor, receive } from "./queues";
import { put, rule } from "./rules";

const services = { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] };

/** The result of an event that a rule sends to a log group: its message there, or the code in the dead-letter queue. */
async function arrival(statements: (group: string, rule: string) => object[]): Promise<string> {
  const source = unique("source");
  const logGroupName = `/aws/events/${unique("group")}`;
  const logs = new CloudWatchLogs(await as(security));
  await logs.createLogGroup({ logGroupName });
  const group = `arn:aws:logs:${region}:${security}:log-group:${logGroupName}`;
  const made = await rule({ pattern: { source: [source] } });
  const dead = await queueFor("events.amazonaws.com", made.arn);
  const policyName = unique("policy");
  const written = statements(group, made.arn).map((statement) => ({
    Effect: "Allow",
    Principal: services,
    ...statement,
  }));
  if (written.length > 0) await logs.putResourcePolicy({ policyName, policyDocument: policy(...written) });
  await made.target({ Arn: group, DeadLetterConfig: { Arn: dead.arn } });
  const id = await put(source);
  try {
    const deadline = Date.now() + 120_000;
    while (Date.now() < deadline) {
      const { events = [] } = await logs.filterLogEvents({ logGroupName });
      if (events.length > 0) return JSON.parse(events[0]!.message!).id === id ? "logged" : "another event";
      const [letter] = await receive(dead, 1, 1);
      if (letter) return letter.MessageAttributes!["ERROR_CODE"]!.StringValue!;
    }
    return "nothing";
  } finally {
    // A Region has room for ten of them.
    if (written.length > 0) await logs.deleteResourcePolicy({ policyName });
    logs.destroy();
  }
}

describe("local AWS: events in a log group", () => {
  const fromRule = (arn: string) => ({ ArnEquals: { "aws:SourceArn": arn } });

  before(async () => {
    await testAws();
  });

  it("X43: EventBridge names no rule when it creates a log stream: a condition on the rule keeps the log empty", async () => {
    const arrived = await arrival((group, from) => [
      { Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${group}:*`, Condition: fromRule(from) },
    ]);
    assert.equal(arrived, "NO_PERMISSIONS");
  });

  it("X43: events arrive if only PutLogEvents has a condition on the rule", async () => {
    const arrived = await arrival((group, from) => [
      { Action: "logs:CreateLogStream", Resource: `${group}:*` },
      { Action: "logs:PutLogEvents", Resource: `${group}:*`, Condition: fromRule(from) },
    ]);
    assert.equal(arrived, "logged");
  });

  it("X43: another rule's events do not arrive, nor do any without a policy", async () => {
    const arrived = await arrival((group, from) => [
      { Action: "logs:CreateLogStream", Resource: `${group}:*` },
      { Action: "logs:PutLogEvents", Resource: `${group}:*`, Condition: fromRule(`${from}-other`) },
    ]);
    assert.equal(arrived, "NO_PERMISSIONS");
    assert.equal(await arrival(() => []), "NO_PERMISSIONS");
  });

  it("X43: failed deliveries of a rule are counted for the bus and the rule", async () => {
    const bus = unique("bus");
    await new EventBridgeClient(await as(security)).send(new CreateEventBusCommand({ Name: bus }));
    const source = unique("source");
    const made = await rule({ pattern: { source: [source] }, bus });
    await made.target({ Arn: `arn:aws:logs:${region}:${security}:log-group:/aws/events/${unique("absent")}` });
    await put(source, {}, { bus });
    const Dimensions = [
      { Name: "EventBusName", Value: bus },
      { Name: "RuleName", Value: made.arn.split("/").at(-1)! },
    ];
    const cloudWatch = new CloudWatch(await as(security));
    const sum = async () => {
      const { Datapoints = [] } = await cloudWatch.getMetricStatistics({
        Namespace: "AWS/Events",
        MetricName: "FailedInvocations",
        Dimensions,
        StartTime: new Date(Date.now() - 600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 60,
        Statistics: ["Sum"],
      });
      return Datapoints.reduce((all, { Sum = 0 }) => all + Sum, 0);
    };
    const deadline = Date.now() + 120_000;
    while ((await sum()) === 0 && Date.now() < deadline) await sleep(200);
    assert.equal(await sum(), 1);
  });
});
