import { revoke } from "../../aws/makeIsolationGroup";
import type { Call } from "../../model/call";
import type { IsolationClients } from "./clients";
import type { InstanceState, IsolationGroup } from "./state";

/**
 * The calls that remove the ingress rules of open groups that no interface uses. Otherwise everyone in the VPC could use such a
 * group; the next isolation adds the rules again for a few seconds.
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
