import assert from "node:assert/strict";
import { EC2, type IpPermission, type SecurityGroupRule, type SecurityGroupRuleRequest } from "@aws-sdk/client-ec2";
import { member, region } from "./instance";
import { network, rulesOf, securityGroup } from "./machines";
import { allow, as, type Credentials, errorName, outcome, type Statement, session } from "./principals";

const tcp = (port: number) => ({ IpProtocol: "tcp", FromPort: port, ToPort: port });

async function client(caller: Credentials | string = member): Promise<EC2> {
  return new EC2(await as(caller));
}

/** Adds rules for incoming traffic, with a tag, and returns them. */
async function authorize(GroupId: string, ...IpPermissions: IpPermission[]): Promise<SecurityGroupRule[]> {
  const TagSpecifications = [{ ResourceType: "security-group-rule" as const, Tags: [{ Key: "owner", Value: "team" }] }];
  const answer = await (await client()).authorizeSecurityGroupIngress({ GroupId, IpPermissions, TagSpecifications });
  return answer.SecurityGroupRules!;
}

type Change = [rule: SecurityGroupRule | string, now: SecurityGroupRuleRequest];

/** Changes rules in one call, and returns the name of its error. */
async function modify(GroupId: string, ...changes: Change[]): Promise<string | undefined> {
  const SecurityGroupRules = changes.map(([rule, SecurityGroupRule]) => ({
    SecurityGroupRuleId: typeof rule === "string" ? rule : rule.SecurityGroupRuleId,
    SecurityGroupRule,
  }));
  return errorName((await client()).modifySecurityGroupRules({ GroupId, SecurityGroupRules }));
}

async function ruleNow(rule: SecurityGroupRule): Promise<SecurityGroupRule> {
  const answer = await (await client()).describeSecurityGroupRules({
    SecurityGroupRuleIds: [rule.SecurityGroupRuleId!],
  });
  return answer.SecurityGroupRules![0]!;
}

async function prefixList(Cidr = "203.0.113.0/24"): Promise<string> {
  const made = await (await client()).createManagedPrefixList({
    PrefixListName: "offices",
    AddressFamily: "IPv4",
    MaxEntries: 5,
    Entries: [{ Cidr, Description: "one" }],
    TagSpecifications: [{ ResourceType: "prefix-list", Tags: [{ Key: "owner", Value: "team" }] }],
  });
  return made.PrefixList!.PrefixListId!;
}

describe("local AWS: rules of security groups", () => {
  const Tags = [{ Key: "owner", Value: "team" }];

  it("row 29: rules get their tags when they are made, and are found by them", async () => {
    const group = await securityGroup((await network()).vpc);
    const permission = { ...tcp(22), IpRanges: [{ CidrIp: "10.0.0.0/8" }], Ipv6Ranges: [{ CidrIpv6: "fd00::/8" }] };
    const made = await authorize(group, permission);
    assert.deepEqual(
      made.map((rule) => [rule.CidrIpv4 ?? rule.CidrIpv6, rule.IsEgress, rule.Tags]),
      [
        ["10.0.0.0/8", false, Tags],
        ["fd00::/8", false, Tags],
      ],
    );
    const filters = [
      { Name: "group-id", Values: [group] },
      { Name: "tag:owner", Values: ["team"] },
    ];
    const found = await (await client()).describeSecurityGroupRules({ Filters: filters });
    assert.deepEqual(
      found.SecurityGroupRules!.map((rule) => rule.SecurityGroupRuleId).sort(),
      made.map((rule) => rule.SecurityGroupRuleId).sort(),
    );
  });

  it("row 29: a change keeps the rule's id and tags, and sets range, ports, protocol and description", async () => {
    const group = await securityGroup((await network()).vpc);
    const [rule, v6] = await authorize(group, {
      ...tcp(22),
      IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "open" }],
      Ipv6Ranges: [{ CidrIpv6: "::/0" }],
    });
    assert.equal(
      await modify(group, [rule!, { ...tcp(22), CidrIpv4: "10.0.0.0/8", Description: "closed" }]),
      undefined,
    );
    assert.deepEqual(await ruleNow(rule!), { ...rule, CidrIpv4: "10.0.0.0/8", Description: "closed" });
    const ports = { IpProtocol: "udp", FromPort: 53, ToPort: 54 };
    assert.equal(await modify(group, [rule!, { ...ports, CidrIpv4: "10.0.0.0/8" }]), undefined);
    const { Description: _, ...bare } = rule!;
    assert.deepEqual(await ruleNow(rule!), { ...bare, ...ports, CidrIpv4: "10.0.0.0/8" });
    assert.equal(await modify(group, [v6!, { IpProtocol: "-1", CidrIpv6: "fd00::/8" }]), undefined);
    const all = { IpProtocol: "-1", FromPort: -1, ToPort: -1, CidrIpv6: "fd00::/8" };
    assert.deepEqual(await ruleNow(v6!), { ...v6, ...all });
    const egress = (await rulesOf(group)).find((one) => one.IsEgress)!;
    assert.equal(await modify(group, [egress, { ...tcp(443), CidrIpv4: "0.0.0.0/0" }]), undefined);
    assert.deepEqual(await ruleNow(egress), { ...egress, ...tcp(443) });
  });

  it("row 29: changing the kind of source, duplicates, unknown rules and invalid ranges are refused", async () => {
    const { vpc } = await network();
    const group = await securityGroup(vpc);
    const [v4, other, v6, member] = await authorize(
      group,
      { ...tcp(22), IpRanges: [{ CidrIp: "10.0.0.0/8" }, { CidrIp: "192.168.0.0/16", Description: "home" }] },
      { ...tcp(22), Ipv6Ranges: [{ CidrIpv6: "fd00::/8" }] },
      { ...tcp(22), UserIdGroupPairs: [{ GroupId: group }] },
    );
    const before = await rulesOf(group);
    const to = (rule: Change[0], source: object) => modify(group, [rule, { ...tcp(22), ...source }]);
    assert.equal(await to(v4!, { CidrIpv6: "fd01::/16" }), "InvalidParameterValue");
    assert.equal(await to(v6!, { CidrIpv4: "10.0.0.0/8" }), "InvalidParameterValue");
    assert.equal(await to(member!, { CidrIpv4: "10.0.0.0/8" }), "InvalidParameterValue");
    assert.equal(await to(v4!, { ReferencedGroupId: group }), "InvalidParameterValue");
    assert.equal(await to(v4!, { CidrIpv4: "192.168.0.0/16" }), "InvalidPermission.Duplicate");
    assert.equal(await to("sgr-00000000000000000", { CidrIpv4: "10.9.0.0/16" }), "InvalidSecurityGroupRuleId.NotFound");
    assert.equal(await to(v4!, { CidrIpv4: "10.0.0.0/8x" }), "InvalidParameterValue");
    assert.equal(await to(v4!, {}), "MissingParameter");
    const half: Change = [v4!, { ...tcp(22), CidrIpv4: "172.16.0.0/12" }];
    const wrong: Change = [other!, { ...tcp(22), CidrIpv4: "172.16.0.0/12" }];
    assert.equal(await modify(group, half, wrong), "InvalidPermission.Duplicate");
    assert.deepEqual(await rulesOf(group), before, "nothing of a refused call is kept");
  });

  it("row 29: rules that differ only in their description are the same rule, for adding and for revoking", async () => {
    const group = await securityGroup((await network()).vpc);
    const pair = (Description?: string) => ({ ...tcp(22), UserIdGroupPairs: [{ GroupId: group, Description }] });
    const [rule] = await authorize(group, pair("self"));
    assert.equal(rule!.Description, "self");
    assert.equal(await errorName(authorize(group, pair("again"))), "InvalidPermission.Duplicate");
    const revoke = { GroupId: group, IpPermissions: [pair()] };
    assert.equal(await errorName((await client()).revokeSecurityGroupIngress(revoke)), undefined);
    assert.equal((await rulesOf(group)).filter((one) => !one.IsEgress).length, 0);
  });

  it("row 29: prefix lists have entries and an owner, and an absent one is not found", async () => {
    const ec2 = await client();
    const id = await prefixList();
    assert.deepEqual((await ec2.getManagedPrefixListEntries({ PrefixListId: id })).Entries, [
      { Cidr: "203.0.113.0/24", Description: "one" },
    ]);
    const [found] = (await ec2.describeManagedPrefixLists({ PrefixListIds: [id] })).PrefixLists!;
    assert.deepEqual([found!.OwnerId, found!.AddressFamily, found!.MaxEntries, found!.Tags], [member, "IPv4", 5, Tags]);
    const filter = { Filters: [{ Name: "owner-id", Values: ["AWS"] }] };
    const ofAws = (await ec2.describeManagedPrefixLists(filter)).PrefixLists!;
    assert.ok(ofAws.some((list) => list.PrefixListName === "com.amazonaws.global.cloudfront.origin-facing"));
    assert.ok(ofAws.every((list) => list.OwnerId === "AWS"));
    const absent = "pl-00000000000000000";
    const notFound = "InvalidPrefixListID.NotFound";
    assert.equal(await errorName(ec2.getManagedPrefixListEntries({ PrefixListId: absent })), notFound);
    assert.equal(await errorName(ec2.describeManagedPrefixLists({ PrefixListIds: [absent] })), notFound);
  });

  it("row 29: a rule has a prefix list as its source", async () => {
    const group = await securityGroup((await network()).vpc);
    const list = await prefixList();
    const from = (PrefixListId: string, Description?: string) => ({
      ...tcp(22),
      PrefixListIds: [{ PrefixListId, Description }],
    });
    const [rule] = await authorize(group, from(list, "offices"));
    assert.deepEqual([rule!.PrefixListId, rule!.Description, rule!.Tags], [list, "offices", Tags]);
    assert.equal(await errorName(authorize(group, from(list))), "InvalidPermission.Duplicate");
    assert.equal(await errorName(authorize(group, from("pl-00000000000000000"))), "InvalidPrefixListID.NotFound");
    const ec2 = await client();
    const [shown] = (await ec2.describeSecurityGroups({ GroupIds: [group] })).SecurityGroups!;
    assert.deepEqual(shown!.IpPermissions![0]!.PrefixListIds, [{ PrefixListId: list, Description: "offices" }]);
    assert.equal(await modify(group, [rule!, { ...tcp(23), PrefixListId: list, Description: "new" }]), undefined);
    assert.deepEqual(await ruleNow(rule!), { ...rule, ...tcp(23), Description: "new" });
    assert.equal(await modify(group, [rule!, { ...tcp(23), CidrIpv4: "10.0.0.0/8" }]), "InvalidParameterValue");
    const revoke = { GroupId: group, SecurityGroupRuleIds: [rule!.SecurityGroupRuleId!] };
    assert.equal(await errorName(ec2.revokeSecurityGroupIngress(revoke)), undefined);
    assert.equal((await rulesOf(group)).filter((one) => !one.IsEgress).length, 0);
  });

  it("row 29: changing a rule needs permission on the group and the rule; tagging new rules needs ec2:CreateTags", async () => {
    const group = await securityGroup((await network()).vpc);
    const [rule] = await authorize(group, { ...tcp(22), IpRanges: [{ CidrIp: "10.0.0.0/8" }] });
    const SecurityGroupRuleId = rule!.SecurityGroupRuleId!;
    const arn = (kind: string, id: string) => `arn:aws:ec2:${region}:${member}:${kind}/${id}`;
    const change = async (...statements: Statement[]) =>
      outcome(
        (await client(await session(member, ...statements))).modifySecurityGroupRules({
          GroupId: group,
          SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule: { ...tcp(22), CidrIpv4: "10.0.0.0/8" } }],
        }),
      );
    const action = "ec2:ModifySecurityGroupRules";
    const ofGroup = allow(action, arn("security-group", group));
    const tagged = { StringEquals: { "aws:ResourceTag/owner": "team" } };
    assert.equal(await change(ofGroup), "refused");
    assert.equal(await change(ofGroup, allow(action, arn("security-group-rule", SecurityGroupRuleId))), "allowed");
    assert.equal(await change(ofGroup, allow(action, arn("security-group-rule", "*"), tagged)), "allowed");
    let port = 1000;
    const add = async (...statements: Statement[]) =>
      outcome(
        (await client(await session(member, ...statements))).authorizeSecurityGroupIngress({
          GroupId: group,
          IpPermissions: [{ ...tcp(port++), IpRanges: [{ CidrIp: "10.0.0.0/8" }] }],
          TagSpecifications: [{ ResourceType: "security-group-rule", Tags }],
        }),
      );
    const adding = allow("ec2:AuthorizeSecurityGroupIngress", arn("security-group", group));
    const creating = { StringEquals: { "ec2:CreateAction": "AuthorizeSecurityGroupIngress" } };
    assert.equal(await add(adding), "refused");
    assert.equal(await add(adding, allow("ec2:CreateTags", arn("security-group-rule", "*"), creating)), "allowed");
  });

  it("row 29: the entries of a prefix list need permission on the list", async () => {
    const id = await prefixList();
    const read = async (resource: string) =>
      outcome(
        (
          await client(await session(member, allow("ec2:GetManagedPrefixListEntries", resource)))
        ).getManagedPrefixListEntries({ PrefixListId: id }),
      );
    assert.equal(await read(`arn:aws:ec2:${region}:${member}:prefix-list/${id}`), "allowed");
    assert.equal(await read(`arn:aws:ec2:${region}:${member}:prefix-list/pl-00000000000000000`), "refused");
  });
});
