import { missing, type Operations, refused } from "../model";
import { passes } from "./filters";
import type { Ec2Acl, Ec2State } from "./state";

function aclNamed({ acls }: Ec2State, id: string): Ec2Acl {
  const found = acls[id];
  if (!found) throw missing("InvalidNetworkAclID.NotFound", `the networkAcl ID '${id}'`);
  return found;
}

const at =
  ({ Egress, RuleNumber }: any) =>
  (entry: Ec2Acl["entries"][number]) =>
    entry.egress === Egress && entry.number === RuleNumber;

/** Network ACLs and their entries, which have no ids and no tags. */
export const aclOperations: Operations<Ec2State> = {
  DescribeNetworkAcls: {
    parameters: ["NetworkAclIds", "Filters", "NextToken"],
    act: ({ acls }, { Filters }) => ({
      NetworkAcls: Object.entries(acls)
        .filter(([id, acl]) =>
          passes(Filters, {
            "network-acl-id": [id],
            "vpc-id": [acl.vpcId],
            "association.subnet-id": acl.subnets,
          }),
        )
        .map(([NetworkAclId, { owner, vpcId, subnets, entries }]) => ({
          NetworkAclId,
          OwnerId: owner,
          VpcId: vpcId,
          Associations: subnets.map((SubnetId) => ({ SubnetId, NetworkAclId })),
          Entries: entries.map(({ number, egress, protocol, cidr, allow }) => ({
            RuleNumber: number,
            Egress: egress,
            Protocol: protocol,
            RuleAction: allow ? "allow" : "deny",
            ...(cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
          })),
        })),
    }),
  },
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
  CreateNetworkAclEntry: {
    parameters: ["NetworkAclId", "Egress", "RuleNumber", "Protocol", "RuleAction", "CidrBlock", "Ipv6CidrBlock"],
    act(state, input) {
      const { entries, quota } = aclNamed(state, input.NetworkAclId);
      const { Egress, RuleNumber, Protocol, RuleAction, CidrBlock, Ipv6CidrBlock } = input;
      if (!(RuleNumber >= 1 && RuleNumber <= 32_766)) throw refused("InvalidParameterValue", "RuleNumber");
      if ((CidrBlock === undefined) === (Ipv6CidrBlock === undefined))
        throw refused("InvalidParameterCombination", "one");
      if (entries.some(at(input))) throw refused("NetworkAclEntryAlreadyExists", `rule ${RuleNumber}`);
      const used = entries.filter(({ egress, number }) => egress === Egress && number <= 32_766);
      if (used.length >= quota) throw refused("NetworkAclEntryLimitExceeded", `${quota} rules`);
      entries.push({
        number: RuleNumber,
        egress: Egress,
        protocol: Protocol,
        cidr: CidrBlock ?? Ipv6CidrBlock,
        allow: RuleAction === "allow",
      });
    },
  },
  DeleteNetworkAclEntry: {
    parameters: ["NetworkAclId", "Egress", "RuleNumber"],
    act(state, input) {
      const { entries } = aclNamed(state, input.NetworkAclId);
      const index = entries.findIndex(at(input));
      if (index < 0) throw missing("InvalidNetworkAclEntry.NotFound", `rule ${input.RuleNumber}`);
      entries.splice(index, 1);
    },
  },
};
