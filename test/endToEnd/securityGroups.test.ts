import assert from "node:assert/strict";
import type { EC2, IpPermission } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { evaluate } from "../../local/world/compliance";
import { decisionsAbout } from "../../local/world/follow";
import { tagList } from "../../local/world/tagList";
import type { World } from "../../local/world/world";
import { deployedWorld, ec2In } from "./world";

const { website } = accounts;
const rule = "SECURITY_GROUP_OPEN_PROHIBITED";
const arn = (group: string) => `arn:aws:ec2:${region}:${website.id}:security-group/${group}`;
const ssh = (source: Partial<IpPermission>): IpPermission => ({
  IpProtocol: "tcp",
  FromPort: 22,
  ToPort: 22,
  ...source,
});

describe("end to end: open security groups", () => {
  let world: World;
  let ec2: EC2;
  let vpc: string;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "website");
    vpc = (await ec2.createVpc({ CidrBlock: "172.31.0.0/16" })).Vpc!.VpcId!;
  });

  async function group(name: string, permissions: IpPermission[], tags: Record<string, string> = {}): Promise<string> {
    const Tags = tagList(tags);
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName: name,
      Description: name,
      VpcId: vpc,
      ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "security-group", Tags }] }),
    });
    if (permissions.length > 0) await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: permissions });
    return GroupId!;
  }

  async function rulesOf(id: string): Promise<{ id: string; source: string; description: string | undefined }[]> {
    const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({
      Filters: [{ Name: "group-id", Values: [id] }],
    });
    return SecurityGroupRules.filter((item) => !item.IsEgress).map((item) => ({
      id: item.SecurityGroupRuleId!,
      source: item.CidrIpv4 ?? item.CidrIpv6 ?? item.PrefixListId ?? item.ReferencedGroupInfo!.GroupId!,
      description: item.Description,
    }));
  }

  const report = (id: string) =>
    evaluate(world.endpoint, {
      account: website.id,
      rule,
      resourceType: "AWS::EC2::SecurityGroup",
      resourceId: id,
      compliance: "NON_COMPLIANT",
    });

  it("F11 F12 M15 case 31: public rules get the safe range, other rules keep their ids, and release restores the prior rules", async () => {
    const friend = await group("friend", []);
    const open = await group("open", [
      ssh({ IpRanges: [{ CidrIp: "0.0.0.0/0", Description: "from everywhere" }, { CidrIp: "192.168.7.0/24" }] }),
      ssh({ Ipv6Ranges: [{ CidrIpv6: "::/0" }] }),
      ssh({ UserIdGroupPairs: [{ GroupId: friend }] }),
    ]);
    const before = await rulesOf(open);
    await report(open);
    const [decision] = await decisionsAbout(world, arn(open));
    assert.equal(decision!.outcome, "contained", decision!.reason);
    const now = await rulesOf(open);
    assert.deepEqual(
      now.map((item) => item.source).sort(),
      ["172.31.0.0/16", "192.168.7.0/24", "fe80::/10", friend].sort(),
    );
    assert.deepEqual(now.map((item) => item.id).sort(), before.map((item) => item.id).sort());
    assert.match(now.find((item) => item.source === "172.31.0.0/16")!.description!, /confined from 0\.0\.0\.0\/0/);
    const released = await command(world, "confine-security-group", {
      command: "release",
      containment: decision!.containment,
      reason: "a bastion",
    });
    assert.equal(released.outcome, "released");
    const order = (items: typeof before) => [...items].sort((left, right) => left.id.localeCompare(right.id));
    assert.deepEqual(order(await rulesOf(open)), order(before));
  });

  it("M18: a customer's prefix list of the whole internet is public; its rule is replaced by one with the safe range", async () => {
    const { PrefixList } = await ec2.createManagedPrefixList({
      PrefixListName: "everybody",
      AddressFamily: "IPv4",
      MaxEntries: 2,
      Entries: [{ Cidr: "0.0.0.0/1" }, { Cidr: "128.0.0.0/1" }],
    });
    const open = await group("listed", [ssh({ PrefixListIds: [{ PrefixListId: PrefixList!.PrefixListId! }] })]);
    await report(open);
    const [decision] = await decisionsAbout(world, arn(open));
    assert.equal(decision!.outcome, "contained", decision!.reason);
    assert.deepEqual(
      (await rulesOf(open)).map((item) => item.source),
      ["172.31.0.0/16"],
    );
  });

  it("F23 case 43: a group with the tag is left alone, although Config's event contains no tags", async () => {
    const open = await group("exempt", [ssh({ IpRanges: [{ CidrIp: "0.0.0.0/0" }] })], {
      SecurityException: "bastion",
    });
    await report(open);
    const [decision] = await decisionsAbout(world, arn(open));
    assert.equal(decision!.outcome, "exempt");
    assert.deepEqual(
      (await rulesOf(open)).map((item) => item.source),
      ["0.0.0.0/0"],
    );
  });

  it("M17: a group that is closed already is not reported as contained", async () => {
    const closed = await group("closed", [ssh({ IpRanges: [{ CidrIp: "10.0.0.0/8" }] })]);
    await report(closed);
    const [decision] = await decisionsAbout(world, arn(closed));
    assert.equal(decision!.outcome, "skipped");
    assert.match(decision!.reason, /no rule allows public access/);
  });

  it("case 19: a group that no longer exists ends as gone", async () => {
    await report("sg-0123456789abcdef0");
    const [decision] = await decisionsAbout(world, arn("sg-0123456789abcdef0"));
    assert.equal(decision!.outcome, "gone");
  });
});
