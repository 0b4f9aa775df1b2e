import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy, masterConfig, statementsOf } from "./deploy";

const types = {
  bus: "aws:cloudwatch/eventBus:EventBus",
  connection: "aws:cloudwatch/eventConnection:EventConnection",
  destination: "aws:cloudwatch/eventApiDestination:EventApiDestination",
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  role: "aws:iam/role:Role",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
};
const at = "arn:aws:events:eu-west-1:111122223333";
const secrets: Record<string, string> = {
  pager: "integration-key-1",
  siem: "Bearer token-2",
  team: "https://contoso.webhook.example.com/workflows/1/invoke?sp=%2Ftriggers&sv=1.0&sig=signature-3",
  room: "https://hooks.slack.example.com/services/T0/B0/path-4",
};
const channels = {
  pager: { kind: "pagerduty", severities: ["critical"] },
  siem: { kind: "webhook", url: "https://siem.example.com/in", header: "X-Key", all: true },
  team: { kind: "teams", accounts: ["444455556666"] },
  room: { kind: "slack", outcomes: ["failed"] },
};
const withChannels = (given: object, known: object): Record<string, string> => ({
  ...masterConfig,
  "firebreak:channels": JSON.stringify(given),
  "firebreak:channelSecrets": JSON.stringify(known),
});
const refusal = (given: object, known: object): Promise<string> =>
  deploy(withChannels(given, known)).then(
    () => "accepted",
    (error) => String(error.message),
  );

/** The value of an input that is a secret: Pulumi marks it like this, and encrypts it in the state. */
function unwrapped(input: any): any {
  assert.equal(input["4dabf18193072939515e22adb298388d"], "1b47061264138c4ac30d75fd1eb44270", "it is no secret");
  return input.value;
}

describe("the channels of decisions", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(withChannels(channels, secrets));
  });

  it("P40: without any, there is the bus and nothing else, and only principals of the account may use it", async () => {
    const without = await deploy(masterConfig);
    assert.equal(without.one(types.bus, "decisions").inputs["name"], "firebreak-decisions");
    const ofChannels = without.made.filter(({ name }) => name.startsWith("channel"));
    assert.deepEqual(ofChannels, []);
    const policies = without.of("aws:cloudwatch/eventBusPolicy:EventBusPolicy");
    assert.deepEqual(
      policies.map(({ name }) => name),
      ["findings"],
    );
  });

  it("P46: each has one connection and one endpoint, and a rule for each kind of message", () => {
    const named = (type: string) =>
      stack
        .of(type)
        .map(({ name }) => name)
        .filter((name) => name.startsWith("channel-"))
        .sort();
    const all = ["channel-pager", "channel-room", "channel-siem", "channel-team"];
    assert.deepEqual(named(types.connection), all);
    assert.deepEqual(named(types.destination), all);
    const rules = [
      ...["acknowledge", "resolve", "trigger"].map((name) => `channel-pager_${name}`),
      "channel-room",
      "channel-siem",
      "channel-team",
    ];
    assert.deepEqual(named(types.rule), rules);
    assert.deepEqual(named(types.target), rules);
    for (const { inputs } of rules.map((name) => stack.one(types.rule, name))) {
      assert.equal(inputs["eventBusName"], "firebreak-decisions");
      assert.ok(inputs["name"].length <= 64);
    }
    const { detail } = JSON.parse(stack.one(types.rule, "channel-pager_trigger").inputs["eventPattern"]);
    assert.deepEqual(detail.severity.band, ["critical", "unknown"]);
  });

  it("P47: the secret is where EventBridge keeps it, and only there, as far as it can keep it", () => {
    const parameters = (name: string) =>
      unwrapped(stack.one(types.connection, `channel-${name}`).inputs["authParameters"]);
    const hidden = (key: string, value: string) => ({ key, value, isValueSecret: true });
    const none = { key: "X-Sent-By", value: "Firebreak" };
    assert.deepEqual(parameters("siem"), { apiKey: { key: "X-Key", value: secrets["siem"] } });
    assert.deepEqual(parameters("pager"), {
      apiKey: none,
      invocationHttpParameters: { bodies: [hidden("routing_key", secrets["pager"]!)] },
    });
    assert.deepEqual(parameters("team"), {
      apiKey: none,
      invocationHttpParameters: {
        queryStrings: [hidden("sp", "/triggers"), hidden("sv", "1.0"), hidden("sig", "signature-3")],
      },
    });
    const endpoint = (name: string) =>
      unwrapped(stack.one(types.destination, `channel-${name}`).inputs["invocationEndpoint"]);
    assert.equal(endpoint("team"), "https://contoso.webhook.example.com/workflows/1/invoke");
    // Slack has no other place for it.
    assert.equal(endpoint("room"), secrets["room"]);
    const elsewhere = JSON.stringify(
      stack.made.filter(({ type }) => type !== types.connection && type !== types.destination).map((one) => one.inputs),
    );
    assert.doesNotMatch(elsewhere, /integration-key-1|token-2|signature-3|path-4/);
  });

  it("P46: one role calls these endpoints and no others, and EventBridge alone may assume it, for this account", () => {
    const [statement] = statementsOf(stack.one(types.rolePolicy, "channels").inputs["policy"]);
    assert.deepEqual(statement, {
      Sid: "Call",
      Effect: "Allow",
      Action: "events:InvokeApiDestination",
      Resource: Object.keys(channels).map((name) => `${at}:api-destination/firebreak-channel-${name}/1`),
    });
    const [trust] = statementsOf(stack.one(types.role, "channels").inputs["assumeRolePolicy"]);
    assert.deepEqual(trust.Principal, { Service: "events.amazonaws.com" });
    assert.deepEqual(trust.Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
  });

  it("P48: what is not delivered goes to one queue, which only these rules fill, and raises an alarm", () => {
    const queue = stack.one(types.queue, "channels").inputs;
    assert.equal(queue["messageRetentionSeconds"], 14 * 86_400);
    const targets = stack.of(types.target).filter(({ name }) => name.startsWith("channel-"));
    for (const { inputs } of targets) {
      assert.deepEqual(inputs["deadLetterConfig"], {
        arn: "arn:aws:sqs:eu-west-1:111122223333:firebreak-channels-dead",
      });
    }
    const [statement] = statementsOf(stack.one(types.queuePolicy, "channels").inputs["policy"]);
    assert.deepEqual(
      [...statement.Condition.ArnEquals["aws:SourceArn"]].sort(),
      targets.map(({ inputs }) => `${at}:rule/firebreak-decisions/${inputs["rule"]}`).sort(),
    );
    const alarm = stack.one(types.alarm, "channels").inputs;
    assert.deepEqual(alarm["dimensions"], { QueueName: "firebreak-channels-dead" });
    assert.deepEqual(alarm["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
  });

  it("P47: a secret that is missing or cannot be one stops the deployment, and no part of it is shown", async () => {
    const { room } = channels;
    const missing = await refusal({ room }, {});
    assert.match(missing, /firebreak:channelSecrets has no "room"\. Set the URL of the incoming webhook/);
    assert.match(missing, /pulumi config set --secret --path 'firebreak:channelSecrets\["room"\]'/);
    for (const wrong of [
      "xoxb-secret-5",
      "http://hooks.example.com/secret-5",
      "https://secret-5",
      "https://u:secret-5@x.y/",
    ]) {
      const text = await refusal({ room }, { room: wrong });
      assert.match(text, /firebreak:channelSecrets for "room" is wrong: it is not an https URL/);
      assert.doesNotMatch(text, /secret-5/);
    }
  });
});
