import assert from "node:assert/strict";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AttachUserPolicyCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DetachPolicyCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { member, region, security, stranger, testAws } from "./instance";
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
  type Statement,
  session,
  trust,
  unique,
  user,
} from "./principals";

const everything = allow("*");

/** A client of EC2 in the member account. */
async function ec2As(credentials: Credentials | string): Promise<EC2Client> {
  return new EC2Client(await as(credentials));
}

async function describeVpcs(credentials: Credentials): Promise<"allowed" | "refused"> {
  return outcome((await ec2As(credentials)).send(new DescribeVpcsCommand({})));
}

async function describeGroups(credentials: Credentials): Promise<"allowed" | "refused"> {
  return outcome((await ec2As(credentials)).send(new DescribeSecurityGroupsCommand({})));
}

async function group(tags: Record<string, string> = { Name: "test" }): Promise<{ id: string; vpc: string }> {
  const ec2 = await ec2As(member);
  const vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }))).Vpc!.VpcId!;
  const name = unique("group");
  const answer = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: name,
      Description: name,
      VpcId: vpc,
      TagSpecifications: [
        { ResourceType: "security-group", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    }),
  );
  return { id: answer.GroupId!, vpc };
}

async function authorize(credentials: Credentials, groupId: string): Promise<"allowed" | "refused"> {
  return outcome(
    (await ec2As(credentials)).send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }],
      }),
    ),
  );
}

const groupArn = (id: string) => `arn:aws:ec2:${region}:${member}:security-group/${id}`;

describe("local AWS: identity policies", () => {
  it("allow named actions only", async () => {
    const caller = await session(member, allow("ec2:DescribeVpcs"));
    assert.equal(await describeVpcs(caller), "allowed");
    assert.equal(await describeGroups(caller), "refused");
  });

  it("honour NotAction in a Deny", async () => {
    const caller = await session(member, everything, { Effect: "Deny", NotAction: "ec2:DescribeVpcs", Resource: "*" });
    assert.equal(await describeVpcs(caller), "allowed");
    assert.equal(await describeGroups(caller), "refused");
  });

  it("row 8: allow named security groups only", async () => {
    const [own, other] = [await group(), await group()];
    const caller = await session(member, allow("ec2:AuthorizeSecurityGroupIngress", groupArn(own.id)));
    assert.equal(await authorize(caller, own.id), "allowed");
    assert.equal(await authorize(caller, other.id), "refused");
  });

  it("row 8: do not limit Describe calls to resources", async () => {
    const own = await group();
    const ec2 = await ec2As(await session(member, allow("ec2:DescribeSecurityGroups", groupArn(own.id))));
    assert.equal(await outcome(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [own.id] }))), "refused");
  });

  it("row 8: support aws:ResourceTag of EC2 resources", async () => {
    const [own, other] = [await group({ fb: "yes" }), await group({ fb: "no" })];
    const tagged = { StringEquals: { "aws:ResourceTag/fb": "yes" } };
    const caller = await session(member, allow("ec2:AuthorizeSecurityGroupIngress", "*", tagged));
    assert.equal(await authorize(caller, own.id), "allowed");
    assert.equal(await authorize(caller, other.id), "refused");
  });

  it("row 8: support aws:RequestTag, aws:TagKeys and ec2:CreateAction of tags on creation", async () => {
    const { vpc } = await group();
    const create = async (caller: Credentials, tags: Record<string, string>) => {
      const name = unique("tagged");
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      return outcome(
        (await ec2As(caller)).send(
          new CreateSecurityGroupCommand({
            GroupName: name,
            Description: name,
            VpcId: vpc,
            TagSpecifications: Tags.length > 0 ? [{ ResourceType: "security-group", Tags }] : undefined,
          }),
        ),
      );
    };
    const caller = await session(
      member,
      allow("ec2:CreateSecurityGroup", "*", { "ForAllValues:StringEquals": { "aws:TagKeys": ["owner"] } }),
      allow("ec2:CreateTags", "*", {
        StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", "aws:RequestTag/owner": "firebreak" },
      }),
    );
    assert.equal(await create(caller, { owner: "firebreak" }), "allowed");
    assert.equal(await create(caller, {}), "allowed");
    assert.equal(await create(caller, { owner: "someone" }), "refused");
    assert.equal(await create(caller, { owner: "firebreak", more: "x" }), "refused");
    const { id } = await group();
    const tag = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "owner", Value: "firebreak" }] });
    assert.equal(await outcome((await ec2As(caller)).send(tag)), "refused", "CreateTags without creation");
  });

  it("row 8: support aws:RequestedRegion", async () => {
    const here = { StringEquals: { "aws:RequestedRegion": region } };
    const caller = await session(member, allow("ec2:DescribeVpcs", "*", here));
    assert.equal(await describeVpcs(caller), "allowed");
    const elsewhere = new EC2Client({ ...(await as(caller)), region: "us-east-1" });
    assert.equal(await outcome(elsewhere.send(new DescribeVpcsCommand({}))), "refused");
  });

  it("row 8: support iam:PolicyARN", async () => {
    const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
    const victim = await user(member);
    const only = { ArnEquals: { "iam:PolicyARN": denyAll } };
    const iam = new IAMClient(await as(await session(member, allow("iam:AttachUserPolicy", "*", only))));
    const attach = (PolicyArn: string) =>
      outcome(iam.send(new AttachUserPolicyCommand({ UserName: victim.name, PolicyArn })));
    assert.equal(await attach(denyAll), "allowed");
    assert.equal(await attach("arn:aws:iam::aws:policy/AdministratorAccess"), "refused");
  });

  it("row 8: support aws:ResourceTag of roles", async () => {
    const [own, other] = [await role(member, { tags: { fb: "yes" } }), await role(member)];
    const tagged = { StringEquals: { "aws:ResourceTag/fb": "yes" } };
    const iam = new IAMClient(await as(await session(member, allow("iam:PutRolePolicy", "*", tagged))));
    const put = (arn: string) =>
      outcome(
        iam.send(
          new PutRolePolicyCommand({
            RoleName: arn.split("/").pop(),
            PolicyName: "put",
            PolicyDocument: policy(everything),
          }),
        ),
      );
    assert.equal(await put(own), "allowed");
    assert.equal(await put(other), "refused");
  });

  it("row 24: a Deny with a negated condition matches a resource without the tag", async () => {
    const [own, untagged] = [await group({ fb: "yes" }), await group()];
    const caller = await session(
      member,
      everything,
      deny("ec2:AuthorizeSecurityGroupIngress", "*", { StringNotEquals: { "aws:ResourceTag/fb": "yes" } }),
    );
    assert.equal(await authorize(caller, own.id), "allowed");
    assert.equal(await authorize(caller, untagged.id), "refused");
  });

  it("row 25: name users and roles with their path", async () => {
    const root = new IAMClient(await as(member));
    const name = unique("pathed");
    await root.send(new CreateUserCommand({ UserName: name, Path: "/humans/" }));
    const read = async (pattern: string) => {
      const iam = new IAMClient(await as(await session(member, allow("iam:GetUser", pattern))));
      return outcome(iam.send(new GetUserCommand({ UserName: name })));
    };
    assert.equal(await read(`arn:aws:iam::${member}:user/humans/*`), "allowed");
    assert.equal(await read(`arn:aws:iam::${member}:user/${name}`), "refused");
  });

  it("are limited by a permissions boundary", async () => {
    const boundary = "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess";
    const caller = await assume(await role(member, { statements: [everything], boundary }), member);
    assert.equal(await describeVpcs(caller), "allowed");
    const iam = new IAMClient(await as(caller));
    assert.equal(await outcome(iam.send(new GetUserCommand({ UserName: "nobody" }))), "refused");
  });

  it("row 10: are limited by service control policies", async () => {
    const organizations = new OrganizationsClient(await as(security));
    const caller = await session(member, everything);
    const created = await organizations.send(
      new CreatePolicyCommand({
        Name: unique("scp"),
        Description: "test",
        Type: "SERVICE_CONTROL_POLICY",
        Content: policy(deny("ec2:DescribeSecurityGroups")),
      }),
    );
    const target = { PolicyId: created.Policy!.PolicySummary!.Id, TargetId: member };
    await organizations.send(new AttachPolicyCommand(target));
    try {
      assert.equal(await describeVpcs(caller), "allowed");
      assert.equal(await describeGroups(caller), "refused");
    } finally {
      await organizations.send(new DetachPolicyCommand(target));
    }
    assert.equal(await describeGroups(caller), "allowed");
  });

  it("are overridden by AWSDenyAll", async () => {
    const victim = await user(member, everything);
    assert.equal(await describeVpcs(victim), "allowed");
    const iam = new IAMClient(await as(member));
    await iam.send(
      new AttachUserPolicyCommand({ UserName: victim.name, PolicyArn: "arn:aws:iam::aws:policy/AWSDenyAll" }),
    );
    assert.equal(await describeVpcs(victim), "refused");
  });
});

describe("local AWS: sessions", () => {
  const root = `arn:aws:iam::${security}:root`;

  it("row 9: the trust policy names who may assume a role", async () => {
    const caller = await user(security, allow("sts:AssumeRole"));
    const weak = await user(security);
    const trusting = await role(member, { trust: trust(root) });
    assert.equal(await outcome(assume(trusting, caller)), "allowed");
    assert.equal(await outcome(assume(trusting, weak)), "refused", "without sts:AssumeRole");
    const closed = await role(member, { trust: trust(`arn:aws:iam::${stranger}:root`) });
    assert.equal(await outcome(assume(closed, caller)), "refused");
    assert.equal(await outcome(assume(`arn:aws:iam::${member}:role/absent`, caller)), "refused");
  });

  it("row 9: trust policies support sts:ExternalId", async () => {
    const caller = await user(security, allow("sts:AssumeRole"));
    const target = await role(member, { trust: trust(root, { StringEquals: { "sts:ExternalId": "secret" } }) });
    assert.equal(await outcome(assume(target, caller, { ExternalId: "secret" })), "allowed");
    assert.equal(await outcome(assume(target, caller, { ExternalId: "wrong" })), "refused");
    assert.equal(await outcome(assume(target, caller)), "refused");
  });

  it("row 9: trust policies support aws:PrincipalArn of the calling role, whatever its session is called", async () => {
    const statements = [allow("sts:AssumeRole")];
    const responder = await role(security, { statements });
    const other = await role(security, { statements });
    const target = await role(member, { trust: trust(root, { ArnEquals: { "aws:PrincipalArn": responder } }) });
    const from = async (arn: string, name: string) =>
      outcome(assume(target, await assume(arn, security, { RoleSessionName: name })));
    assert.equal(await from(responder, "one"), "allowed");
    assert.equal(await from(responder, "two"), "allowed");
    assert.equal(await from(other, "one"), "refused");
  });

  it("row 9: trust policies support aws:PrincipalOrgID", async () => {
    const { organization } = await testAws();
    const within = (id: string) => role(member, { trust: trust("*", { StringEquals: { "aws:PrincipalOrgID": id } }) });
    const inside = await user(security, allow("sts:AssumeRole"));
    const outside = await user(stranger, allow("sts:AssumeRole"));
    const target = await within(organization);
    assert.equal(await outcome(assume(target, inside)), "allowed");
    assert.equal(await outcome(assume(target, outside)), "refused");
    assert.equal(await outcome(assume(await within("o-0000000000"), inside)), "refused");
  });

  it("row 9: tags and a source identity need separate permissions", async () => {
    const bare = policy({ Effect: "Allow", Principal: { AWS: root }, Action: "sts:AssumeRole" });
    const caller = await user(security, allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]));
    const weak = await user(security, allow("sts:AssumeRole"));
    const extras = { SourceIdentity: "incident", Tags: [{ Key: "incident", Value: "i-1" }] };
    const [full, limited] = [await role(member, { trust: trust(root) }), await role(member, { trust: bare })];
    assert.equal(await outcome(assume(full, caller, extras)), "allowed");
    assert.equal(await outcome(assume(limited, caller, extras)), "refused");
    assert.equal(await outcome(assume(full, weak, extras)), "refused");
    assert.equal(await outcome(assume(limited, weak)), "allowed");
  });

  it("a session policy narrows the role, also with a Deny", async () => {
    const target = await role(member, { statements: [everything] });
    const narrowed = await assume(target, member, { Policy: policy(allow("ec2:DescribeVpcs")) });
    assert.equal(await describeVpcs(narrowed), "allowed");
    assert.equal(await describeGroups(narrowed), "refused");
    const denied = await assume(target, member, {
      Policy: policy(everything, deny("ec2:DescribeSecurityGroups")),
    });
    assert.equal(await describeVpcs(denied), "allowed");
    assert.equal(await describeGroups(denied), "refused");
  });

  it("a session policy ends with its session: the next role in the chain is not limited by it", async () => {
    const first = await role(security, { statements: [everything] });
    const second = await role(member, { trust: trust(root), statements: [everything] });
    const narrowed = await assume(first, security, { Policy: policy(allow("sts:AssumeRole")) });
    assert.equal(await describeVpcs(await assume(second, narrowed)), "allowed");
  });

  it("aws:userid and aws:SourceIdentity name one session", async () => {
    const target = await role(member, {
      statements: [
        everything,
        deny("*", "*", { StringLike: { "aws:userid": "*:bad" } }),
        deny("*", "*", { StringEquals: { "aws:SourceIdentity": "mallory" } }),
      ],
    });
    assert.equal(await describeVpcs(await assume(target, member, { RoleSessionName: "good" })), "allowed");
    assert.equal(await describeVpcs(await assume(target, member, { RoleSessionName: "bad" })), "refused");
    assert.equal(await describeVpcs(await assume(target, member, { SourceIdentity: "mallory" })), "refused");
  });

  it("aws:TokenIssueTime revokes older sessions only", async () => {
    const target = await role(member, { statements: [everything] });
    const old = await assume(target, member);
    assert.equal(await describeVpcs(old), "allowed");
    const now = Math.floor(Date.now() / 1000) * 1000 + 1000;
    const revoke: Statement = deny("*", "*", {
      DateLessThan: { "aws:TokenIssueTime": new Date(now).toISOString().replace(/\.\d+/, "") },
    });
    await new IAMClient(await as(member)).send(
      new PutRolePolicyCommand({
        RoleName: target.split("/").pop(),
        PolicyName: "AWSRevokeOlderSessions",
        PolicyDocument: policy(revoke),
      }),
    );
    assert.equal(await describeVpcs(old), "refused");
    while (Date.now() < now) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(await describeVpcs(await assume(target, member)), "allowed");
  });

  it("row 21: an inactive access key can do nothing, not even sts:GetCallerIdentity", async () => {
    const victim = await user(member, everything);
    const sts = new STSClient(await as(victim));
    assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Account, member);
    await new IAMClient(await as(member)).send(
      new UpdateAccessKeyCommand({ UserName: victim.name, AccessKeyId: victim.accessKeyId, Status: "Inactive" }),
    );
    assert.equal(await errorName(sts.send(new GetCallerIdentityCommand({}))), "InvalidClientTokenId");
    const ec2 = await ec2As(victim);
    assert.equal(await errorName(ec2.send(new DescribeVpcsCommand({}))), "AuthFailure");
  });

  it("an unknown access key is refused", async () => {
    const sts = new STSClient(await as({ accessKeyId: "AKIAUNKNOWNUNKNOWN00", secretAccessKey: "x" }));
    assert.equal(await errorName(sts.send(new GetCallerIdentityCommand({}))), "InvalidClientTokenId");
  });

  it("accounts cannot see each other", async () => {
    const victim = await user(member);
    const iam = new IAMClient(await as(security));
    assert.equal(await errorName(iam.send(new GetUserCommand({ UserName: victim.name }))), "NoSuchEntityException");
    const own = new IAMClient(await as(member));
    await own.send(
      new PutUserPolicyCommand({ UserName: victim.name, PolicyName: "x", PolicyDocument: policy(everything) }),
    );
    assert.equal(await errorName(own.send(new DeleteUserCommand({ UserName: "absent" }))), "NoSuchEntityException");
  });
});
