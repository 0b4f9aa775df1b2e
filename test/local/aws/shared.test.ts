import assert from "node:assert/strict";
import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from "@aws-sdk/client-ec2";
import { share } from "../../../local/aws/states";
import { member, region, security, testAws } from "./instance";
import { ec2As, network, securityGroup } from "./machines";
import { allow, errorName, outcome, session, unique } from "./principals";

/** A VPC of `member` whose subnet `security` may use. */
async function shared() {
  const { endpoint } = await testAws();
  const { vpc, subnet } = await network();
  await share({ endpoint, account: member, region }, [security], { subnets: [subnet] });
  return { vpc, subnet };
}

const arn = (account: string, name: string) => `arn:aws:ec2:${region}:${account}:${name}`;

describe("local AWS: shared VPCs", () => {
  it("X18: a participant sees the VPC and the subnet with their owner", async () => {
    const { vpc, subnet } = await shared();
    const ec2 = await ec2As(security);
    const vpcs = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc] }));
    const subnets = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
    assert.deepEqual([vpcs.Vpcs![0]!.OwnerId, subnets.Subnets![0]!.OwnerId], [member, member]);
  });

  it("X18: groups and interfaces in a shared subnet belong to their creator", async () => {
    const { vpc, subnet } = await shared();
    const ec2 = await ec2As(security);
    const name = { GroupName: unique("g"), Description: "x", VpcId: vpc };
    const GroupId = (await ec2.send(new CreateSecurityGroupCommand(name))).GroupId!;
    const made = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId: subnet, Groups: [GroupId] }));
    assert.deepEqual([made.NetworkInterface!.OwnerId, made.NetworkInterface!.VpcId], [security, vpc]);
    const mine = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    assert.equal(mine.SecurityGroups![0]!.OwnerId, security);
    const owner = await ec2As(member);
    const read = owner.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
    assert.equal(await errorName(read), "InvalidGroup.NotFound");
  });

  it("X18: IAM checks the owner's ARN of the VPC, the subnet and a shared group", async () => {
    const { vpc, subnet } = await shared();
    const groupIn = async (account: string) => {
      const given = allow("ec2:CreateSecurityGroup", [arn(account, "vpc/*"), arn(security, "security-group/*")]);
      const ec2 = await ec2As(await session(security, given));
      const name = { GroupName: unique("g"), Description: "x", VpcId: vpc };
      return outcome(ec2.send(new CreateSecurityGroupCommand(name)));
    };
    assert.deepEqual([await groupIn(security), await groupIn(member)], ["refused", "allowed"]);

    const theirs = await securityGroup(vpc);
    const { endpoint } = await testAws();
    await share({ endpoint, account: member, region }, [security], { groups: [theirs] });
    const root = await ec2As(security);
    const own = await root.send(
      new CreateSecurityGroupCommand({ GroupName: unique("g"), Description: "x", VpcId: vpc }),
    );
    const input = { SubnetId: subnet, Groups: [own.GroupId!] };
    const made = (await root.send(new CreateNetworkInterfaceCommand(input))).NetworkInterface!.NetworkInterfaceId!;
    const put = async (account: string) => {
      const resources = [arn(security, "network-interface/*"), arn(account, "security-group/*")];
      const ec2 = await ec2As(await session(security, allow("ec2:ModifyNetworkInterfaceAttribute", resources)));
      const change = { NetworkInterfaceId: made, Groups: [theirs] };
      return outcome(ec2.send(new ModifyNetworkInterfaceAttributeCommand(change)));
    };
    assert.deepEqual([await put(security), await put(member)], ["refused", "allowed"]);
  });

  it("X18: conditions see the owner as the account of the resource", async () => {
    const { vpc } = await shared();
    const ours = { StringEquals: { "aws:ResourceAccount": security } };
    const inside = async (condition: object) => {
      const ec2 = await ec2As(await session(security, allow("ec2:CreateSecurityGroup", "*", condition)));
      const name = { GroupName: unique("g"), Description: "x", VpcId: vpc };
      return outcome(ec2.send(new CreateSecurityGroupCommand(name)));
    };
    const organization = (await testAws()).organization;
    assert.equal(await inside(ours), "refused");
    assert.equal(await inside({ StringEquals: { "aws:ResourceOrgID": organization } }), "allowed");
  });

  it("a VPC that is not shared is invisible to others", async () => {
    const { vpc } = await network();
    const ec2 = await ec2As(security);
    const name = { GroupName: unique("g"), Description: "x", VpcId: vpc };
    assert.equal(await errorName(ec2.send(new CreateSecurityGroupCommand(name))), "InvalidVpcID.NotFound");
    const { endpoint } = await testAws();
    const wrong = share({ endpoint, account: member, region }, [security], { subnets: ["subnet-0"] });
    await assert.rejects(wrong, /has no subnet/);
  });
});
