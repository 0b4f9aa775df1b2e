import type { Permission } from "../../model/permission";
import { containmentTag } from "./state";

const [list, group, association] = ["domain-list", "rule-group", "rule-group-association"].map(
  (type) => `arn:{partition}:route53resolver:{region}:{account}:firewall-${type}/*`,
) as [string, string, string];
const made = { Null: { [`aws:RequestTag/${containmentTag}`]: "false" } };
const ours = { Null: { [`aws:ResourceTag/${containmentTag}`]: "false" } };

/** What blocking a domain needs. A session that contains cannot remove anything, and none can change what others made. */
export const dnsPermissions: Permission[] = [
  {
    sid: "ReadDns",
    actions: [
      "route53resolver:ListFirewallDomainLists",
      "route53resolver:ListFirewallRuleGroupAssociations",
      "route53resolver:ListFirewallRuleGroups",
    ],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these List actions",
  },
  {
    sid: "ReadOwnDns",
    actions: [
      "route53resolver:GetFirewallDomainList",
      "route53resolver:ListFirewallDomains",
      "route53resolver:ListFirewallRules",
    ],
    resources: [list, group],
    condition: ours,
  },
  {
    sid: "MakeDns",
    actions: [
      "route53resolver:AssociateFirewallRuleGroup",
      "route53resolver:CreateFirewallDomainList",
      "route53resolver:CreateFirewallRuleGroup",
      "route53resolver:TagResource",
    ],
    resources: [list, group, association],
    condition: made,
    phase: "contain",
  },
  {
    sid: "FindVpcForDns",
    actions: ["ec2:DescribeVpcs"],
    resources: ["*"],
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonroute53resolver.html, dependent actions
    why: "an association looks the VPC up, and AWS offers no resource-level permissions for this action",
    phase: "contain",
  },
  {
    sid: "FillDns",
    actions: ["route53resolver:CreateFirewallRule", "route53resolver:UpdateFirewallDomains"],
    resources: [list, group],
    condition: ours,
    phase: "contain",
  },
  {
    sid: "RemoveDns",
    actions: [
      "route53resolver:DeleteFirewallDomainList",
      "route53resolver:DeleteFirewallRule",
      "route53resolver:DeleteFirewallRuleGroup",
      "route53resolver:DisassociateFirewallRuleGroup",
    ],
    resources: [list, group, association],
    condition: ours,
    phase: "release",
  },
];
