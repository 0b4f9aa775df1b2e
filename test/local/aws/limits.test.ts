import assert from "node:assert/strict";
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { member } from "./instance";
import { ec2As, network, securityGroup } from "./machines";
import { allow, as, errorName, policy, trust, unique } from "./principals";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A policy of about so many characters. */
function large(length: number): string {
  const resources = many(Math.ceil(length / 56), (index) => `arn:aws:s3:::${"b".repeat(35)}${1000 + index}`);
  return policy(allow("s3:GetObject", resources));
}

describe("local AWS: limits of EC2 and IAM", () => {
  it("X16: a second group of the same name and a second equal rule are duplicates, whatever their descriptions", async () => {
    const ec2 = await ec2As();
    const { vpc } = await network();
    const GroupName = unique("g");
    const GroupId = await securityGroup(vpc, GroupName);
    const again = ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: "other", VpcId: vpc }));
    assert.equal(await errorName(again), "InvalidGroup.Duplicate");
    assert.match(await securityGroup((await network()).vpc, GroupName), /^sg-/);
    const rule = (Description: string) => ({
      GroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: "10.0.0.0/8", Description }] }],
    });
    const inward = (text: string) => errorName(ec2.send(new AuthorizeSecurityGroupIngressCommand(rule(text))));
    const outward = (text: string) => errorName(ec2.send(new AuthorizeSecurityGroupEgressCommand(rule(text))));
    assert.deepEqual([await inward("a"), await inward("b")], [undefined, "InvalidPermission.Duplicate"]);
    assert.deepEqual([await outward("a"), await outward("b")], [undefined, "InvalidPermission.Duplicate"]);
  });

  it("Y7: names, descriptions and tags of EC2 have limits on length and characters", async () => {
    const ec2 = await ec2As();
    const { vpc } = await network();
    const create = (GroupName: string, Description: string) =>
      errorName(ec2.send(new CreateSecurityGroupCommand({ GroupName, Description, VpcId: vpc })));
    const wrong = "InvalidParameterValue";
    assert.equal(await create("sg-mine", "x"), wrong);
    assert.equal(await create(unique("g"), "it's"), wrong);
    assert.equal(await create(unique("g"), "x".repeat(256)), wrong);
    assert.equal(await create(unique("g"), "x".repeat(255)), undefined);
    const GroupId = await securityGroup(vpc);
    const tag = (...Tags: { Key: string; Value: string }[]) =>
      errorName(ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags })));
    assert.equal(await tag({ Key: "k".repeat(129), Value: "" }), wrong);
    assert.equal(await tag({ Key: "k", Value: "v".repeat(257) }), wrong);
    assert.equal(await tag({ Key: "aws:k", Value: "v" }), wrong);
    assert.equal(await tag({ Key: "k".repeat(128), Value: "v".repeat(256) }), undefined);
    assert.equal(await tag(...many(51, (index) => ({ Key: `k${index}`, Value: "v" }))), "TagLimitExceeded");
    const described = { CidrIp: "10.0.0.0/8", Description: "x".repeat(256) };
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [described] }];
    const authorize = ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    assert.equal(await errorName(authorize), wrong);
  });

  it("Y6: names of policies, roles, users and profiles are unique regardless of path and case", async () => {
    const iam = new IAMClient(await as(member));
    const PolicyDocument = policy(allow("s3:Get*"));
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${member}:root`);
    const create = [
      (PolicyName: string, Path: string) => iam.send(new CreatePolicyCommand({ PolicyName, Path, PolicyDocument })),
      (RoleName: string, Path: string) => iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument })),
      (UserName: string, Path: string) => iam.send(new CreateUserCommand({ UserName, Path })),
      (InstanceProfileName: string, Path: string) =>
        iam.send(new CreateInstanceProfileCommand({ InstanceProfileName, Path })),
    ];
    const taken = "EntityAlreadyExistsException";
    for (const one of create) {
      const name = unique("Name");
      const call = (given: string, path: string) => errorName(one(given, path));
      const seen = [await call(name, "/"), await call(name, "/other/"), await call(name.toLowerCase(), "/")];
      assert.deepEqual(seen, [undefined, taken, taken]);
    }
  });

  it("IAM policies have size limits: managed ones, all inline ones of an entity together, trust policies", async () => {
    const iam = new IAMClient(await as(member));
    const managed = (PolicyDocument: string) =>
      errorName(iam.send(new CreatePolicyCommand({ PolicyName: unique("p"), PolicyDocument })));
    const limit = "LimitExceededException";
    assert.deepEqual([await managed(large(6000)), await managed(large(6300))], [undefined, limit]);
    const RoleName = unique("role");
    const AssumeRolePolicyDocument = trust(`arn:aws:iam::${member}:root`);
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const inline = (PolicyName: string, length: number) =>
      errorName(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: large(length) })));
    assert.deepEqual(
      [await inline("a", 6000), await inline("b", 6000), await inline("a", 9500)],
      [undefined, limit, undefined],
    );
    const UserName = unique("user");
    await iam.send(new CreateUserCommand({ UserName }));
    const own = { UserName, PolicyName: "a", PolicyDocument: large(2200) };
    assert.equal(await errorName(iam.send(new PutUserPolicyCommand(own))), limit);
    const trusted = (count: number) => trust(many(count, (index) => `arn:aws:iam::1111222233${10 + index}:root`));
    const update = (count: number) =>
      errorName(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trusted(count) })));
    assert.deepEqual([await update(40), await update(60)], [undefined, limit]);
  });
});
