import { rehearsalSource } from "../runtime/findings/rehearsal";
import type { Permission } from "../runtime/model/permission";
import { ec2Permissions } from "./ec2Permissions";
import { namePrefix } from "./names";
import { imageParameter } from "./testResources/instance";

/** The default name of the role that the command assumes in the account of a rehearsal. */
export const defaultRole = "firebreak-rehearser";

const named = (service: string, type: string) => `arn:{partition}:${service}:{region}:{account}:${type}${namePrefix}*`;

/** The role's permissions: create resources with the tag, change and remove only those, and read. */
export const rehearsalPermissions: Permission[] = [
  {
    sid: "Look",
    actions: [
      "cloudtrail:DescribeTrails",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInstances",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "ec2:DescribeSubnets",
      "ec2:DescribeVolumes",
      "ec2:DescribeVpcEndpointServices",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcs",
      "ecs:DescribeTaskDefinition",
      "ecs:ListClusters",
      "iam:ListPolicies",
      "iam:ListRoles",
      "iam:ListUsers",
      "lambda:ListFunctions",
      "s3:ListAllMyBuckets",
    ],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  {
    sid: "Image",
    actions: ["ssm:GetParameter"],
    resources: [`arn:{partition}:ssm:{region}::parameter${imageParameter}`],
  },
  {
    sid: "Rule",
    actions: ["events:DescribeRule"],
    resources: ["arn:{partition}:events:{region}:{account}:rule/firebreak-forwarding-rehearsals"],
  },
  {
    sid: "Send",
    actions: ["events:PutEvents"],
    resources: ["arn:{partition}:events:{region}:{account}:event-bus/default"],
    condition: { StringEquals: { "events:source": rehearsalSource } },
  },
  ...ec2Permissions,
  {
    sid: "Users",
    actions: [
      "iam:CreateAccessKey",
      "iam:CreateUser",
      "iam:DeleteAccessKey",
      "iam:DeleteUser",
      "iam:DetachUserPolicy",
      "iam:ListAccessKeys",
      "iam:ListAttachedUserPolicies",
      "iam:ListUserTags",
      "iam:TagUser",
    ],
    resources: [`arn:{partition}:iam::{account}:user/${namePrefix}*`],
  },
  {
    sid: "Roles",
    actions: [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePermissionsBoundary",
      "iam:DetachRolePolicy",
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListRoleTags",
      "iam:TagRole",
    ],
    resources: [`arn:{partition}:iam::{account}:role/${namePrefix}*`],
  },
  {
    sid: "Policies",
    actions: ["iam:DeletePolicy"],
    resources: [`arn:{partition}:iam::{account}:policy/firebreak/${namePrefix}*`],
  },
  {
    sid: "Buckets",
    actions: [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:DeleteObject",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
      "s3:ListBucket",
      "s3:PutBucketPolicy",
      "s3:PutBucketPublicAccessBlock",
      "s3:PutBucketTagging",
    ],
    resources: [`arn:{partition}:s3:::${namePrefix}*`],
  },
  {
    sid: "Functions",
    actions: [
      "lambda:CreateFunction",
      "lambda:DeleteFunction",
      "lambda:GetFunctionConcurrency",
      "lambda:GetFunctionConfiguration",
      "lambda:ListTags",
      "lambda:TagResource",
    ],
    resources: [named("lambda", "function:")],
  },
  {
    sid: "Trails",
    actions: [
      "cloudtrail:AddTags",
      "cloudtrail:CreateTrail",
      "cloudtrail:DeleteTrail",
      "cloudtrail:GetTrailStatus",
      "cloudtrail:ListTags",
      "cloudtrail:StartLogging",
      "cloudtrail:StopLogging",
    ],
    resources: [named("cloudtrail", "trail/")],
  },
  {
    sid: "Tasks",
    actions: [
      "ecs:CreateCluster",
      "ecs:DeleteCluster",
      "ecs:DescribeClusters",
      "ecs:DescribeTasks",
      "ecs:RegisterTaskDefinition",
      "ecs:RunTask",
      "ecs:StopTask",
      "ecs:TagResource",
    ],
    resources: [named("ecs", "cluster/"), named("ecs", "task/"), named("ecs", "task-definition/")],
  },
  {
    sid: "TasksOfClusters",
    actions: ["ecs:ListTasks"],
    resources: ["*"],
    why: "the tasks of a cluster are no resource, so the condition names their cluster",
    condition: { ArnLike: { "ecs:cluster": `arn:*:ecs:*:*:cluster/${namePrefix}*` } },
  },
  {
    sid: "PassRole",
    actions: ["iam:PassRole"],
    resources: [`arn:{partition}:iam::{account}:role/${namePrefix}*`],
    condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
  },
];
