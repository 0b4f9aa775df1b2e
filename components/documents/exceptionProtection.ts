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
 * The policies of the organization that leave the exception's tag to the role by which it is granted, as JSON to be attached:
 * a service control policy
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html) and a resource control policy
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
    // A forged signature exempts nothing. Without signatures the tag is all there is.
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
 * What sets and removes tags of the kinds of resources that exceptions are for, also while they are made, and of clusters and
 * snapshots of databases, whose tags their databases may take over. A test holds the list to AWS's data
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html).
 * `s3:PutBucketTagging` is not among them, as it tells no tag keys, nor are those of the tagging API, which know no condition
 * and need the service's own as well
 * (https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html).
 */
export const taggingActions = [
  "ec2:CopyVolumes",
  "ec2:CreateFleet",
  "ec2:CreateReplaceRootVolumeTask",
  "ec2:CreateSecurityGroup",
  "ec2:CreateTags",
  "ec2:CreateVolume",
  "ec2:DeleteTags",
  "ec2:RunInstances",
  "iam:CreateRole",
  "iam:CreateUser",
  "iam:TagRole",
  "iam:TagUser",
  "iam:UntagRole",
  "iam:UntagUser",
  "rds:AddTagsToResource",
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
