import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  GetAutomationExecutionCommand,
  PutParameterCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
  StopAutomationExecutionCommand,
} from "@aws-sdk/client-ssm";
import { region, security } from "./instance";
import { allow, as, errorName, outcome, role, type Statement, session, trust, unique } from "./principals";
import { queueFor, receive } from "./queues";
import { rule } from "./rules";

const client = async () => new SSMClient(await as(security));

async function start(input: Partial<StartAutomationExecutionCommandInput>): Promise<string> {
  const command = new StartAutomationExecutionCommand({ DocumentName: "AWS-Test", ...input });
  return (await (await client()).send(command)).AutomationExecutionId!;
}

const get = async (AutomationExecutionId: string) =>
  (await (await client()).send(new GetAutomationExecutionCommand({ AutomationExecutionId }))).AutomationExecution!;

/** Waits until an execution is no longer in progress. */
async function ended(id: string) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const execution = await get(id);
    if (execution.AutomationExecutionStatus !== "InProgress") return execution;
    await sleep(50);
  }
  throw new Error(`execution ${id} does not end`);
}

/** Chooses how executions of a new document end, and returns the name of the document. */
async function scripted(result: object): Promise<string> {
  const document = `AWS-${unique("Script")}`;
  const Name = `/local-aws/automation/${document}`;
  await (await client()).send(new PutParameterCommand({ Name, Value: JSON.stringify(result), Type: "String" }));
  return document;
}

describe("local AWS: row 15: SSM Automation", () => {
  it("row 15: an execution is in progress, then succeeds, and EventBridge receives both events", async () => {
    const DocumentName = `AWS-${unique("Heard")}`;
    const made = await rule({ pattern: { source: ["aws.ssm"], detail: { Definition: [DocumentName] } } });
    const heard = await queueFor("events.amazonaws.com", made.arn);
    await made.target({ Arn: heard.arn });
    const id = await start({ DocumentName, Parameters: { BucketName: ["b"] } });
    assert.equal((await get(id)).AutomationExecutionStatus, "InProgress");
    const execution = await ended(id);
    assert.equal(execution.AutomationExecutionStatus, "Success");
    assert.deepEqual(execution.Parameters, { BucketName: ["b"] });
    const events = (await receive(heard, 2)).map((message) => JSON.parse(message.Body!));
    assert.deepEqual(events.map((event) => event.detail.Status).sort(), ["InProgress", "Success"]);
    assert.equal(events[0]["detail-type"], "EC2 Automation Execution Status-change Notification");
    assert.equal(events[0].resources[0], `arn:aws:ssm:${region}:${security}:automation-execution/${id}`);
  });

  it("row 15: executions fail as a parameter says", async () => {
    const DocumentName = await scripted({ status: "Failed", message: "no such bucket", outputs: { "a.b": ["c"] } });
    const execution = await ended(await start({ DocumentName }));
    assert.equal(execution.AutomationExecutionStatus, "Failed");
    assert.equal(execution.FailureMessage, "no such bucket");
    assert.deepEqual(execution.Outputs, { "a.b": ["c"] });
  });

  it("row 15: an execution that waits continues until it is stopped, once", async () => {
    const id = await start({ DocumentName: await scripted({ status: "InProgress" }) });
    await sleep(500);
    assert.equal((await get(id)).AutomationExecutionStatus, "InProgress");
    const ssm = await client();
    const stop = () => errorName(ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id })));
    assert.equal(await stop(), undefined);
    assert.equal((await get(id)).AutomationExecutionStatus, "Cancelled");
    assert.equal(await stop(), "InvalidAutomationStatusUpdateException");
  });

  it("row 15: unknown documents, executions and roles are refused; a token starts one execution", async () => {
    assert.equal(await errorName(start({ DocumentName: "absent" })), "AutomationDefinitionNotFoundException");
    assert.equal(await errorName(get("00000000-0000-0000-0000-000000000000")), "AutomationExecutionNotFoundException");
    const foreign = await role(security, { trust: trust("ec2.amazonaws.com") });
    const assumed = await role(security, { trust: trust("ssm.amazonaws.com") });
    const using = (arn: string) => start({ Parameters: { AutomationAssumeRole: [arn] } });
    assert.equal(await errorName(using(foreign)), "InvalidAutomationExecutionParametersException");
    assert.equal(await errorName(using(assumed)), undefined);
    const ClientToken = "11111111-2222-4333-8444-555555555555";
    const id = await start({ ClientToken });
    assert.equal(await start({ ClientToken }), id);
    assert.equal(await errorName(start({ ClientToken, Parameters: { A: ["b"] } })), "IdempotentParameterMismatch");
  });

  it("row 25: starting needs permission for the document, with or without account, and for passing the role", async () => {
    const assumed = await role(security, { trust: trust("ssm.amazonaws.com") });
    const run = async (Parameters: Record<string, string[]>, ...statements: Statement[]) => {
      const ssm = new SSMClient(await as(await session(security, ...statements)));
      return outcome(ssm.send(new StartAutomationExecutionCommand({ DocumentName: "AWS-Test", Parameters })));
    };
    const action = "ssm:StartAutomationExecution";
    assert.equal(await run({}, allow(action, `arn:aws:ssm:${region}::automation-definition/AWS-Test:*`)), "allowed");
    assert.equal(await run({}, allow(action, `arn:aws:ssm:${region}::document/AWS-Test`)), "allowed");
    assert.equal(await run({}, allow(action, `arn:aws:ssm:${region}:${security}:parameter/*`)), "refused");
    const parameters = { AutomationAssumeRole: [assumed] };
    assert.equal(await run(parameters, allow(action)), "refused");
    assert.equal(await run(parameters, allow(action), allow("iam:PassRole", assumed)), "allowed");
  });
});
