import type { Call } from "../../../../runtime/model/call";
import { isSameRange } from "../../../../runtime/responses/confineSecurityGroup/addressRanges";
import type { GroupState, IngressRule } from "../../../../runtime/responses/confineSecurityGroup/state";

/**
 * What EC2 does to a group, as confinement reads it, when a planned call is made. It is strict: what EC2 would refuse
 * throws, so that a plan cannot pass by luck.
 */
export function apply(state: GroupState, call: Call): GroupState {
  const model = models[call.operation];
  if (!model) throw new Error(`the model does not know ${call.operation}`);
  const input = call.input as any;
  if (input.GroupId !== state.id) throw new Error(`InvalidGroup.NotFound: ${input.GroupId}`);
  if (state.ownerId !== state.accountId) throw new Error("UnauthorizedOperation: the group of another account");
  return model(structuredClone(state), input);
}

let serial = 0;
/** Never an id that a generated state may contain: those are hexadecimal numbers without the word. */
const freshId = () => `sgr-made${String(++serial).padStart(8, "0")}`;

const models: Record<string, (state: GroupState, input: any) => GroupState> = {
  ModifySecurityGroupRules(state, input) {
    for (const { SecurityGroupRuleId, SecurityGroupRule } of input.SecurityGroupRules) {
      const rule = ruleNamed(state, SecurityGroupRuleId);
      const { kind, source } = onlySource(SecurityGroupRule);
      if (kind !== rule.kind)
        throw new Error(`InvalidParameterValue: a rule of kind ${rule.kind} cannot become ${kind}`);
      const changed = { ...rule, ...tuple(SecurityGroupRule), source, description: described(SecurityGroupRule) };
      refuseDuplicate(state, changed);
      Object.assign(rule, changed);
    }
    return state;
  },
  AuthorizeSecurityGroupIngress(state, input) {
    const tags = Object.fromEntries(
      (input.TagSpecifications ?? []).flatMap(({ ResourceType, Tags }: any) => {
        if (ResourceType !== "security-group-rule") throw new Error("InvalidParameterValue: ResourceType");
        return Tags.map(({ Key, Value }: any) => {
          if (Key.startsWith("aws:")) throw new Error("InvalidParameterValue: reserved tag");
          return [Key, Value];
        });
      }),
    );
    for (const permission of input.IpPermissions) {
      const ranges = [
        ...(permission.IpRanges ?? []),
        ...(permission.Ipv6Ranges ?? []),
        ...(permission.PrefixListIds ?? []),
      ];
      if (ranges.length === 0) throw new Error("MissingParameter: no source");
      for (const range of ranges) {
        const { CidrIp: CidrIpv4, ...rest } = range;
        const rule: IngressRule = {
          id: freshId(),
          ...tuple(permission),
          ...onlySource({ ...rest, ...(CidrIpv4 && { CidrIpv4 }) }),
          description: described(range),
          tags,
        };
        if (rule.kind === "prefix-list" && !state.prefixLists.some((list) => list.id === rule.source && list.entries)) {
          throw new Error(`InvalidPrefixListID.NotFound: ${rule.source}`);
        }
        refuseDuplicate(state, rule);
        state.rules.push(rule);
      }
    }
    return state;
  },
  RevokeSecurityGroupIngress(state, input) {
    for (const id of input.SecurityGroupRuleIds) {
      const rule = ruleNamed(state, id);
      state.rules = state.rules.filter((item) => item !== rule);
    }
    return state;
  },
};

function ruleNamed(state: GroupState, id: string): IngressRule {
  const rule = state.rules.find((item) => item.id === id);
  if (!rule) throw new Error(`InvalidSecurityGroupRuleId.NotFound: ${id}`);
  return rule;
}

function tuple({ IpProtocol, FromPort, ToPort }: any): Pick<IngressRule, "protocol" | "from" | "to"> {
  if (IpProtocol === undefined || FromPort === undefined || ToPort === undefined) throw new Error("MissingParameter");
  return { protocol: IpProtocol, from: FromPort, to: ToPort };
}

function onlySource(given: any): Pick<IngressRule, "kind" | "source"> {
  const found = [
    { kind: "ipv4" as const, source: given.CidrIpv4 },
    { kind: "ipv6" as const, source: given.CidrIpv6 },
    { kind: "prefix-list" as const, source: given.PrefixListId },
  ].filter((item) => item.source !== undefined);
  if (found.length !== 1) throw new Error("InvalidParameterCombination: exactly one source");
  return found[0]!;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html */
function described({ Description = "" }: any): string {
  if (!/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(Description)) {
    throw new Error(`InvalidParameterValue: Description ${Description}`);
  }
  return Description;
}

function refuseDuplicate(state: GroupState, rule: IngressRule): void {
  const same = state.rules.find(
    (other) =>
      other.id !== rule.id &&
      other.protocol === rule.protocol &&
      other.from === rule.from &&
      other.to === rule.to &&
      other.kind === rule.kind &&
      isSameRange(other.source, rule.source),
  );
  if (same) throw new Error(`InvalidPermission.Duplicate: ${same.id}`);
}
