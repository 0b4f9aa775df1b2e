import assert from "node:assert/strict";
import { Route53Resolver } from "@aws-sdk/client-route53resolver";
import { member, region } from "./instance";
import { network } from "./machines";
import { allow, as, errorName, type Statement, session, unique } from "./principals";

const resolver = async (...statements: Statement[]) =>
  new Route53Resolver(await as(statements.length > 0 ? await session(member, ...statements) : member));

const tags = (value: string) => [{ Key: "owner", Value: value }];

/** A domain list with one domain, and a rule group that blocks it. */
async function blocking(client: Route53Resolver) {
  const name = unique("block");
  const list = await client.createFirewallDomainList({ CreatorRequestId: name, Name: name, Tags: tags("us") });
  const FirewallDomainListId = list.FirewallDomainList!.Id!;
  await client.updateFirewallDomains({ FirewallDomainListId, Operation: "ADD", Domains: ["c2.example"] });
  await client.getFirewallDomainList({ FirewallDomainListId });
  const group = await client.createFirewallRuleGroup({ CreatorRequestId: name, Name: name, Tags: tags("us") });
  const FirewallRuleGroupId = group.FirewallRuleGroup!.Id!;
  await client.createFirewallRule({
    CreatorRequestId: name,
    Name: name,
    FirewallRuleGroupId,
    FirewallDomainListId,
    Priority: 1,
    Action: "BLOCK",
    BlockResponse: "NXDOMAIN",
  });
  const associate = (VpcId: string, Priority: number) =>
    client.associateFirewallRuleGroup({ CreatorRequestId: name, Name: name, FirewallRuleGroupId, VpcId, Priority });
  return { name, FirewallDomainListId, FirewallRuleGroupId, associate };
}

describe("local AWS: Route 53 Resolver DNS Firewall", () => {
  it("N91: changes of a domain list and of an association take effect later, and an ended one is shown once more", async () => {
    const client = await resolver();
    const { vpc: VpcId } = await network();
    const { FirewallDomainListId, associate } = await blocking(client);
    const changed = await client.updateFirewallDomains({
      FirewallDomainListId,
      Operation: "ADD",
      Domains: ["*.c2.example", "c2.example."],
    });
    assert.equal(changed.Status, "UPDATING");
    const status = async () =>
      (await client.getFirewallDomainList({ FirewallDomainListId })).FirewallDomainList!.Status;
    assert.deepEqual([await status(), await status()], ["UPDATING", "COMPLETE"]);
    const { Domains } = await client.listFirewallDomains({ FirewallDomainListId });
    assert.deepEqual(Domains, ["c2.example.", "*.c2.example."]);
    const { FirewallRuleGroupAssociation } = await associate(VpcId, 101);
    const shown = async () =>
      (await client.listFirewallRuleGroupAssociations({ VpcId })).FirewallRuleGroupAssociations!.map(
        ({ Status }) => Status,
      );
    assert.equal(FirewallRuleGroupAssociation!.Status, "UPDATING");
    assert.deepEqual([await shown(), await shown()], [["UPDATING"], ["COMPLETE"]]);
    const FirewallRuleGroupAssociationId = FirewallRuleGroupAssociation!.Id!;
    await client.disassociateFirewallRuleGroup({ FirewallRuleGroupAssociationId });
    assert.deepEqual([await shown(), await shown()], [["DELETING"], []]);
  });

  it("N91: it refuses reserved and taken priorities, unknown VPCs, and deletions of what is in use or protected", async () => {
    const client = await resolver();
    const { vpc } = await network();
    const { FirewallDomainListId, FirewallRuleGroupId, associate } = await blocking(client);
    for (const priority of [100, 9900]) assert.equal(await errorName(associate(vpc, priority)), "ValidationException");
    assert.equal(await errorName(associate("vpc-0", 101)), "ResourceNotFoundException");
    const { FirewallRuleGroupAssociation } = await associate(vpc, 101);
    const other = await blocking(client);
    assert.equal(await errorName(other.associate(vpc, 101)), "ConflictException");
    const deleteList = () => client.deleteFirewallDomainList({ FirewallDomainListId });
    const deleteGroup = () => client.deleteFirewallRuleGroup({ FirewallRuleGroupId });
    assert.deepEqual(
      [await errorName(deleteList()), await errorName(deleteGroup())],
      ["ConflictException", "ConflictException"],
    );
    const id = { FirewallRuleGroupAssociationId: FirewallRuleGroupAssociation!.Id! };
    await client.updateFirewallRuleGroupAssociation({ ...id, MutationProtection: "ENABLED" });
    assert.equal(await errorName(client.disassociateFirewallRuleGroup(id)), "ConflictException");
    await client.updateFirewallRuleGroupAssociation({ ...id, MutationProtection: "DISABLED" });
    await client.disassociateFirewallRuleGroup(id);
    await client.listFirewallRuleGroupAssociations({ VpcId: vpc });
    await client.deleteFirewallRule({ FirewallRuleGroupId, FirewallDomainListId });
    await deleteList();
    await deleteGroup();
  });

  it("N91: calls need their list and their group, by tag too, tags on creation need TagResource, and an association needs the VPC", async () => {
    const { FirewallDomainListId, FirewallRuleGroupId } = await blocking(await resolver());
    const { vpc: VpcId } = await network();
    const associate = async (...statements: Statement[]) =>
      errorName(
        (await resolver(allow("route53resolver:*"), ...statements)).associateFirewallRuleGroup({
          CreatorRequestId: unique("mine"),
          Name: "mine",
          FirewallRuleGroupId,
          VpcId,
          Priority: 101,
        }),
      );
    assert.equal(await associate(), "AccessDeniedException");
    assert.equal(await associate(allow("ec2:DescribeVpcs")), undefined);
    const arn = (kind: string, id = "*") => `arn:aws:route53resolver:${region}:${member}:${kind}/${id}`;
    const name = unique("mine");
    const create = async (...statements: Statement[]) =>
      errorName(
        (await resolver(...statements)).createFirewallDomainList({
          CreatorRequestId: name,
          Name: name,
          Tags: tags("us"),
        }),
      );
    const asked = { StringEquals: { "aws:RequestTag/owner": "us" } };
    const mayCreate = allow("route53resolver:CreateFirewallDomainList", arn("firewall-domain-list"), asked);
    const mayTag = allow("route53resolver:TagResource", arn("firewall-domain-list"), asked);
    assert.equal(await create(mayCreate), "AccessDeniedException");
    assert.equal(await create(mayCreate, mayTag), undefined);
    const remove = async (...resources: string[]) =>
      errorName(
        (await resolver(allow("route53resolver:DeleteFirewallRule", resources))).deleteFirewallRule({
          FirewallRuleGroupId,
          FirewallDomainListId,
        }),
      );
    assert.equal(await remove(arn("firewall-domain-list")), "AccessDeniedException");
    const tagged = (value: string) =>
      allow("route53resolver:DeleteFirewallRule", "*", { StringEquals: { "aws:ResourceTag/owner": value } });
    const by = async (value: string) =>
      errorName((await resolver(tagged(value))).deleteFirewallRule({ FirewallRuleGroupId, FirewallDomainListId }));
    assert.equal(await by("others"), "AccessDeniedException");
    assert.equal(await by("us"), undefined);
  });
});
