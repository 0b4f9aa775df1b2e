import { containmentTag, groupTag } from "../../runtime/responses/isolateInstance/state";
import { pathed } from "../shared/names";
import { policy, type Statement } from "../shared/policies";

export interface ContainmentProtectionArgs {
  partition: string;
  rolePrefix: string;
  rolePath: string;
}

/**
 * The service control policy that protects containments, as JSON for attaching. Only Firebreak's own roles may change
 * isolation groups, delete evidence, or remove the policies that deny sessions
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html). No condition key covers
 * the following, which stay possible: moving an interface out of an isolation group, replacing our boundary with
 * another one, changing a bucket's Block Public Access, changing the rules of a confined group, changing the entries
 * of a network ACL, giving an isolated database other groups, and sharing a copy again. The hourly check and the check
 * after such a call detect these.
 */
export function containmentProtection({ partition, rolePrefix, rolePath }: ContainmentProtectionArgs): string {
  const unlessOurs = {
    ArnNotLike: { "aws:PrincipalArn": [`arn:${partition}:iam::*:role/${pathed(rolePath, rolePrefix)}-*`] },
  };
  const ourPolicies = `arn:${partition}:iam::*:policy/firebreak/*`;
  const denyAll = `arn:${partition}:iam::aws:policy/AWSDenyAll`;
  const statements: Statement[] = [
    {
      Sid: "IsolationGroups",
      Effect: "Deny",
      Action: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateTags",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteTags",
        "ec2:ModifyNetworkInterfaceAttribute",
        "ec2:ModifySecurityGroupRules",
        "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress",
        "ec2:RunInstances",
      ],
      Resource: `arn:${partition}:ec2:*:*:security-group/*`,
      Condition: { ...unlessOurs, Null: { [`aws:ResourceTag/${groupTag}`]: "false" } },
    },
    {
      Sid: "Evidence",
      Effect: "Deny",
      Action: ["ec2:DeleteSnapshot", "ec2:DeleteTags", "ec2:ModifySnapshotAttribute", "ec2:UnlockSnapshot"],
      Resource: `arn:${partition}:ec2:*::snapshot/*`,
      Condition: { ...unlessOurs, Null: { [`aws:ResourceTag/${containmentTag}`]: "false" } },
    },
    {
      Sid: "EvidenceOfDatabases",
      Effect: "Deny",
      Action: [
        "rds:DeleteDBClusterSnapshot",
        "rds:DeleteDBSnapshot",
        "rds:ModifyDBClusterSnapshotAttribute",
        "rds:ModifyDBSnapshotAttribute",
        "rds:RemoveTagsFromResource",
      ],
      Resource: [`arn:${partition}:rds:*:*:snapshot:*`, `arn:${partition}:rds:*:*:cluster-snapshot:*`],
      Condition: { ...unlessOurs, Null: { [`aws:ResourceTag/${containmentTag}`]: "false" } },
    },
    {
      Sid: "DeniedBoundaries",
      Effect: "Deny",
      Action: [
        "iam:DeleteRolePermissionsBoundary",
        "iam:DeleteUserPermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:PutUserPermissionsBoundary",
      ],
      Resource: "*",
      Condition: { ...unlessOurs, ArnLike: { "iam:PermissionsBoundary": [ourPolicies] } },
    },
    {
      Sid: "DeniedPolicies",
      Effect: "Deny",
      Action: ["iam:DetachRolePolicy", "iam:DetachUserPolicy"],
      Resource: "*",
      Condition: { ...unlessOurs, ArnLike: { "iam:PolicyARN": [ourPolicies, denyAll] } },
    },
    {
      Sid: "PoliciesThatDeny",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
      ],
      Resource: ourPolicies,
      Condition: unlessOurs,
    },
  ];
  return policy(...statements);
}
