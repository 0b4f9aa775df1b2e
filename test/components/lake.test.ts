import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { type Deployment, deploy, masterConfig, statementsOf } from "./deploy";

const types = {
  rule: "aws:cloudwatch/eventRule:EventRule",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  mapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
};
const sqs = "arn:aws:sqs:eu-west-1:111122223333";
const roleArn = "arn:aws:iam::444455556666:role/AmazonSecurityLake-Provider-firebreak-eu-west-1";
const kmsKeyArn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const withLake = (securityLake: object) =>
  deploy({ ...masterConfig, "firebreak:securityLake": JSON.stringify(securityLake) });
/** What the function's role may do, besides writing its log. */
const granted = (stack: Deployment) =>
  statementsOf(stack.one(types.rolePolicy, "lake").inputs["policy"]).map(({ Action, Resource }) => [Action, Resource]);
const queueActions = [
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ReceiveMessage",
];
const always = [
  [
    ["logs:CreateLogStream", "logs:PutLogEvents"],
    "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/firebreak-lake:*",
  ],
  [queueActions, [`${sqs}:firebreak-lake`]],
];

describe("the data lake", () => {
  let stack: Deployment;
  before(async () => {
    stack = await withLake({ bucket: "lake-1" });
  });

  it("P60: gets every decision of the bus, and does not exist without the setting", async () => {
    const { inputs } = stack.one(types.rule, "lake");
    assert.equal(inputs["eventBusName"], "firebreak-decisions");
    assert.deepEqual(JSON.parse(inputs["eventPattern"]), {
      source: ["firebreak"],
      "detail-type": ["Firebreak Decision"],
    });
    const without = await deploy(masterConfig);
    assert.deepEqual(
      without.made.filter(({ name }) => name.startsWith("lake")),
      [],
    );
  });

  it("P61: gathers decisions for five minutes, and no delivery begins while another may still work on the same ones", () => {
    const mapping = stack.one(types.mapping, "lake").inputs;
    assert.equal(mapping["maximumBatchingWindowInSeconds"], 300);
    assert.deepEqual(mapping["functionResponseTypes"], ["ReportBatchItemFailures"]);
    assert.ok(stack.one(types.queue, "lake").inputs["visibilityTimeoutSeconds"] >= 6 * 60 + 300);
  });

  it("P62: its function may write below the source's prefix and nothing else", async () => {
    assert.deepEqual(granted(stack), [...always, [["s3:PutObject"], "arn:aws:s3:::lake-1/ext/firebreak/*"]]);
    const encrypted = await withLake({ bucket: "lake-1", source: "containment", kmsKeyArn });
    assert.deepEqual(granted(encrypted).slice(2), [
      [["s3:PutObject"], "arn:aws:s3:::lake-1/ext/containment/*"],
      [["kms:GenerateDataKey"], kmsKeyArn],
    ]);
  });

  it("P62: or may assume the role that Security Lake made, and nothing else", async () => {
    const other = await withLake({ bucket: "aws-security-data-lake-1", writer: { roleArn, externalId: "id-1" } });
    assert.deepEqual(granted(other), [...always, [["sts:AssumeRole"], roleArn]]);
  });

  it("P63: what does not reach the queue or the bucket goes to another queue, which raises an alarm", () => {
    const dead = `${sqs}:firebreak-lake-dead`;
    assert.deepEqual(stack.one(types.target, "lake").inputs["deadLetterConfig"], { arn: dead });
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(stack.one(types.queue, "lake").inputs["redrivePolicy"]);
    assert.deepEqual([deadLetterTargetArn, maxReceiveCount], [dead, 5]);
    assert.equal(stack.one(types.queue, "lake-dead").inputs["messageRetentionSeconds"], 14 * 86_400);
    for (const name of ["lake", "lake-dead"]) {
      const [statement, ...others] = statementsOf(stack.one(types.queuePolicy, name).inputs["policy"]);
      assert.deepEqual(others, []);
      assert.deepEqual(statement.Condition.ArnEquals["aws:SourceArn"], [
        "arn:aws:events:eu-west-1:111122223333:rule/firebreak-decisions/firebreak-lake",
      ]);
    }
    const alarm = stack.one(types.alarm, "lake-dead").inputs;
    assert.deepEqual(alarm["dimensions"], { QueueName: "firebreak-lake-dead" });
    assert.deepEqual(alarm["alarmActions"], ["arn:aws:sns:eu-west-1:111122223333:firebreak-notices"]);
  });
});
