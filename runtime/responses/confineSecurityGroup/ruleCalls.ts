import type { Call } from "../../model/call";
import type { GroupState, IngressRule } from "./state";

/** What is read again after a change of a rule. */
const changes = ["rules"];

/**
 * Changes source and description of a rule in place. The description is always sent: an old one must not stay on a rule
 * that means something else.
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

/** Adds a rule with its description and tags. AWS keeps names that begin with `aws:` for itself. */
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

/** Takes a rule away by its id: by its properties the wrong one may be hit, or silently none. */
export function revoke({ id }: GroupState, rule: IngressRule, reason: string): Call {
  return {
    service: "ec2",
    operation: "RevokeSecurityGroupIngress",
    input: { GroupId: id, SecurityGroupRuleIds: [rule.id] },
    reason,
    changes,
  };
}
