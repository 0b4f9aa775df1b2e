import assert from "node:assert/strict";
import type { Lambda } from "@aws-sdk/client-lambda";
import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { functionCode, lambdaIn, makeFunction } from "../../local/world/functions";
import { withDetector } from "../../local/world/hub";
import { iamIn } from "../../local/world/principals";
import type { World } from "../../local/world/world";
import { guardDutyFunction } from "../../rehearsal/findings";
import { wait } from "../../runtime/lib/wait";
import { release } from "./acts";
import { deployedWorld } from "./world";

const { payments } = accounts;
const listBuckets = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
});
const readQueues = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
      Resource: "*",
    },
  ],
});
const arn = (name: string) => `arn:aws:lambda:${region}:${payments.id}:function:${name}`;

describe("end to end: functions", function () {
  this.timeout(180_000);
  let world: World;
  let lambda: Lambda;
  before(async () => {
    world = await deployedWorld();
    lambda = lambdaIn(world, "payments");
  });

  const report = async (functionName: string, role: string) => {
    const finding = guardDutyFunction({ account: payments.id, region }, { functionName, role });
    await sendFinding(world.endpoint, payments.id, await withDetector(world, finding));
  };
  const reservedOf = async (FunctionName: string) =>
    (await lambda.getFunctionConcurrency({ FunctionName })).ReservedConcurrentExecutions;
  const invoke = (FunctionName: string) =>
    lambda.invoke({ FunctionName }).then(
      ({ StatusCode }) => String(StatusCode),
      (error: Error) => error.name,
    );

  /** What an attacker reads in the function's environment. */
  const credentialsOf = async (FunctionName: string) => {
    const { Payload } = await lambda.invoke({ FunctionName });
    const env = JSON.parse(Buffer.from(Payload!).toString());
    return {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      sessionToken: env.AWS_SESSION_TOKEN,
    };
  };
  const use = (credentials: Awaited<ReturnType<typeof credentialsOf>>) =>
    new S3({ endpoint: world.endpoint, region, credentials, forcePathStyle: true }).listBuckets({}).then(
      () => "allowed",
      (error: Error) => error.name,
    );

  it("N4a N4b: a function that GuardDuty reports is stopped, its code is kept, and a release gives back exactly what was there", async () => {
    const role = await makeFunction(world, "payments", "invoice-pdf");
    assert.equal(await invoke("invoice-pdf"), "200");
    await report("invoice-pdf", role);
    const [first] = await decisionsAbout(world, arn("invoice-pdf"), 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    assert.equal(await reservedOf("invoice-pdf"), 0);
    assert.equal(await invoke("invoice-pdf"), "TooManyRequestsException");
    assert.deepEqual(first!.evidence, [{ kind: "function-version", id: `${arn("invoice-pdf")}:1` }]);
    const _released = await release(world, "stop-function", first!.containment);
    assert.equal(await reservedOf("invoice-pdf"), undefined);
    assert.equal(await invoke("invoice-pdf"), "200");
  });

  it("N4a N4d: reserved and provisioned concurrency come back as they were", async () => {
    const FunctionName = "refunds";
    const role = await makeFunction(world, "payments", FunctionName);
    const { Version } = await lambda.publishVersion({ FunctionName });
    await lambda.createAlias({ FunctionName, Name: "prod", FunctionVersion: Version! });
    await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 3 });
    const provisioned = { FunctionName, Qualifier: "prod", ProvisionedConcurrentExecutions: 1 };
    await lambda.putProvisionedConcurrencyConfig(provisioned);
    const { ProvisionedConcurrentExecutions: _, ...which } = provisioned;
    while ((await lambda.getProvisionedConcurrencyConfig(which)).Status === "IN_PROGRESS") await wait(0.1);
    await report(FunctionName, role);
    const [first] = await decisionsAbout(world, arn(FunctionName), 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    assert.equal(await reservedOf(FunctionName), 0);
    const _released = await release(world, "stop-function", first!.containment);
    assert.equal(await reservedOf(FunctionName), 3);
    const { ProvisionedConcurrencyConfigs } = await lambda.listProvisionedConcurrencyConfigs({ FunctionName });
    assert.deepEqual(
      ProvisionedConcurrencyConfigs!.map((item) => item.RequestedProvisionedConcurrentExecutions),
      [1],
    );
  });

  it("N4d: its event sources are disabled, as the stack file says, and enabled again", async () => {
    const FunctionName = "orders";
    const role = await makeFunction(world, "payments", FunctionName);
    const sqs = new SQS(rootOf(payments.id, world.endpoint));
    await iamIn(world, "payments").putRolePolicy({
      RoleName: `${FunctionName}-function`,
      PolicyName: "work",
      PolicyDocument: readQueues,
    });
    const { QueueUrl } = await sqs.createQueue({ QueueName: "orders" });
    sqs.destroy();
    const EventSourceArn = `arn:aws:sqs:${region}:${payments.id}:${QueueUrl!.split("/").at(-1)}`;
    const { UUID } = await lambda.createEventSourceMapping({ FunctionName, EventSourceArn });
    const stateOf = async (id: string) => (await lambda.getEventSourceMapping({ UUID: id })).State!;
    await report(FunctionName, role);
    const [first] = await decisionsAbout(world, arn(FunctionName), 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    assert.match(await stateOf(UUID!), /^Disabl/);
    const _released = await release(world, "stop-function", first!.containment);
    assert.match(await stateOf(UUID!), /^(Creating|Enabl)/);
    await lambda.deleteEventSourceMapping({ UUID });
  });

  it("N4c: the function's sessions are denied, those of another function with the same role are not", async () => {
    const code = functionCode("async () => process.env");
    const role = await makeFunction(world, "payments", "charges", { Code: code });
    await iamIn(world, "payments").putRolePolicy({
      RoleName: "charges-function",
      PolicyName: "work",
      PolicyDocument: listBuckets,
    });
    await makeFunction(world, "payments", "invoices", { Code: code, Role: role });
    const [ours, others] = [await credentialsOf("charges"), await credentialsOf("invoices")];
    assert.deepEqual([await use(ours), await use(others)], ["allowed", "allowed"]);
    await report("charges", role);
    const [denied] = await decisionsAbout(world, role, 1);
    assert.equal(denied!.outcome, "contained", denied!.reason);
    await decisionsAbout(world, arn("charges"), 1);
    assert.deepEqual([await use(ours), await use(others)], ["AccessDenied", "allowed"]);
    assert.equal(await invoke("invoices"), "200");
    await release(world, "block-principal", denied!.containment);
    assert.equal(await use(ours), "allowed");
  });

  it("N4a: the owner's tag exempts that function", async () => {
    const role = await makeFunction(world, "payments", "pentest", { Tags: { SecurityException: "penetration test" } });
    await report("pentest", role);
    const [exempt] = await decisionsAbout(world, arn("pentest"), 1);
    assert.equal(exempt!.outcome, "exempt", exempt!.reason);
    assert.equal(await reservedOf("pentest"), undefined);
  });
});
