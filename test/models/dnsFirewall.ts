import { missing, type Operations, refused, serviceOf } from "./model";

interface Association {
  Id: string;
  FirewallRuleGroupId: string;
  VpcId: string;
  Name: string;
  Priority: number;
  Status: string;
}

/** What DNS Firewall holds of one account and Region. */
export interface DnsState {
  made: number;
  lists: Record<string, { Name: string; Status: string; domains: string[] }>;
  groups: Record<string, { Name: string; rules: { FirewallDomainListId: string; Name: string; Action: string }[] }>;
  associations: Record<string, Association>;
}

export const emptyDns = (): DnsState => ({ made: 0, lists: {}, groups: {}, associations: {} });

const newId = (state: DnsState, kind: string) => `rslvr-${kind}-${++state.made}`;

function known<Value>(all: Record<string, Value>, id: string): Value {
  if (!all[id]) throw missing("ResourceNotFoundException", id);
  return all[id];
}

/** A change shows as such in the reading after it. */
const settle = (one: { Status: string }) => {
  const shown = structuredClone(one);
  one.Status = "COMPLETE";
  return shown;
};

const created = ["CreatorRequestId", "Name", "Tags"];

const operations: Operations<DnsState> = {
  CreateFirewallDomainList: {
    parameters: created,
    act(state, { Name }) {
      state.lists[newId(state, "fdl")] = { Name, Status: "COMPLETE", domains: [] };
    },
  },
  UpdateFirewallDomains: {
    parameters: ["FirewallDomainListId", "Operation", "Domains"],
    act({ lists }, { FirewallDomainListId, Domains }) {
      const list = known(lists, FirewallDomainListId);
      Object.assign(list, {
        Status: "UPDATING",
        domains: [...list.domains, ...Domains.map((one: string) => `${one}.`)],
      });
    },
  },
  CreateFirewallRuleGroup: {
    parameters: created,
    act(state, { Name }) {
      state.groups[newId(state, "frg")] = { Name, rules: [] };
    },
  },
  CreateFirewallRule: {
    parameters: [
      ...["CreatorRequestId", "Name", "FirewallRuleGroupId", "FirewallDomainListId"],
      ...["Priority", "Action", "BlockResponse"],
    ],
    act({ lists, groups }, { FirewallRuleGroupId, FirewallDomainListId, Name, Action }) {
      known(lists, FirewallDomainListId);
      known(groups, FirewallRuleGroupId).rules.push({ FirewallDomainListId, Name, Action });
    },
  },
  AssociateFirewallRuleGroup: {
    parameters: [...created, "FirewallRuleGroupId", "VpcId", "Priority"],
    act(state, { FirewallRuleGroupId, VpcId, Name, Priority }) {
      known(state.groups, FirewallRuleGroupId);
      const Id = newId(state, "frgassoc");
      state.associations[Id] = { Id, FirewallRuleGroupId, VpcId, Name, Priority, Status: "UPDATING" };
    },
  },
  DisassociateFirewallRuleGroup: {
    parameters: ["FirewallRuleGroupAssociationId"],
    act({ associations }, { FirewallRuleGroupAssociationId }) {
      known(associations, FirewallRuleGroupAssociationId).Status = "DELETING";
    },
  },
  DeleteFirewallRule: {
    parameters: ["FirewallRuleGroupId", "FirewallDomainListId"],
    act({ groups }, { FirewallRuleGroupId, FirewallDomainListId }) {
      const group = known(groups, FirewallRuleGroupId);
      group.rules = group.rules.filter((rule) => rule.FirewallDomainListId !== FirewallDomainListId);
    },
  },
  DeleteFirewallDomainList: {
    parameters: ["FirewallDomainListId"],
    act({ lists, groups }, { FirewallDomainListId }) {
      known(lists, FirewallDomainListId);
      const uses = Object.values(groups).flatMap(({ rules }) => rules);
      if (uses.some((rule) => rule.FirewallDomainListId === FirewallDomainListId))
        throw refused("ConflictException", "a rule uses the list");
      delete lists[FirewallDomainListId];
    },
  },
  DeleteFirewallRuleGroup: {
    parameters: ["FirewallRuleGroupId"],
    act({ groups, associations }, { FirewallRuleGroupId }) {
      known(groups, FirewallRuleGroupId);
      if (Object.values(associations).some((one) => one.FirewallRuleGroupId === FirewallRuleGroupId))
        throw refused("ConflictException", "the rule group is associated");
      delete groups[FirewallRuleGroupId];
    },
  },
  ListFirewallDomainLists: {
    parameters: ["NextToken"],
    act: ({ lists }) => ({ FirewallDomainLists: Object.entries(lists).map(([Id, { Name }]) => ({ Id, Name })) }),
  },
  ListFirewallRuleGroups: {
    parameters: ["NextToken"],
    act: ({ groups }) => ({ FirewallRuleGroups: Object.entries(groups).map(([Id, { Name }]) => ({ Id, Name })) }),
  },
  GetFirewallDomainList: {
    parameters: ["FirewallDomainListId"],
    act: ({ lists }, { FirewallDomainListId }) => ({ FirewallDomainList: settle(known(lists, FirewallDomainListId)) }),
  },
  ListFirewallDomains: {
    parameters: ["FirewallDomainListId", "NextToken"],
    act: ({ lists }, { FirewallDomainListId }) => ({ Domains: known(lists, FirewallDomainListId).domains }),
  },
  ListFirewallRules: {
    parameters: ["FirewallRuleGroupId", "NextToken"],
    act: ({ groups }, { FirewallRuleGroupId }) => ({ FirewallRules: known(groups, FirewallRuleGroupId).rules }),
  },
  ListFirewallRuleGroupAssociations: {
    parameters: ["VpcId", "FirewallRuleGroupId", "NextToken"],
    act({ associations }, { VpcId, FirewallRuleGroupId }) {
      const found = Object.values(associations).filter(
        (one) =>
          (!VpcId || one.VpcId === VpcId) && (!FirewallRuleGroupId || one.FirewallRuleGroupId === FirewallRuleGroupId),
      );
      for (const { Id, Status } of found) if (Status === "DELETING") delete associations[Id];
      return { FirewallRuleGroupAssociations: found.map((one) => (one.Status === "DELETING" ? one : settle(one))) };
    },
  },
};

/** DNS Firewall of one account and Region, with what isolate-instance uses of it. */
export const dnsFirewallModel = (holder: { state: DnsState }) => serviceOf("Route53Resolver", holder, operations);
