import type { Call } from "../../model/call";
import type { IsolationClients } from "./clients";
import { revoke } from "./planGroups";
import type { InstanceState, IsolationGroup } from "./state";

/**
 * The calls that take away what lets everything into the open groups, where no interface has one. An open group with such
 * rules would lie in the VPC for everyone to use; the next isolation puts them back for its own seconds.
 */
export async function tidy({ ec2 }: IsolationClients, { groups }: InstanceState): Promise<Call[]> {
  const open = groups.filter((group) => group.kind === "open" && group.rules.some((rule) => !rule.egress));
  const calls = await Promise.all(open.map((group) => closeUnused(ec2, group)));
  return calls.flat();
}

async function closeUnused(ec2: IsolationClients["ec2"], group: IsolationGroup): Promise<Call[]> {
  const byGroup = [{ Name: "group-id", Values: [group.id] }];
  const users = await ec2.describeNetworkInterfaces({ Filters: byGroup, IncludeManagedResources: true, MaxResults: 5 });
  if ((users.NetworkInterfaces ?? []).length > 0) return [];
  const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({ Filters: byGroup });
  const rules = SecurityGroupRules.filter((rule) => !rule.IsEgress).map((rule) => ({
    id: rule.SecurityGroupRuleId!,
    egress: false,
    protocol: rule.IpProtocol!,
    source: rule.CidrIpv4 ?? rule.CidrIpv6 ?? "another source",
  }));
  return rules.length > 0 ? [revoke(group, rules)] : [];
}
