import type { Call } from "../../model/call";
import type { GroupState, IngressRule } from "./state";

/** The part that is read again after a rule changes. */
const changes = ["rules"];

/**
 * Changes source and description of a rule in place. The description is always sent: an old one must not stay on a changed
 * rule.
 */
export function modify(
  { id }: GroupState,
  rule: IngressRule,
  { source, description }: Pick<IngressRule, "source" | "description">,
  reason: string,
): Call {
  const { protocol, from, to, kind } = rule;
  const SecurityGroupRule = {
    IpProtocol: protocol,
    FromPort: from,
    ToPort: to,
    ...(kind === "ipv4" ? { CidrIpv4: source } : { CidrIpv6: source }),
    Description: description,
  };
  return {
    service: "ec2",
    operation: "ModifySecurityGroupRules",
    input: { GroupId: id, SecurityGroupRules: [{ SecurityGroupRuleId: rule.id, SecurityGroupRule }] },
    reason,
    changes,
  };
}

/** Adds a rule with its description and tags. AWS reserves tag keys that begin with `aws:`. */
export function authorize({ id }: GroupState, rule: IngressRule, reason: string): Call {
  const { protocol, from, to, kind, source, description, tags } = rule;
  const Description = description === "" ? undefined : description;
  const own = Object.entries(tags).filter(([key]) => !key.startsWith("aws:"));
  return {
    service: "ec2",
    operation: "AuthorizeSecurityGroupIngress",
    input: {
      GroupId: id,
      IpPermissions: [
        {
          IpProtocol: protocol,
          FromPort: from,
          ToPort: to,
          ...(kind === "ipv4" && { IpRanges: [{ CidrIp: source, Description }] }),
          ...(kind === "ipv6" && { Ipv6Ranges: [{ CidrIpv6: source, Description }] }),
          ...(kind === "prefix-list" && { PrefixListIds: [{ PrefixListId: source, Description }] }),
        },
      ],
      ...(own.length > 0 && {
        TagSpecifications: [{ ResourceType: "security-group-rule", Tags: own.map(([Key, Value]) => ({ Key, Value })) }],
      }),
    },
    reason,
    changes,
  };
}

/** Removes a rule by id: its properties could match the wrong rule, or silently none. */
export function revoke({ id }: GroupState, rule: IngressRule, reason: string): Call {
  return {
    service: "ec2",
    operation: "RevokeSecurityGroupIngress",
    input: { GroupId: id, SecurityGroupRuleIds: [rule.id] },
    reason,
    changes,
  };
}
