import assert from "node:assert/strict";
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { archive } from "./functions";
import { member, region } from "./instance";
import { ec2As, launch } from "./machines";
import { allow, as, outcome, role, type Statement, session, trust, unique } from "./principals";
import { rule } from "./rules";

/** The permission to pass a role to one service. */
const pass = (roleArn: string, service: string): Statement =>
  allow("iam:PassRole", roleArn, { StringEquals: { "iam:PassedToService": service } });

describe("local AWS: row 27: iam:PassRole", () => {
  it("row 27: creating a function needs the permission to pass its role to Lambda", async () => {
    const Role = await role(member, { trust: trust("lambda.amazonaws.com") });
    const create = async (...statements: Statement[]) => {
      const lambda = new LambdaClient(await as(await session(member, allow("lambda:*"), ...statements)));
      const Code = { ZipFile: archive({ "index.js": "exports.handler = async () => 1;" }) };
      const settings = { FunctionName: unique("passed"), Runtime: "nodejs20.x" as const, Handler: "index.handler" };
      return outcome(lambda.send(new CreateFunctionCommand({ ...settings, Role, Code })));
    };
    assert.equal(await create(), "refused");
    assert.equal(await create(pass(Role, "ec2.amazonaws.com")), "refused");
    assert.equal(await create(pass(`${Role}-other`, "lambda.amazonaws.com")), "refused");
    assert.equal(await create(pass(Role, "lambda.amazonaws.com")), "allowed");
  });

  it("row 27: a target with a role needs the permission to pass it to EventBridge", async () => {
    const RoleArn = await role(member, { trust: trust("events.amazonaws.com") });
    const { arn } = await rule({ pattern: { source: [unique("source")] }, account: member });
    const put = async (...statements: Statement[]) => {
      const events = new EventBridgeClient(await as(await session(member, allow("events:*"), ...statements)));
      const Targets = [{ Id: "a", Arn: `arn:aws:events:${region}:${member}:event-bus/default`, RoleArn }];
      return outcome(events.send(new PutTargetsCommand({ Rule: arn.split("/").pop(), Targets })));
    };
    assert.equal(await put(), "refused");
    assert.equal(await put(pass(RoleArn, "events.amazonaws.com")), "allowed");
  });

  it("row 27: an instance gets a profile only from a caller that may pass the profile's role", async () => {
    const iam = new IAMClient(await as(member));
    const InstanceProfileName = unique("profile");
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    const roleArn = await role(member, { trust: trust("ec2.amazonaws.com") });
    const RoleName = roleArn.split("/").pop();
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    const { InstanceId } = await launch({});
    const associate = async (...statements: Statement[]) => {
      const ec2 = new EC2Client(await as(await session(member, allow("ec2:*"), ...statements)));
      const IamInstanceProfile = { Name: InstanceProfileName };
      return outcome(ec2.send(new AssociateIamInstanceProfileCommand({ InstanceId, IamInstanceProfile })));
    };
    assert.equal(await associate(), "refused");
    assert.equal(await associate(pass(roleArn, "ec2.amazonaws.com")), "allowed");
    const found = await (await ec2As()).send(
      new DescribeIamInstanceProfileAssociationsCommand({
        Filters: [{ Name: "instance-id", Values: [InstanceId!] }],
      }),
    );
    assert.equal(found.IamInstanceProfileAssociations!.length, 1);
  });
});
