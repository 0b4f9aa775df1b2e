import { exceptions } from "../../runtime/exceptions/settings";
import { names, pathed, responderArn } from "../shared/names";
import { policy, type Statement } from "../shared/policies";

export interface ExceptionProtectionArgs {
  exceptionTagKey: string;
  rolePrefix: string;
  rolePath: string;
  securityAccountId: string;
  partition: string;
  signatureRequired: boolean;
}

/**
 * The organization's policies that allow only the granting role to change the exception's tag, as JSON for attaching: a
 * service control policy (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html)
 * and a resource control policy
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html).
 */
export function exceptionProtection(args: ExceptionProtectionArgs): { scp: string; rcp: string } {
  const { partition, rolePrefix, rolePath, securityAccountId, exceptionTagKey, signatureRequired } = args;
  const writer = `arn:${partition}:iam::*:role/${pathed(rolePath, names.serviceRole(rolePrefix, exceptions))}`;
  const granter = responderArn({ partition, securityAccountId, rolePath }, exceptions);
  const unlessWriter = { ArnNotLike: { "aws:PrincipalArn": [writer] } };
  // IAM compares tag keys without case.
  const theKey = { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": [exceptionTagKey] } };
  const scp: Statement[] = [
    {
      Sid: "OnlyGrantedExceptions",
      Effect: "Deny",
      Action: taggingActions,
      Resource: "*",
      Condition: { ...theKey, ...unlessWriter },
    },
  ];
  const rcp: Statement[] = [
    {
      Sid: "OnlyTheSecurityAccountGrants",
      Effect: "Deny",
      Principal: "*",
      Action: "sts:AssumeRole",
      Resource: writer,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": granter } },
    },
    {
      Sid: "NoSessionIsTagged",
      Effect: "Deny",
      Principal: "*",
      Action: "sts:TagSession",
      Resource: "*",
      Condition: theKey,
    },
    // With signatures, forging the tag exempts nothing. Without them, the tag alone decides.
    ...(signatureRequired
      ? []
      : [
          {
            Sid: "OnlyGrantedExceptionsOfBuckets",
            Effect: "Deny" as const,
            Principal: "*" as const,
            Action: "s3:PutBucketTagging",
            Resource: "*",
            Condition: unlessWriter,
          },
          {
            Sid: "OnlyGrantedExceptionsOfBucketsByKey",
            Effect: "Deny" as const,
            Principal: "*" as const,
            Action: ["s3:TagResource", "s3:UntagResource"],
            Resource: "*",
            Condition: { ...theKey, ...unlessWriter },
          },
        ]),
  ];
  return { scp: policy(...scp), rcp: policy(...rcp) };
}

/**
 * The actions that set or remove tags of the kinds of resources that can have exceptions, including actions that create
 * them. Also those for database clusters and snapshots, from which databases may copy tags. A test compares the list
 * with AWS's data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * `s3:PutBucketTagging` is left out because it has no condition key for tag keys. The actions of the tagging API are
 * left out because they have no condition keys, and they need the service's own actions as well
 * (https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html).
 */
export const taggingActions = [
  "cloudtrail:AddTags",
  "cloudtrail:CreateTrail",
  "cloudtrail:RemoveTags",
  "config:PutConfigurationRecorder",
  "config:TagResource",
  "config:UntagResource",
  "ec2:CopyImage",
  "ec2:CopySnapshot",
  "ec2:CopyVolumes",
  "ec2:CreateFleet",
  "ec2:CreateImage",
  "ec2:CreateReplaceRootVolumeTask",
  "ec2:CreateRestoreImageTask",
  "ec2:CreateSecurityGroup",
  "ec2:CreateSnapshot",
  "ec2:CreateSnapshots",
  "ec2:CreateTags",
  "ec2:CreateVolume",
  "ec2:DeleteTags",
  "ec2:ImportImage",
  "ec2:ImportSnapshot",
  "ec2:RegisterImage",
  "ec2:RunInstances",
  "ecs:TagResource",
  "ecs:UntagResource",
  "eks:AssociateIdentityProviderConfig",
  "eks:CreateAccessEntry",
  "eks:CreateAddon",
  "eks:CreateCapability",
  "eks:CreateCluster",
  "eks:CreateFargateProfile",
  "eks:CreateNodegroup",
  "eks:CreatePodIdentityAssociation",
  "eks:TagResource",
  "eks:UntagResource",
  "guardduty:CreateDetector",
  "guardduty:TagResource",
  "guardduty:UntagResource",
  "iam:CreateRole",
  "iam:CreateUser",
  "iam:TagRole",
  "iam:TagUser",
  "iam:UntagRole",
  "iam:UntagUser",
  "lambda:CreateFunction",
  "lambda:TagResource",
  "lambda:UntagResource",
  "rds:AddTagsToResource",
  "rds:CopyDBClusterSnapshot",
  "rds:CopyDBSnapshot",
  "rds:CreateBlueGreenDeployment",
  "rds:CreateDBCluster",
  "rds:CreateDBClusterEndpoint",
  "rds:CreateDBClusterSnapshot",
  "rds:CreateDBInstance",
  "rds:CreateDBInstanceReadReplica",
  "rds:CreateDBShardGroup",
  "rds:CreateDBSnapshot",
  "rds:CreateGlobalCluster",
  "rds:CreateIntegration",
  "rds:CreateTenantDatabase",
  "rds:RemoveTagsFromResource",
  "rds:RestoreDBClusterFromS3",
  "rds:RestoreDBClusterFromSnapshot",
  "rds:RestoreDBClusterToPointInTime",
  "rds:RestoreDBInstanceFromDBSnapshot",
  "rds:RestoreDBInstanceFromS3",
  "rds:RestoreDBInstanceToPointInTime",
  "rds:StartDBInstanceAutomatedBackupsReplication",
  "s3:CreateBucket",
  "s3:TagResource",
  "s3:UntagResource",
];
