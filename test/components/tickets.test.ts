import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy, masterConfig, statementsOf } from "./deploy";

const channels = {
  soc: { kind: "jira", url: "https://soc.example.com", project: "SOC" },
  snow: { kind: "servicenow", url: "https://snow.example.com", severities: ["critical"] },
};
const secrets = { soc: "bot@example.com:token-1", snow: "firebreak:password-2" };
const config = (known: object) => ({
  ...masterConfig,
  "firebreak:channels": JSON.stringify(channels),
  "firebreak:channelSecrets": JSON.stringify(known),
});
const account = "111122223333";
const sqs = `arn:aws:sqs:eu-west-1:${account}`;
const encoded = (text: string) => Buffer.from(text).toString("base64");

describe("the channels that keep tickets", () => {
  let stack: Deployment;
  before(async () => {
    stack = await deploy(config(secrets));
  });

  it("P66: have a rule, a queue and a function each, and no API destination", () => {
    assert.deepEqual(stack.of("aws:cloudwatch/eventApiDestination:EventApiDestination"), []);
    for (const name of Object.keys(channels)) {
      const target = stack.one("aws:cloudwatch/eventTarget:EventTarget", `channel-${name}`).inputs;
      assert.equal(target["arn"], `${sqs}:firebreak-channel-${name}`);
      assert.deepEqual(target["deadLetterConfig"], { arn: `${sqs}:firebreak-channels-dead` });
      const queue = stack.one("aws:sqs/queue:Queue", `channel-${name}`).inputs;
      assert.equal(JSON.parse(queue["redrivePolicy"]).deadLetterTargetArn, `${sqs}:firebreak-channels-dead`);
      const [sending, ...others] = statementsOf(
        stack.one("aws:sqs/queuePolicy:QueuePolicy", `channel-${name}`).inputs["policy"],
      );
      assert.deepEqual(others, []);
      assert.deepEqual(sending.Condition.ArnEquals["aws:SourceArn"], [
        `arn:aws:events:eu-west-1:${account}:rule/firebreak-decisions/firebreak-channel-${name}`,
      ]);
    }
    const { detail } = JSON.parse(
      stack.one("aws:cloudwatch/eventRule:EventRule", "channel-snow").inputs["eventPattern"],
    );
    assert.deepEqual(detail.severity.band, ["critical", "unknown"]);
  });

  it("P67: the function may read its own queue, tickets and secret, and nothing else", () => {
    const [log, queue, tickets, secret, ...others] = statementsOf(
      stack.one("aws:iam/rolePolicy:RolePolicy", "channel-soc").inputs["policy"],
    );
    assert.deepEqual(others, []);
    assert.deepEqual(log.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.deepEqual(queue.Resource, [`${sqs}:firebreak-channel-soc`]);
    assert.deepEqual(tickets.Action, ["dynamodb:GetItem", "dynamodb:PutItem"]);
    assert.deepEqual(tickets.Condition, {
      "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["tickets#soc"] },
    });
    assert.deepEqual(secret.Action, ["secretsmanager:GetSecretValue"]);
    assert.match(secret.Resource, /firebreak-channel-soc/);
  });

  it("P47 P67: the secret is in Secrets Manager, and in nothing else that is deployed", () => {
    const version = stack.one("aws:secretsmanager/secretVersion:SecretVersion", "channel-soc").inputs["secretString"];
    assert.equal(version["4dabf18193072939515e22adb298388d"], "1b47061264138c4ac30d75fd1eb44270", "it is no secret");
    assert.equal(version.value, `Basic ${encoded(secrets.soc)}`);
    const elsewhere = JSON.stringify(
      stack.made.filter(({ type }) => !type.startsWith("aws:secretsmanager/secretVersion")).map(({ inputs }) => inputs),
    );
    for (const secret of Object.values(secrets)) {
      assert.ok(!elsewhere.includes(secret) && !elsewhere.includes(encoded(secret)));
    }
  });

  it("P47: a secret without a password stops the deployment, and no part of it is shown", async () => {
    const error = await deploy(config({ ...secrets, soc: "token-alone" })).catch((caught) => String(caught.message));
    assert.match(String(error), /firebreak:channelSecrets for "soc" is wrong.*a colon between them/);
    assert.doesNotMatch(String(error), /token-alone/);
  });
});
