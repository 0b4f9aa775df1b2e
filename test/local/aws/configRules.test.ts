import assert from "node:assert/strict";
import {
  AddPermissionCommand,
  DeleteResourcePolicyCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  LambdaClient,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-lambda";
import { lambdaFunction, logging } from "./functions";
import { member, security, stranger, testAws } from "./instance";
import { allow, as, policy, unique } from "./principals";
import { type Queue, queue, queueFor, receive } from "./queues";
import { config } from "./rawCalls";
import { rule } from "./rules";

const managed = (ConfigRuleName: string) => ({
  ConfigRule: { ConfigRuleName, Source: { Owner: "AWS", SourceIdentifier: "INCOMING_SSH_DISABLED" } },
});

const evaluation = (ComplianceResourceId: string, ComplianceType: string) => ({
  ComplianceResourceType: "AWS::EC2::SecurityGroup",
  ComplianceResourceId,
  ComplianceType,
  OrderingTimestamp: 1_700_000_000,
});

async function report(name: string, ...Evaluations: object[]): Promise<void> {
  const answer = await config(security, "PutEvaluations", { ResultToken: `local-aws:${name}`, Evaluations });
  assert.equal(answer.error, undefined, JSON.stringify(answer.body));
}

describe("local AWS: row 16: compliance", () => {
  it("row 16: compliance is summarised by rule and listed by rule and by resource", async () => {
    const name = unique("rule");
    await config(security, "PutConfigRule", managed(name));
    const state = async () =>
      (await config(security, "DescribeComplianceByConfigRule", { ConfigRuleNames: [name] })).body
        .ComplianceByConfigRules[0].Compliance;
    assert.equal((await state()).ComplianceType, "INSUFFICIENT_DATA");
    const [good, bad] = [unique("sg"), unique("sg")];
    await report(name, evaluation(good, "COMPLIANT"), evaluation(bad, "NON_COMPLIANT"));
    assert.deepEqual(await state(), {
      ComplianceType: "NON_COMPLIANT",
      ComplianceContributorCount: { CappedCount: 1, CapExceeded: false },
    });
    const byRule = await config(security, "GetComplianceDetailsByConfigRule", {
      ConfigRuleName: name,
      ComplianceTypes: ["NON_COMPLIANT"],
    });
    const found = byRule.body.EvaluationResults.map(
      (one: any) => one.EvaluationResultIdentifier.EvaluationResultQualifier.ResourceId,
    );
    assert.deepEqual(found, [bad]);
    const byResource = await config(security, "GetComplianceDetailsByResource", {
      ResourceType: "AWS::EC2::SecurityGroup",
      ResourceId: good,
    });
    assert.deepEqual(
      byResource.body.EvaluationResults.map((one: any) => one.ComplianceType),
      ["COMPLIANT"],
    );
    const { body } = await config(security, "DescribeConfigRuleEvaluationStatus", { ConfigRuleNames: [name] });
    const [status] = body.ConfigRulesEvaluationStatus;
    assert.deepEqual([status.ConfigRuleName, status.FirstEvaluationStarted], [name, true]);
    assert.equal(typeof status.LastSuccessfulEvaluationTime, "number");
    await report(name, evaluation(bad, "NOT_APPLICABLE"));
    assert.equal((await state()).ComplianceType, "COMPLIANT");
    const absent = await config(security, "GetComplianceDetailsByConfigRule", { ConfigRuleName: "absent" });
    assert.equal(absent.error, "NoSuchConfigRuleException");
  });

  it("row 16: only a change of compliance sends an event", async () => {
    const name = unique("rule");
    await config(security, "PutConfigRule", managed(name));
    const made = await rule({ pattern: { source: ["aws.config"], detail: { configRuleName: [name] } } });
    const heard = await queueFor("events.amazonaws.com", made.arn);
    await made.target({ Arn: heard.arn });
    const group = unique("sg");
    for (const type of ["NON_COMPLIANT", "NON_COMPLIANT", "COMPLIANT"]) await report(name, evaluation(group, type));
    const events = (await receive(heard, 3, 3)).map((message) => JSON.parse(message.Body!));
    assert.equal(events.length, 2);
    const [first, second] = events.sort(
      (one, other) => Number("oldEvaluationResult" in one.detail) - Number("oldEvaluationResult" in other.detail),
    );
    assert.equal(first["detail-type"], "Config Rules Compliance Change");
    assert.equal(first.detail.newEvaluationResult.complianceType, "NON_COMPLIANT");
    assert.equal(first.detail.resourceId, group);
    assert.equal(second.detail.oldEvaluationResult.complianceType, "NON_COMPLIANT");
    assert.equal(second.detail.newEvaluationResult.complianceType, "COMPLIANT");
  });
});

describe("local AWS: row 17: custom rules", () => {
  /** A function of the security account that sends the events of AWS Config to a queue. */
  async function evaluator(): Promise<{ arn: string; name: string; events: Queue }> {
    const events = await queue();
    const made = await lambdaFunction({
      code: `const { SQSClient, SendMessageCommand } = require("@aws-sdk/client-sqs");
        exports.handler = (event) => new SQSClient({}).send(new SendMessageCommand({
          QueueUrl: ${JSON.stringify(events.url)}, MessageBody: JSON.stringify(event) }));`,
      statements: [logging, allow("sqs:SendMessage")],
    });
    return { ...made, events };
  }

  const custom = (ConfigRuleName: string, arn: string) => ({
    ConfigRule: {
      ConfigRuleName,
      InputParameters: JSON.stringify({ port: "22" }),
      Source: {
        Owner: "CUSTOM_LAMBDA",
        SourceIdentifier: arn,
        SourceDetails: [{ EventSource: "aws.config", MessageType: "ScheduledNotification" }],
      },
    },
  });

  it("row 17: a rule names a function of another account that admits it, and uses it to evaluate", async () => {
    const { arn, name, events } = await evaluator();
    const rule = unique("rule");
    const create = () => config(member, "PutConfigRule", custom(rule, arn));
    assert.equal((await create()).error, "InsufficientPermissionsException");
    await new LambdaClient(await as(security)).send(
      new AddPermissionCommand({
        FunctionName: name,
        StatementId: "config",
        Action: "lambda:InvokeFunction",
        Principal: "config.amazonaws.com",
        SourceAccount: member,
      }),
    );
    assert.equal((await create()).error, undefined);
    assert.equal(
      (await config(security, "PutConfigRule", custom(unique("rule"), arn))).error,
      "InsufficientPermissionsException",
      "admitted for the member only",
    );
    await config(member, "StartConfigRulesEvaluation", { ConfigRuleNames: [rule] });
    const event = JSON.parse((await receive(events))[0]!.Body!);
    assert.equal(event.configRuleName, rule);
    assert.equal(event.accountId, member);
    assert.deepEqual(JSON.parse(event.ruleParameters), { port: "22" });
    assert.equal(JSON.parse(event.invokingEvent).messageType, "ScheduledNotification");
    const answer = { ResultToken: event.resultToken, Evaluations: [evaluation("sg-1", "NON_COMPLIANT")] };
    const elsewhere = await config(security, "PutEvaluations", answer);
    assert.equal(elsewhere.error, "InvalidResultTokenException", "a token belongs to its account");
    assert.equal((await config(member, "PutEvaluations", answer)).error, undefined);
    const details = await config(member, "GetComplianceDetailsByConfigRule", { ConfigRuleName: rule });
    assert.equal(details.body.EvaluationResults[0].ComplianceType, "NON_COMPLIANT");
  });

  it("X45: one statement of a whole policy admits AWS Config for every account of the organization, and for no other", async () => {
    const { arn } = await evaluator();
    const { organization } = await testAws();
    const lambda = new LambdaClient(await as(security));
    const admit = (Condition: object, Principal: object | string = { Service: "config.amazonaws.com" }) =>
      lambda.send(
        new PutResourcePolicyCommand({
          ResourceArn: arn,
          Policy: policy({ Effect: "Allow", Principal, Action: "lambda:InvokeFunction", Resource: arn, Condition }),
        }),
      );
    const create = async (account: string) =>
      (await config(account, "PutConfigRule", custom(unique("rule"), arn))).error;
    await admit({ StringEquals: { "aws:SourceOrgID": organization } });
    assert.equal(await create(member), undefined);
    assert.equal(await create(security), undefined);
    assert.equal(await create(stranger), "InsufficientPermissionsException");
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: arn }));
    assert.equal(JSON.parse(Policy!).Statement.length, 1);
    const whole = await lambda.send(new GetResourcePolicyCommand({ ResourceArn: arn }));
    assert.deepEqual(JSON.parse(whole.Policy!).Statement, JSON.parse(Policy!).Statement);
    const long = {
      StringEquals: { "aws:SourceAccount": Array.from({ length: 2000 }, (_, index) => String(444455556666 + index)) },
    };
    await assert.rejects(admit(long), { name: "PolicyLengthExceededException" });
    await assert.rejects(admit({}, "*"), { name: "PublicPolicyException" });
    await lambda.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }));
    assert.equal(await create(member), "InsufficientPermissionsException");
  });
});
