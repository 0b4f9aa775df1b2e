import { type Call, type Evidence, placeholder, type ReleasePlan } from "../../model/call";
import { type DnsBlock, dnsKind } from "./dns";
import { containmentTag, type InstanceState } from "./state";

/** Priorities that a rule group may have: https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_AssociateFirewallRuleGroup.html */
const priorities = { first: 101, last: 9899 };

/** A domain and the names below it (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html). */
const specificationsOf = (domains: string[]) => domains.flatMap((domain) => [domain, `*.${domain}`]);

/** The VPCs of an instance, each once. */
export const vpcsOf = ({ interfaces }: Pick<InstanceState, "interfaces">) => [
  ...new Set(interfaces.map(({ vpcId }) => vpcId)),
];

const ownIn = ({ associations, group, name }: DnsBlock, vpc: string) =>
  associations.find((one) => one.vpc === vpc && one.group === group?.id && one.name === name);

const ruleOf = ({ group, list }: DnsBlock) =>
  group?.rules.find((rule) => rule.list === list?.id && rule.action === "BLOCK");

const missingIn = ({ domains, list }: DnsBlock) =>
  specificationsOf(domains).filter((domain) => !list?.domains.includes(domain));

type State = Pick<InstanceState, "dns" | "interfaces" | "containment">;

/** The missing calls until DNS Firewall blocks the domains in each VPC of the instance. Nothing of others is changed. */
export function blockDomains({ dns, interfaces, containment }: State): Call[] {
  if (!dns || dns.domains.length === 0) return [];
  const { name, list, group } = dns;
  const domains = dns.domains.join(", ");
  const [listId, groupId] = [list?.id ?? placeholder("domain list"), group?.id ?? placeholder("rule group")];
  const vpcs = vpcsOf({ interfaces });
  const made = { CreatorRequestId: name, Name: name };
  const Tags = [{ Key: containmentTag, Value: containment }];
  const call = (operation: string, input: object, reason: string): Call => ({
    service: "resolver",
    operation,
    input: { ...input },
    reason,
    changes: ["dns"],
    secondary: true,
    marks: [name],
    marksAs: dnsKind,
  });
  const missing = missingIn(dns);
  const calls = [
    ...(list ? [] : [call("CreateFirewallDomainList", { ...made, Tags }, "names what is to be blocked")]),
    ...(group ? [] : [call("CreateFirewallRuleGroup", { ...made, Tags }, "holds the rule that blocks it")]),
    ...(missing.length > 0
      ? [
          call(
            "UpdateFirewallDomains",
            { FirewallDomainListId: listId, Operation: "ADD", Domains: missing },
            `puts ${domains} and the names below on the list`,
          ),
        ]
      : []),
    ...(ruleOf(dns)
      ? []
      : [
          call(
            "CreateFirewallRule",
            {
              ...made,
              FirewallRuleGroupId: groupId,
              FirewallDomainListId: listId,
              Priority: 1,
              Action: "BLOCK",
              BlockResponse: "NXDOMAIN",
            },
            `blocks ${domains} and the names below`,
          ),
        ]),
    ...vpcs.flatMap((VpcId) => {
      if (ownIn(dns, VpcId)) return [];
      const Priority = freePriority(dns, VpcId);
      const input = { ...made, CreatorRequestId: `${name}-${VpcId}`, FirewallRuleGroupId: groupId, VpcId, Priority };
      return [call("AssociateFirewallRuleGroup", { ...input, Tags }, `applies the rule to everything in ${VpcId}`)];
    }),
  ];
  const pending = list?.status !== "COMPLETE" || vpcs.some((vpc) => ownIn(dns, vpc)?.status !== "COMPLETE");
  if (calls.length === 0 && !pending) return [];
  const check = call("ListFirewallRuleGroupAssociations", {}, `DNS Firewall has to show that it blocks ${domains}`);
  return [...calls, { ...check, waitsFor: "DNS Firewall", ...(calls.length === 0 && { again: true }) }];
}

/** The lowest that no rule group of the VPC has: a rule that comes first may allow. */
function freePriority({ associations }: DnsBlock, vpc: string): number {
  const taken = associations.filter((one) => one.vpc === vpc).map(({ priority }) => priority);
  let free = priorities.first;
  while (taken.includes(free) && free < priorities.last) free++;
  return free;
}

/** Why the DNS that findings reported is still possible, one text each; empty if DNS Firewall blocks every domain, as read back. */
export function openDns(state: Pick<InstanceState, "dns" | "interfaces">): string[] {
  const { dns } = state;
  if (!dns) return ["the setting blockDomains is off"];
  const never = [...dns.refused, ...(dns.unnamed ? ["a finding names no domain that could be blocked"] : [])];
  if (never.length > 0) return never;
  const listed = missingIn(dns).length === 0 && dns.list?.status === "COMPLETE" && ruleOf(dns) !== undefined;
  return vpcsOf(state).flatMap((vpc) => {
    const own = ownIn(dns, vpc);
    if (!listed || own?.status !== "COMPLETE") return [`DNS Firewall does not block it in ${vpc}`];
    return dns.associations
      .filter((one) => one.vpc === vpc && one.priority < own.priority)
      .map(({ group }) => `rule group ${group} comes first in ${vpc} and may allow it`);
  });
}

/** What a block does not cut, and whom else it meets. */
export function dnsRisk(state: Pick<InstanceState, "dns" | "interfaces">): string[] {
  const { domains = [] } = state.dns ?? {};
  if (domains.length === 0 || openDns(state).length > 0) return [];
  const where = vpcsOf(state).join(", ");
  return [`DNS Firewall blocks ${domains.join(", ")} for everything in ${where}; other names are still resolved`];
}

const removals = {
  association: "DisassociateFirewallRuleGroup",
  rule: "DeleteFirewallRule",
  list: "DeleteFirewallDomainList",
  group: "DeleteFirewallRuleGroup",
};

/** Removes what the containment made in DNS Firewall. What others attached to it stays, with the rule group, and is named. */
export function unblock({ dns }: Pick<InstanceState, "dns">): ReleasePlan {
  if (!dns) return { calls: [], drift: [] };
  const { name, list, group, associations } = dns;
  const remove = (operation: string, input: Record<string, unknown>): Call => ({
    service: "resolver",
    operation,
    input,
    reason: `${name} was made for this containment`,
    changes: ["dns"],
    releases: true,
  });
  const all = associations.filter((one) => one.group === group?.id);
  const foreign = [
    ...all.filter((one) => one.name !== name).map(({ vpc }) => `others associated ${group?.id} with ${vpc}`),
    ...(group?.rules ?? []).filter((rule) => rule.name !== name).map((rule) => `others gave ${group?.id} ${rule.name}`),
  ];
  const rules = (group?.rules ?? []).filter((rule) => rule.name === name);
  return {
    calls: [
      ...all
        .filter((one) => one.name === name && one.status !== "DELETING")
        .map(({ id }) => remove(removals.association, { FirewallRuleGroupAssociationId: id })),
      ...rules.map((rule) =>
        remove(removals.rule, { FirewallRuleGroupId: group!.id, FirewallDomainListId: rule.list }),
      ),
      ...(list ? [remove(removals.list, { FirewallDomainListId: list.id })] : []),
      // Refused until the associations are gone, which takes a while.
      ...(group && foreign.length === 0
        ? [{ ...remove(removals.group, { FirewallRuleGroupId: group.id }), ...(all.length > 0 && { wait: 1 }) }]
        : []),
    ],
    drift: foreign.map((text) => `${text}: left as it is`),
  };
}

/** Whether a call removes a part of what a containment made. The role that releases can remove what has the tag, and nothing else. */
export const unblocks = ({ service, operation }: Pick<Call, "service" | "operation">, evidence: Evidence[]): boolean =>
  service === "resolver" &&
  Object.values(removals).includes(operation) &&
  evidence.some(({ kind }) => kind === dnsKind);
