import assert from "node:assert/strict";
import { EC2 } from "@aws-sdk/client-ec2";
import { member } from "./instance";
import { network } from "./machines";
import { allow, as, errorName, session } from "./principals";

const client = async () => new EC2(await as(member));

describe("local AWS: network ACLs", () => {
  const rule = (NetworkAclId: string, RuleNumber: number, Egress = false) => ({
    NetworkAclId,
    RuleNumber,
    Egress,
    Protocol: "-1",
    RuleAction: "deny" as const,
    CidrBlock: "10.1.1.5/32",
  });
  const aclIn = async (vpc: string) => {
    const found = await (await client()).describeNetworkAcls({ Filters: [{ Name: "vpc-id", Values: [vpc] }] });
    return found.NetworkAcls![0]!.NetworkAclId!;
  };

  it("N12: a number is given once in each direction, and what is not there cannot be deleted", async () => {
    const ec2 = await client();
    const acl = await aclIn((await network()).vpc);
    await ec2.createNetworkAclEntry(rule(acl, 1));
    assert.equal(await errorName(ec2.createNetworkAclEntry(rule(acl, 1))), "NetworkAclEntryAlreadyExists");
    assert.equal(await errorName(ec2.createNetworkAclEntry(rule(acl, 1, true))), undefined);
    const remove = { NetworkAclId: acl, RuleNumber: 1, Egress: false };
    assert.equal(await errorName(ec2.deleteNetworkAclEntry(remove)), undefined);
    assert.equal(await errorName(ec2.deleteNetworkAclEntry(remove)), "InvalidNetworkAclEntry.NotFound");
    const Filters = [{ Name: "network-acl-id", Values: [acl, "acl-0123456789abcdef0"] }];
    assert.equal((await ec2.describeNetworkAcls({ Filters })).NetworkAcls!.length, 1);
  });

  it("N13: an ACL has at most 20 rules in one direction, without the default one", async () => {
    const ec2 = await client();
    const acl = await aclIn((await network()).vpc);
    for (let number = 1; number < 20; number++) await ec2.createNetworkAclEntry(rule(acl, number));
    assert.equal(await errorName(ec2.createNetworkAclEntry(rule(acl, 20))), "NetworkAclEntryLimitExceeded");
    assert.equal(await errorName(ec2.createNetworkAclEntry(rule(acl, 20, true))), undefined);
  });

  it("N12: the permission to make an entry is one on the ACL", async () => {
    const acl = await aclIn((await network()).vpc);
    const tried = async (Resource: string) => {
      const ec2 = new EC2(await as(await session(member, allow("ec2:CreateNetworkAclEntry", Resource))));
      return errorName(ec2.createNetworkAclEntry(rule(acl, 7)));
    };
    assert.equal(await tried("arn:aws:ec2:*:*:network-acl/acl-other"), "UnauthorizedOperation");
    assert.equal(await tried(`arn:aws:ec2:*:*:network-acl/${acl}`), undefined);
  });
});
