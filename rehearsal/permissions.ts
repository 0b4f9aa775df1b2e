import { rehearsalSource, rehearsalTag } from "../runtime/findings/rehearsal";
import type { Permission } from "../runtime/model/permission";
import { groupTag } from "../runtime/responses/isolateInstance/state";
import { namePrefix } from "./names";
import { imageParameter, instanceType } from "./testResources/instance";

/** The default name of the role that the command assumes in the account of a rehearsal. */
export const defaultRole = "firebreak-rehearser";

const ec2 = (...types: string[]) => types.map((type) => `arn:{partition}:ec2:{region}:{account}:${type}/*`);
const present = (key: string) => ({ Null: { [`aws:${key}/${rehearsalTag}`]: "false" } });

/** The role's permissions: create resources with the tag, change and remove only those, and read. */
export const rehearsalPermissions: Permission[] = [
  {
    sid: "Look",
    actions: [
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "ec2:DescribeSubnets",
      "ec2:DescribeVolumes",
      "ec2:DescribeVpcEndpoints",
      "ec2:DescribeVpcEndpointServices",
      "ec2:DescribeVpcs",
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
  {
    sid: "Make",
    actions: [
      "ec2:CreateVpc",
      "ec2:CreateVpcEndpoint",
      "ec2:CreateSubnet",
      "ec2:CreateSecurityGroup",
      "ec2:RunInstances",
    ],
    resources: ec2("vpc", "vpc-endpoint", "subnet", "security-group", "volume", "network-interface"),
    condition: present("RequestTag"),
  },
  {
    sid: "MakeInstance",
    actions: ["ec2:RunInstances"],
    resources: ec2("instance"),
    condition: { ...present("RequestTag"), StringEquals: { "ec2:InstanceType": instanceType } },
  },
  {
    sid: "MakeFromImage",
    actions: ["ec2:RunInstances"],
    resources: ["arn:{partition}:ec2:{region}::image/*"],
    condition: { StringEquals: { "ec2:Owner": "amazon" } },
  },
  {
    sid: "MakeInOwn",
    actions: ["ec2:CreateSubnet", "ec2:CreateSecurityGroup", "ec2:CreateVpcEndpoint", "ec2:RunInstances"],
    resources: ec2("vpc", "subnet", "security-group"),
    condition: present("ResourceTag"),
  },
  {
    sid: "Tag",
    actions: ["ec2:CreateTags"],
    resources: ec2("vpc", "vpc-endpoint", "subnet", "security-group", "instance", "volume", "network-interface"),
    condition: {
      StringEquals: {
        "ec2:CreateAction": ["CreateVpc", "CreateVpcEndpoint", "CreateSubnet", "CreateSecurityGroup", "RunInstances"],
      },
    },
  },
  {
    sid: "ChangeOwn",
    actions: [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:DeleteSecurityGroup",
      "ec2:DeleteSubnet",
      "ec2:DeleteVolume",
      "ec2:DeleteVpc",
      "ec2:DeleteVpcEndpoints",
      "ec2:DescribeInstanceAttribute",
      "ec2:ModifyInstanceAttribute",
      "ec2:TerminateInstances",
    ],
    resources: ec2("instance", "security-group", "subnet", "volume", "vpc", "vpc-endpoint"),
    condition: present("ResourceTag"),
  },
  {
    sid: "DeleteSnapshots",
    actions: ["ec2:DeleteSnapshot"],
    resources: ["arn:{partition}:ec2:{region}::snapshot/*"],
    condition: present("ResourceTag"),
  },
  {
    sid: "DeleteIsolationGroups",
    actions: ["ec2:DeleteSecurityGroup"],
    resources: ec2("security-group"),
    condition: { StringEquals: { [`aws:ResourceTag/${groupTag}`]: ["open", "closed"] } },
  },
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
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
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
    resources: [`arn:{partition}:lambda:{region}:{account}:function:${namePrefix}*`],
  },
  {
    sid: "PassRole",
    actions: ["iam:PassRole"],
    resources: [`arn:{partition}:iam::{account}:role/${namePrefix}*`],
    condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
  },
];
