import type { Permission } from "../../model/permission";

const ec2 = (type: string) => `arn:{partition}:ec2:{region}:{account}:${type}`;

/** The actions to read the rules of groups and what they mean. */
export const ruleReads = [
  "ec2:DescribeManagedPrefixLists",
  "ec2:DescribeSecurityGroupRules",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeVpcs",
];

/** The permission to resolve the prefix lists that rules name. */
export const prefixListReads: Permission = {
  sid: "ReadPrefixLists",
  actions: ["ec2:GetManagedPrefixListEntries"],
  resources: ["*"],
  why: "another account may share the prefix list; the ARN then has that account's id",
};

/**
 * What confinement and its release may call in the account of the group
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
 */
export const permissions: Permission[] = [
  {
    sid: "Read",
    actions: [...ruleReads, "ec2:DescribeNetworkInterfaces"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  prefixListReads,
  {
    sid: "ChangeRules",
    actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:ModifySecurityGroupRules", "ec2:RevokeSecurityGroupIngress"],
    resources: [ec2("security-group/{target}"), ec2("security-group-rule/*")],
  },
  {
    sid: "TagRules",
    actions: ["ec2:CreateTags"],
    resources: [ec2("security-group-rule/*")],
    condition: { StringEquals: { "ec2:CreateAction": "AuthorizeSecurityGroupIngress" } },
  },
];
