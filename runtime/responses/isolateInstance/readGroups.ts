import type { EC2, IpPermission, SecurityGroup, SecurityGroupRule } from "@aws-sdk/client-ec2";
import { pages } from "../../aws/pages";
import { coded } from "../../lib/errors";
import { doubt, wait } from "../../lib/wait";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import {
  type GroupKind,
  groupNamePrefix,
  groupTag,
  type InstanceBefore,
  type InstanceState,
  type Interface,
  type IsolationGroup,
  type Rule,
  surplusRules,
} from "./state";

/** What is needed to read our groups. */
interface Asked {
  target: Target;
  ports: Interface[];
  context: ReadContext<InstanceState, InstanceBefore>;
  /** Whether they must be read again. */
  fresh: boolean;
}

type Groups = Pick<InstanceState, "groups" | "takenNames" | "suffixes" | "interfaces">;

/**
 * Our groups in the VPCs of the interfaces. A group is ours if it has our tag and belongs to the account; its rules are read, not
 * assumed. The same call reads the current groups of the interfaces: an interface whose groups allow no egress is marked. Rule
 * ids cost one more call and are read only if rules must be removed.
 */
export async function readGroups(ec2: EC2, { target, ports, context, fresh }: Asked): Promise<Groups> {
  const { previous } = context;
  if (!fresh) {
    const { groups, takenNames, suffixes, interfaces } = previous!;
    return { groups, takenNames, interfaces: asBefore(ports, interfaces), ...(suffixes && { suffixes }) };
  }
  const vpcs = [...new Set(ports.map((port) => port.vpcId))];
  if (vpcs.length === 0) return { groups: [], takenNames: [], interfaces: ports };
  const names = [...new Set(ports.flatMap((port) => port.groupNames ?? []))].map(escaped);
  const found = await allOf(ports, context.before !== undefined, () =>
    pages(
      (NextToken) =>
        ec2.describeSecurityGroups({
          Filters: [
            { Name: "vpc-id", Values: vpcs },
            { Name: "group-name", Values: [`${groupNamePrefix}*`, ...names.slice(0, mostNames)] },
          ],
          NextToken,
        }),
      (page) => page.SecurityGroups,
      (page) => page.NextToken,
    ),
  );
  const ours = found.filter((group) => kindOf(group) && group.OwnerId === target.accountId);
  const groups = ours.map((group) => ({
    id: group.GroupId!,
    vpcId: group.VpcId!,
    kind: kindOf(group)!,
    rules: rulesOf(group),
  }));
  const named = found.filter((group) => group.GroupName!.startsWith(groupNamePrefix) && !ours.includes(group));
  const lacking = vpcs.filter((vpcId) => groups.filter((group) => group.vpcId === vpcId).length < 2);
  return {
    interfaces: previous ? asBefore(ports, previous.interfaces) : ports.map((port) => withEgress(port, found)),
    groups: await withRuleIds(ec2, groups),
    takenNames: named.map((group) => ({ vpcId: group.VpcId!, name: group.GroupName! })),
    ...(lacking.length > 0 && context.unguessable && { suffixes: await suffixesOf(lacking, target, context) }),
  };
}

/**
 * An answer without one of our groups that an interface has is older than the interface: the call is repeated once.
 *
 * @throws Unsettled in a release if the group is still missing: it would count as set by others
 */
async function allOf(ports: Interface[], releases: boolean, ask: () => Promise<SecurityGroup[]>) {
  const isComplete = (found: SecurityGroup[]) =>
    ports.every(({ groupNames = [] }) =>
      groupNames.every(
        (name) => !name.startsWith(groupNamePrefix) || found.some(({ GroupName }) => GroupName === name),
      ),
    );
  const first = await ask();
  if (isComplete(first)) return first;
  await wait(doubt);
  const second = await ask();
  if (releases && !isComplete(second))
    throw coded("Unsettled", "EC2 does not show the groups that the interfaces have");
  return second;
}

/** The name suffixes of our groups in VPCs that lack some. */
async function suffixesOf(vpcs: string[], { accountId, region }: Target, context: Asked["context"]) {
  const about = (vpcId: string) => context.unguessable!(`isolation ${accountId} ${region} ${vpcId}`);
  return Object.fromEntries(await Promise.all(vpcs.map(async (vpcId) => [vpcId, await about(vpcId)])));
}

/** Maximum names besides our own in one filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const mostNames = 199;

/** `*` and `?` are wildcards in filters; a name may contain them. */
const escaped = (name: string) => name.replace(/[*?\\]/g, "\\$&");

/** Marks an interface whose groups allow no egress. A group that is not in the answer may allow some. */
function withEgress(port: Interface, found: SecurityGroup[]): Interface {
  const groups = port.groups.map((id) => found.find((group) => group.GroupId === id));
  const none = groups.length > 0 && groups.every((group) => group && (group.IpPermissionsEgress ?? []).length === 0);
  const own = groups.every((group) => group && kindOf(group));
  return none && !own ? { ...port, withoutEgress: true } : port;
}

/** Keeps the marks from before the run's first change. */
function asBefore(ports: Interface[], before: Interface[]): Interface[] {
  return ports.map((port) =>
    before.find(({ id }) => id === port.id)?.withoutEgress ? { ...port, withoutEgress: true } : port,
  );
}

/** Groups may have been deleted since; a filter leaves them out, while a list of ids would be an error. */
export async function readRestorable(ec2: EC2, before: InstanceBefore | undefined): Promise<string[] | undefined> {
  const wanted = [...new Set(before?.interfaces.flatMap((port) => port.groups))];
  if (wanted.length === 0) return undefined;
  const ask = async () => {
    const found = await pages(
      (NextToken) => ec2.describeSecurityGroups({ Filters: [{ Name: "group-id", Values: wanted }], NextToken }),
      (page) => page.SecurityGroups,
      (page) => page.NextToken,
    );
    return found.map((group) => group.GroupId!);
  };
  const first = await ask();
  if (first.length === wanted.length) return first;
  await wait(doubt);
  return ask();
}

function kindOf(group: SecurityGroup): GroupKind | undefined {
  const value = group.Tags?.find((tag) => tag.Key === groupTag)?.Value;
  return value === "open" || value === "closed" ? value : undefined;
}

function rulesOf(group: SecurityGroup): Rule[] {
  const expand = (permission: IpPermission, egress: boolean): Rule[] =>
    [
      ...(permission.IpRanges ?? []).map((range) => range.CidrIp!),
      ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6!),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId ?? pair.GroupName!),
      ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId!),
    ].map((source) => ({ egress, protocol: permission.IpProtocol!, source }));
  return [
    ...(group.IpPermissions ?? []).flatMap((permission) => expand(permission, false)),
    ...(group.IpPermissionsEgress ?? []).flatMap((permission) => expand(permission, true)),
  ];
}

async function withRuleIds(ec2: EC2, groups: IsolationGroup[]): Promise<IsolationGroup[]> {
  const odd = groups.filter((group) => surplusRules(group).length > 0).map((group) => group.id);
  if (odd.length === 0) return groups;
  const rules = await pages(
    (NextToken) => ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: odd }], NextToken }),
    (page) => page.SecurityGroupRules,
    (page) => page.NextToken,
  );
  return groups.map((group) => withIds(group, rules.filter((rule) => rule.GroupId === group.id).map(ruleOf)));
}

/** An answer older than the group lacks rules: then the rules read with the group stay, without ids. */
function withIds(group: IsolationGroup, rules: Rule[]): IsolationGroup {
  const isThere = (rule: Rule) =>
    rules.some(
      ({ egress, protocol, source }) => egress === rule.egress && protocol === rule.protocol && source === rule.source,
    );
  return rules.length > 0 && group.rules.every(isThere) ? { ...group, rules } : group;
}

function ruleOf(rule: SecurityGroupRule): Rule {
  return {
    id: rule.SecurityGroupRuleId!,
    egress: rule.IsEgress ?? false,
    protocol: rule.IpProtocol!,
    source: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId ?? "unknown",
  };
}
