import type { Permission } from "../model/permission";
import { testDetailType, testSource } from "./testEvent";

/**
 * What the doctor may call in an account: it reads what it compares, and sends one kind of event that nothing acts on.
 *
 * @param rolePath the path of all roles of the product, which ends with a slash
 * @param forwarding name of the forwarding rule, its role and the beginning of its queue's
 */
export function doctorPermissions(rolePrefix: string, forwarding: string, rolePath: string): Permission[] {
  const at = "arn:{partition}";
  return [
    {
      sid: "ReadRoles",
      actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      resources: [
        `${at}:iam::{account}:role${rolePath}${rolePrefix}-*`,
        `${at}:iam::{account}:role${rolePath}${forwarding}`,
      ],
    },
    {
      sid: "ReadForwarding",
      actions: ["events:DescribeRule", "events:ListTargetsByRule"],
      resources: [`${at}:events:{region}:{account}:rule/${forwarding}*`],
    },
    {
      sid: "CountUndelivered",
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      resources: [`${at}:sqs:{region}:{account}:${forwarding}-dead`],
    },
    {
      sid: "TestForwarding",
      actions: ["events:PutEvents"],
      resources: [`${at}:events:{region}:{account}:event-bus/default`],
      // An operator with "ForAllValues" is true for an absent key as well:
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
      condition: {
        "ForAllValues:StringEquals": { "events:source": testSource, "events:detail-type": testDetailType },
        Null: { "events:source": "false", "events:detail-type": "false" },
      },
    },
    {
      sid: "ReadDetector",
      actions: ["guardduty:GetDetector", "guardduty:GetFilter", "guardduty:GetIPSet", "guardduty:GetTrustedEntitySet"],
      resources: [`${at}:guardduty:{region}:{account}:detector/*`],
    },
    {
      sid: "List",
      actions: [
        "config:DescribeConfigRuleEvaluationStatus",
        "config:DescribeConfigRules",
        "config:DescribeConfigurationRecorderStatus",
        "ec2:DescribeRegions",
        "guardduty:ListDetectors",
        "guardduty:ListFilters",
        "guardduty:ListIPSets",
        "guardduty:ListTrustedEntitySets",
      ],
      resources: ["*"],
      why: "AWS offers no resource-level permissions for these lists, or only by rule ids that it generates",
    },
  ];
}
