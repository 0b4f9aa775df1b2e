import assert from "node:assert/strict";
import { DescribeVpcsCommand } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { SQS } from "@aws-sdk/client-sqs";
import { member, region } from "./instance";
import { ec2As } from "./machines";
import {
  allow,
  as,
  assume,
  type Credentials,
  deny,
  errorName,
  outcome,
  policy,
  role,
  session,
  unique,
  user,
} from "./principals";

const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
const everything = allow("*");
const absent = `arn:aws:iam::${member}:policy/absent`;

const iamAs = async (caller: Credentials | string = member) => new IAM(await as(caller));

const nameOf = (arn: string) => arn.split("/").pop()!;

const describeVpcs = async (caller: Credentials) => outcome((await ec2As(caller)).send(new DescribeVpcsCommand({})));

/** Creates a managed policy and returns its ARN. */
async function managed(...statements: object[]): Promise<string> {
  const PolicyDocument = policy(...(statements as Parameters<typeof policy>));
  const made = await (await iamAs()).createPolicy({
    PolicyName: unique("managed"),
    Path: "/firebreak/",
    PolicyDocument,
  });
  return made.Policy!.Arn!;
}

describe("local AWS: permissions boundaries", () => {
  it("row 30: AWSDenyAll denies at once, attached to a role or as the boundary of a role or user", async () => {
    const iam = await iamAs();
    const PermissionsBoundary = denyAll;
    const attached = await role(member, { statements: [everything] });
    const bounded = await role(member, { statements: [everything] });
    const person = await user(member, everything);
    const callers = [await assume(attached, member), await assume(bounded, member), person];
    for (const caller of callers) assert.equal(await describeVpcs(caller), "allowed");
    await iam.attachRolePolicy({ RoleName: nameOf(attached), PolicyArn: denyAll });
    await iam.putRolePermissionsBoundary({ RoleName: nameOf(bounded), PermissionsBoundary });
    await iam.putUserPermissionsBoundary({ UserName: person.name, PermissionsBoundary });
    for (const caller of callers) assert.equal(await describeVpcs(caller), "refused");
    await iam.detachRolePolicy({ RoleName: nameOf(attached), PolicyArn: denyAll });
    await iam.deleteRolePermissionsBoundary({ RoleName: nameOf(bounded) });
    await iam.deleteUserPermissionsBoundary({ UserName: person.name });
    for (const caller of callers) assert.equal(await describeVpcs(caller), "allowed");
  });

  it("row 30: a boundary grants nothing, limits what policies grant, and its Deny wins", async () => {
    const iam = await iamAs();
    const person = await user(member, allow(["ec2:DescribeVpcs", "iam:ListUsers"]));
    const limit = async (...statements: object[]) =>
      iam.putUserPermissionsBoundary({ UserName: person.name, PermissionsBoundary: await managed(...statements) });
    const listUsers = async () => outcome((await iamAs(person)).listUsers({}));
    const listRoles = async () => outcome((await iamAs(person)).listRoles({}));
    const now = async () => [await describeVpcs(person), await listUsers(), await listRoles()];
    assert.deepEqual(await now(), ["allowed", "allowed", "refused"]);
    await limit(allow(["ec2:*", "iam:ListRoles"]));
    assert.deepEqual(await now(), ["allowed", "refused", "refused"]);
    await limit(everything, deny("ec2:DescribeVpcs"));
    assert.deepEqual(await now(), ["refused", "allowed", "refused"]);
  });

  it("row 30: a resource policy that names the user passes a boundary without Allow, but not one with Deny", async () => {
    const iam = await iamAs();
    const person = await user(member);
    const sqs = new SQS(await as(member));
    const QueueName = unique("queue");
    const Policy = policy({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${member}:user/${person.name}` },
      Action: "sqs:SendMessage",
      Resource: `arn:aws:sqs:${region}:${member}:${QueueName}`,
    });
    const { QueueUrl } = await sqs.createQueue({ QueueName, Attributes: { Policy } });
    const send = async () => outcome(new SQS(await as(person)).sendMessage({ QueueUrl, MessageBody: "x" }));
    assert.equal(await send(), "allowed");
    const limit = (PermissionsBoundary: string) =>
      iam.putUserPermissionsBoundary({ UserName: person.name, PermissionsBoundary });
    await limit(await managed(allow("ec2:*")));
    assert.equal(await send(), "allowed");
    await limit(denyAll);
    assert.equal(await send(), "refused");
  });

  it("row 30: boundaries are returned, must exist, and cannot be deleted while in use", async () => {
    const iam = await iamAs();
    const boundary = await managed(everything);
    const RoleName = nameOf(await role(member));
    const { name: UserName } = await user(member);
    const ofRole = async () => (await iam.getRole({ RoleName })).Role!.PermissionsBoundary?.PermissionsBoundaryArn;
    const ofUser = async () => (await iam.getUser({ UserName })).User!.PermissionsBoundary?.PermissionsBoundaryArn;
    const PermissionsBoundary = boundary;
    await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
    await iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary });
    const toAbsent = { PermissionsBoundary: absent };
    assert.equal(await errorName(iam.putRolePermissionsBoundary({ RoleName, ...toAbsent })), "NoSuchEntityException");
    assert.equal(await errorName(iam.putUserPermissionsBoundary({ UserName, ...toAbsent })), "NoSuchEntityException");
    assert.deepEqual([await ofRole(), await ofUser()], [boundary, boundary]);
    const remove = () => errorName(iam.deletePolicy({ PolicyArn: boundary }));
    assert.equal(await remove(), "DeleteConflictException");
    await iam.deleteRolePermissionsBoundary({ RoleName });
    assert.equal(await remove(), "DeleteConflictException");
    await iam.deleteUserPermissionsBoundary({ UserName });
    assert.deepEqual([await ofRole(), await ofUser()], [undefined, undefined]);
    assert.equal(await remove(), undefined);
  });

  it("row 30: iam:PermissionsBoundary is the boundary that a call sets, or the one that the entity has", async () => {
    const boundary = await managed(everything);
    const only = { ArnEquals: { "iam:PermissionsBoundary": denyAll } };
    const actions = ["iam:PutRolePermissionsBoundary", "iam:DeleteRolePermissionsBoundary", "iam:AttachRolePolicy"];
    const caller = await iamAs(await session(member, allow(actions, "*", only)));
    const RoleName = nameOf(await role(member));
    const set = (PermissionsBoundary: string) =>
      outcome(caller.putRolePermissionsBoundary({ RoleName, PermissionsBoundary }));
    const attach = () => outcome(caller.attachRolePolicy({ RoleName, PolicyArn: boundary }));
    const remove = () => outcome(caller.deleteRolePermissionsBoundary({ RoleName }));
    assert.deepEqual([await set(boundary), await attach(), await remove()], ["refused", "refused", "refused"]);
    assert.deepEqual([await set(denyAll), await attach()], ["allowed", "allowed"]);
    assert.equal(await set(boundary), "refused");
    assert.equal(await remove(), "allowed");
    assert.equal(await attach(), "refused");
  });
});

describe("local AWS: managed policies", () => {
  it("row 30: a policy has a path and at most five versions, of which one is the default", async () => {
    const iam = await iamAs();
    const PolicyArn = await managed(allow("ec2:DescribeVpcs"));
    assert.match(PolicyArn, /:policy\/firebreak\/managed-/);
    const caller = await assume(await role(member, { managed: [PolicyArn] }), member);
    const version = (SetAsDefault: boolean, action = "sqs:*") =>
      iam.createPolicyVersion({ PolicyArn, PolicyDocument: policy(allow(action)), SetAsDefault });
    const use = (VersionId: string) => iam.setDefaultPolicyVersion({ PolicyArn, VersionId });
    const remove = (VersionId: string) => errorName(iam.deletePolicyVersion({ PolicyArn, VersionId }));
    await version(true);
    assert.equal(await describeVpcs(caller), "refused");
    for (let count = 3; count <= 5; count += 1) await version(false);
    assert.equal(await errorName(version(true)), "LimitExceededException");
    await use("v1");
    assert.equal(await describeVpcs(caller), "allowed");
    assert.equal(await remove("v1"), "DeleteConflictException");
    assert.equal(await remove("v2"), undefined);
    assert.equal(await errorName(use("v2")), "NoSuchEntityException");
    assert.equal((await version(true)).PolicyVersion!.VersionId, "v6");
    assert.equal((await iam.getPolicy({ PolicyArn })).Policy!.DefaultVersionId, "v6");
  });

  it("row 30: a role has at most 20 policies, a user 10, as GetAccountSummary says", async () => {
    const iam = await iamAs();
    const { SummaryMap } = await iam.getAccountSummary({});
    const quotas = [SummaryMap!.AttachedPoliciesPerRoleQuota, SummaryMap!.AttachedPoliciesPerUserQuota];
    assert.deepEqual(quotas, [20, 10]);
    const policies = [];
    for (let count = 0; count < 21; count += 1) policies.push(await managed(allow("sqs:*")));
    const RoleName = nameOf(await role(member, { managed: policies.slice(0, 20) }));
    const { name: UserName } = await user(member);
    for (const PolicyArn of policies.slice(0, 10)) await iam.attachUserPolicy({ UserName, PolicyArn });
    const toRole = (PolicyArn: string) => errorName(iam.attachRolePolicy({ RoleName, PolicyArn }));
    const toUser = (PolicyArn: string) => errorName(iam.attachUserPolicy({ UserName, PolicyArn }));
    assert.deepEqual(
      [await toRole(denyAll), await toUser(denyAll)],
      ["LimitExceededException", "LimitExceededException"],
    );
    assert.deepEqual([await toRole(policies[0]!), await toUser(policies[0]!)], [undefined, undefined], "there already");
    await iam.detachRolePolicy({ RoleName, PolicyArn: policies[0]! });
    assert.equal(await toRole(denyAll), undefined);
    assert.equal(await toRole(absent), "NoSuchEntityException");
    assert.equal((await iam.listAttachedRolePolicies({ RoleName })).AttachedPolicies!.length, 20);
  });

  it("row 30: iam:PolicyARN exists only in calls that attach and detach", async () => {
    const PolicyArn = await managed(everything);
    const only = { ArnEquals: { "iam:PolicyARN": PolicyArn } };
    const actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:GetPolicy"];
    const caller = await iamAs(await session(member, allow(actions, "*", only)));
    const RoleName = nameOf(await role(member));
    assert.equal(await outcome(caller.attachRolePolicy({ RoleName, PolicyArn })), "allowed");
    assert.equal(await outcome(caller.attachRolePolicy({ RoleName, PolicyArn: denyAll })), "refused");
    assert.equal(await outcome(caller.detachRolePolicy({ RoleName, PolicyArn })), "allowed");
    assert.equal(await outcome(caller.getPolicy({ PolicyArn })), "refused");
  });
});
