import type { FirewallRuleGroupAssociation, Route53Resolver } from "@aws-sdk/client-route53resolver";
import { pages } from "../../aws/pages";
import type { Call, Evidence } from "../../model/call";
import type { ReadContext } from "../../model/response";
import { type DnsAssociation, type DnsBlock, dnsKind, whyNeverBlocked } from "./dns";
import { unblock, vpcsOf } from "./planDns";
import type { InstanceState, IsolationSettings } from "./state";

type Context = Pick<ReadContext<unknown>, "settings" | "wanted" | "evidence" | "containment" | "unguessable">;

/**
 * What DNS Firewall has of the containment, and what filters the DNS of the instance's VPCs. Undefined, without a call, if config does
 * not ask for it and the journal knows of nothing. What the journal does not know was not made.
 */
export async function readDns(
  resolver: Route53Resolver,
  { interfaces }: Pick<InstanceState, "interfaces">,
  context: Context,
): Promise<DnsBlock | undefined> {
  const { blockDomains = false, neverBlock } = (context.settings ?? {}) as Partial<IsolationSettings>;
  const reported = context.wanted.filter((details) => blockDomains && details["channel"] === "dns");
  const named = [...new Set(reported.flatMap((details) => details["domain"] ?? []))];
  const judged = named.map((domain) => ({ domain, why: whyNeverBlocked(domain, neverBlock) }));
  const domains = judged.filter(({ why }) => why === undefined).map(({ domain }) => domain);
  const refused = judged.flatMap(({ why }) => why ?? []);
  const known = namesIn(context.evidence);
  const unnamed = reported.some((details) => details["domain"] === undefined);
  if (known.length === 0 && domains.length === 0)
    return unnamed || refused.length > 0 ? { name: "", domains, refused, unnamed, associations: [] } : undefined;
  const name = known[0] ?? (await newName(context));
  const own = known.length > 0 ? await readOwn(resolver, name) : {};
  const asked = [
    ...vpcsOf({ interfaces }).map((VpcId) => ({ VpcId })),
    ...(own.group ? [{ FirewallRuleGroupId: own.group.id }] : []),
  ];
  const associations = await Promise.all(asked.map((filter) => readAssociations(resolver, filter)));
  const byId = new Map(associations.flat().map((one) => [one.id, one]));
  return {
    name,
    domains,
    refused,
    unnamed,
    ...own,
    associations: [...byId.values()],
  };
}

/** The calls that remove the block of an instance that is gone. */
export async function blockLeftBehind(resolver: Route53Resolver, evidence: Evidence[]): Promise<Call[]> {
  const [name] = namesIn(evidence);
  if (!name) return [];
  const own = await readOwn(resolver, name);
  const associations = own.group ? await readAssociations(resolver, { FirewallRuleGroupId: own.group.id }) : [];
  return unblock({ dns: { name, domains: [], refused: [], unnamed: false, ...own, associations } }).calls;
}

const namesIn = (evidence: Evidence[]) => evidence.filter(({ kind }) => kind === dnsKind).map(({ id }) => id);

const newName = async ({ containment, unguessable }: Context) =>
  `firebreak-${containment}-${await unguessable!(`dns ${containment}`)}`;

async function readOwn(resolver: Route53Resolver, name: string): Promise<Pick<DnsBlock, "list" | "group">> {
  const [lists, groups] = await Promise.all([
    pages(
      (NextToken) => resolver.listFirewallDomainLists({ NextToken }),
      (page) => page.FirewallDomainLists,
      (page) => page.NextToken,
    ),
    pages(
      (NextToken) => resolver.listFirewallRuleGroups({ NextToken }),
      (page) => page.FirewallRuleGroups,
      (page) => page.NextToken,
    ),
  ]);
  const list = lists.find((one) => one.Name === name);
  const group = groups.find((one) => one.Name === name);
  const [ownList, ownGroup] = await Promise.all([
    list && readList(resolver, list.Id!),
    group && readGroup(resolver, group.Id!),
  ]);
  return { ...(ownList && { list: ownList }), ...(ownGroup && { group: ownGroup }) };
}

async function readList(resolver: Route53Resolver, id: string): Promise<DnsBlock["list"]> {
  const FirewallDomainListId = id;
  const [{ FirewallDomainList }, domains] = await Promise.all([
    resolver.getFirewallDomainList({ FirewallDomainListId }),
    pages(
      (NextToken) => resolver.listFirewallDomains({ FirewallDomainListId, NextToken }),
      (page) => page.Domains,
      (page) => page.NextToken,
    ),
  ]);
  // As AWS shows them, they end with a dot.
  const plain = domains.map((domain) => domain.replace(/\.$/, "").toLowerCase());
  return { id, status: FirewallDomainList!.Status!, domains: plain };
}

async function readGroup(resolver: Route53Resolver, id: string): Promise<DnsBlock["group"]> {
  const rules = await pages(
    (NextToken) => resolver.listFirewallRules({ FirewallRuleGroupId: id, NextToken }),
    (page) => page.FirewallRules,
    (page) => page.NextToken,
  );
  return {
    id,
    rules: rules.map((rule) => ({ list: rule.FirewallDomainListId ?? "", name: rule.Name!, action: rule.Action! })),
  };
}

async function readAssociations(
  resolver: Route53Resolver,
  filter: { VpcId: string } | { FirewallRuleGroupId: string },
): Promise<DnsAssociation[]> {
  const found = await pages(
    (NextToken) => resolver.listFirewallRuleGroupAssociations({ ...filter, NextToken }),
    (page) => page.FirewallRuleGroupAssociations,
    (page) => page.NextToken,
  );
  return found.map(associationOf);
}

const associationOf = (one: FirewallRuleGroupAssociation): DnsAssociation => ({
  id: one.Id!,
  vpc: one.VpcId!,
  group: one.FirewallRuleGroupId!,
  name: one.Name ?? "",
  priority: one.Priority!,
  status: one.Status!,
});
