import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
} from "@aws-sdk/client-ec2";
import { CreatePolicyCommand, GetPolicyCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { type Fault, faultsOf } from "../../../local/aws/faults";
import { lambdaFunction, logging } from "./functions";
import { member, security, testAws } from "./instance";
import { ec2As, launch, network, securityGroup } from "./machines";
import { allow, as, assume, errorName, policy, role, unique } from "./principals";

async function faults() {
  return faultsOf((await testAws()).endpoint);
}

async function groups(vpc: string) {
  const found = await (await ec2As()).send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
  );
  return found.SecurityGroups!.map((group) => group.GroupId!);
}

describe("local AWS: faults on demand", () => {
  afterEach(async () => (await faults()).clear());

  it("X16: any call fails with any error, once, n times or always, before its effect", async () => {
    const { vpc } = await network();
    const ec2 = await ec2As();
    const create = (GroupName: string) =>
      errorName(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "x", VpcId: vpc })));
    const fault = { kind: "fail", service: "ec2", operation: "CreateSecurityGroup", status: 503 } as const;
    const id = await (await faults()).add({ ...fault, code: "RequestLimitExceeded", times: 2, skip: 1 });
    const before = (await groups(vpc)).length;
    const names = [unique("g"), unique("g"), unique("g"), unique("g")];
    const seen: unknown[] = [];
    for (const name of names) seen.push(await create(name));
    assert.deepEqual(seen, [undefined, "RequestLimitExceeded", "RequestLimitExceeded", undefined]);
    assert.equal((await groups(vpc)).length, before + 2);
    assert.equal(await (await faults()).hits(id), 2);
    await (await faults()).remove(id);
    const always = await (await faults()).add({ ...fault, code: "InternalError" });
    for (let turn = 0; turn < 3; turn += 1) assert.equal(await create(unique("g")), "InternalError");
    await (await faults()).remove(always);
    assert.equal(await create(unique("g")), undefined);
    const log = await readFile(path.join((await testAws()).state, "local-aws.log"), "utf8");
    assert.match(log, new RegExp(`fault ${id}: CreateSecurityGroup fails before its effect: RequestLimitExceeded`));
  });

  it("X16: a call fails after its effect, and the next one finds what it made", async () => {
    const { vpc } = await network();
    const ec2 = await ec2As();
    const GroupName = unique("g");
    const create = () =>
      errorName(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "x", VpcId: vpc })));
    const fault: Fault = { kind: "fail", service: "ec2", operation: "CreateSecurityGroup", code: "InternalError" };
    await (await faults()).add({ ...fault, when: "after", times: 1 });
    assert.deepEqual([await create(), await create()], ["InternalError", "InvalidGroup.Duplicate"]);
  });

  it("a fault affects one account, one caller or one input only", async () => {
    const one = await role(member, { statements: [allow("iam:*")] });
    const two = await role(member, { statements: [allow("iam:*")] });
    const read = async (caller: string, name: string) => {
      const iam = new IAMClient(await as(await assume(caller, member)));
      return errorName(iam.send(new GetPolicyCommand({ PolicyArn: `arn:aws:iam::${member}:policy/${name}` })));
    };
    const caller = `*:assumed-role/${one.split("/").pop()}/*`;
    const input = { PolicyArn: "*/wanted-*" };
    await (await faults()).add({ kind: "fail", service: "iam", code: "ServiceFailure", caller, input });
    assert.equal(await read(one, "wanted-1"), "ServiceFailureException");
    assert.equal(await read(one, "other"), "NoSuchEntityException");
    assert.equal(await read(two, "wanted-1"), "NoSuchEntityException");
  });

  it("a service of another protocol returns the error in its own format", async () => {
    const dynamo = new DynamoDBClient(await as(member));
    const code = "ProvisionedThroughputExceededException";
    await (await faults()).add({ kind: "fail", service: "dynamodb", operation: "GetItem", code });
    assert.equal(await errorName(dynamo.send(new GetItemCommand({ TableName: "t", Key: { id: { S: "1" } } }))), code);
  });

  it("X16: a new security group is neither found nor listed for n reads", async () => {
    const { vpc } = await network();
    await (await faults()).add({ kind: "hide", service: "ec2", operation: "CreateSecurityGroup", reads: 2 });
    const GroupId = await securityGroup(vpc);
    const ec2 = await ec2As();
    const open = { GroupId, IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIp: "10.0.0.0/8" };
    const authorize = () => errorName(ec2.send(new AuthorizeSecurityGroupIngressCommand(open)));
    assert.equal((await groups(vpc)).includes(GroupId), false);
    assert.equal(await authorize(), "InvalidGroup.NotFound");
    assert.equal((await groups(vpc)).includes(GroupId), true);
    assert.equal(await authorize(), undefined);
  });

  it("X16: a new IAM policy is NoSuchEntity for some seconds", async () => {
    await (await faults()).add({ kind: "hide", service: "iam", operation: "CreatePolicy", seconds: 1 });
    const iam = new IAMClient(await as(member));
    const document = { PolicyName: unique("p"), PolicyDocument: policy(allow("s3:Get*")) };
    const PolicyArn = (await iam.send(new CreatePolicyCommand(document))).Policy!.Arn!;
    const read = () => errorName(iam.send(new GetPolicyCommand({ PolicyArn })));
    assert.equal(await read(), "NoSuchEntityException");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.equal(await read(), undefined);
  });

  it("X11: DescribeInstances answers as before an interface's groups changed", async () => {
    const { vpc, subnet } = await network();
    const [before, after] = [await securityGroup(vpc), await securityGroup(vpc)];
    const instance = await launch({ SubnetId: subnet, SecurityGroupIds: [before] });
    const ec2 = await ec2As();
    const operation = "ModifyNetworkInterfaceAttribute";
    const stale: Fault = { kind: "stale", service: "ec2", operation, of: ["DescribeInstances"], reads: 2 };
    await (await faults()).add(stale);
    const shown = async () => {
      const answer = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instance.InstanceId!] }));
      return answer.Reservations![0]!.Instances![0]!.NetworkInterfaces![0]!.Groups![0]!.GroupId;
    };
    assert.equal(await shown(), before);
    const NetworkInterfaceId = instance.NetworkInterfaces![0]!.NetworkInterfaceId!;
    await ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups: [after] }));
    assert.deepEqual([await shown(), await shown(), await shown()], [before, before, after]);
  });

  it("exactly n calls fail, however many run at once", async () => {
    const iam = new IAMClient(await as(member));
    const id = await (await faults()).add({
      kind: "fail",
      service: "iam",
      operation: "ListRoles",
      code: "Throttling",
      times: 7,
    });
    const seen = await Promise.all(Array.from({ length: 30 }, () => errorName(iam.send(new ListRolesCommand({})))));
    assert.equal(seen.filter((name) => name === "Throttling").length, 7);
    assert.equal(seen.filter((name) => name === undefined).length, 23);
    assert.equal(await (await faults()).hits(id), 7);
  });

  it("X16: a call times out before or after its effect", async () => {
    const { vpc } = await network();
    const ec2 = new EC2Client({
      ...(await as(member)),
      requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
    });
    const settings = () => ({ GroupName: unique("g"), Description: "x", VpcId: vpc });
    const before = (await groups(vpc)).length;
    for (const [when, made] of [
      ["before", 0],
      ["after", 1],
    ] as const) {
      const late = { kind: "fail", service: "ec2", operation: "CreateSecurityGroup", delaySeconds: 1 } as const;
      const code = "InternalError"; // so that the abandoned call has no effect before it
      const id = await (await faults()).add({ ...late, when, code, times: 1 });
      assert.equal(await errorName(ec2.send(new CreateSecurityGroupCommand(settings()))), "TimeoutError", when);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal((await groups(vpc)).length, before + made, when);
      await (await faults()).remove(id);
    }
  });

  it("a function is killed in the middle of a call", async () => {
    const code = `
      const { IAMClient, ListRolesCommand } = require("@aws-sdk/client-iam");
      exports.handler = async () => (await new IAMClient({}).send(new ListRolesCommand({}))).Roles.length > 0;`;
    const { name } = await lambdaFunction({ code, statements: [logging, allow("iam:ListRoles")] });
    const lambda = new LambdaClient(await as(security));
    const invoke = async () => {
      const answer = await lambda.send(new InvokeCommand({ FunctionName: name }));
      return [answer.FunctionError, JSON.parse(Buffer.from(answer.Payload!).toString())];
    };
    assert.deepEqual(await invoke(), [undefined, true]);
    await (await faults()).add({ kind: "fail", service: "iam", operation: "ListRoles", kill: name, times: 1 });
    const [failed, reason] = await invoke();
    assert.equal(failed, "Unhandled");
    assert.match(reason.errorType, /^Runtime\./);
    assert.deepEqual(await invoke(), [undefined, true]);
  });

  it("an unknown fault is refused", async () => {
    const wrong = { kind: "hide", service: "ec2", operation: "CreateSecurityGroup" } as unknown as Fault;
    await assert.rejects((await faults()).add(wrong), /either reads or seconds/);
    const unknown = { kind: "hide", service: "ec2", operation: "CreateCarrierGateway", reads: 1 } as Fault;
    await assert.rejects((await faults()).add(unknown), /identifier is missing/);
  });
});
