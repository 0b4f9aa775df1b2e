import { names, pathed } from "../shared/names";
import { policy, type Statement } from "../shared/policies";

export interface PartsProtectionArgs {
  partition: string;
  rolePrefix: string;
  rolePath: string;
  /** Roles that deploy the stacks, by ARN with `*`; they alone may change the parts. */
  deployers: string[];
}

/**
 * The service control policy that keeps Firebreak's own parts in member accounts, and the sources of findings, as they were
 * deployed (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html). It does not bind the
 * management account nor service-linked roles; what it cannot bind is seen by the doctor's watch. As JSON to be attached.
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
  // What begins with the product's name also covers the functions, queues and roles of the security account.
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
    // Filters and lists are the administrator's; a member that can make its own could hide itself.
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
