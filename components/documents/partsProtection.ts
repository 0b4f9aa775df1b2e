import { names, pathed } from "../shared/names";
import { policy, type Statement } from "../shared/policies";

export interface PartsProtectionArgs {
  partition: string;
  rolePrefix: string;
  rolePath: string;
  /** ARN patterns of the roles that deploy the stacks; only they may change the parts. */
  deployers: string[];
}

/**
 * The service control policy that protects Firebreak's own parts and the finding services in member accounts
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html). It does not apply to the
 * management account and to service-linked roles; the doctor's heartbeat check detects changes by these. As JSON for
 * attaching.
 */
export function partsProtection({ partition, rolePrefix, rolePath, deployers }: PartsProtectionArgs): string {
  const Condition = { ArnNotLike: { "aws:PrincipalArn": deployers } };
  const at = `arn:${partition}`;
  const deny = (Sid: string, Action: string[], Resource: string | string[]): Statement => ({
    Sid,
    Effect: "Deny",
    Action,
    Resource,
    Condition,
  });
  // Names with the product's prefix include the functions, queues and roles of the security account.
  const ours = names.responder("*");
  return policy(
    deny(
      "Roles",
      [
        "iam:AttachRolePolicy",
        "iam:DeleteRole",
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
      ],
      [`${rolePrefix}-*`, ours].map((name) => `${at}:iam::*:role/${pathed(rolePath, name)}`),
    ),
    deny(
      "Forwarding",
      ["events:DeleteRule", "events:DisableRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets"],
      `${at}:events:*:*:rule/${ours}`,
    ),
    deny(
      "Queues",
      ["sqs:AddPermission", "sqs:DeleteQueue", "sqs:PurgeQueue", "sqs:RemovePermission", "sqs:SetQueueAttributes"],
      `${at}:sqs:*:*:${ours}`,
    ),
    // Filters and lists belong to the administrator. A member account that can create its own could hide its findings.
    deny(
      "Sources",
      [
        "config:DeleteConfigRule",
        "config:DeleteConfigurationRecorder",
        "config:DeleteDeliveryChannel",
        "config:StopConfigurationRecorder",
        "guardduty:CreateFilter",
        "guardduty:CreateIPSet",
        "guardduty:CreateTrustedEntitySet",
        "guardduty:DeleteDetector",
        "guardduty:DisassociateFromAdministratorAccount",
        "guardduty:UpdateDetector",
        "guardduty:UpdateFilter",
        "guardduty:UpdateIPSet",
        "guardduty:UpdateTrustedEntitySet",
        "securityhub:DisableSecurityHub",
        "securityhub:DisassociateFromAdministratorAccount",
      ],
      "*",
    ),
  );
}
