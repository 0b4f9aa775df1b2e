import { isolationGroupPermissions } from "../../aws/isolationGroupPermissions";
import { wallPermissions } from "../../aws/wall/permissions";
import type { Permission } from "../../model/permission";
import { copyTag } from "./custody";
import { dnsPermissions } from "./dnsPermissions";
import { containmentTag, groupTag } from "./state";

const ec2 = (type: string) => `arn:{partition}:ec2:{region}:{account}:${type}`;
const ofAnyAccount = (type: string) => `arn:{partition}:ec2:{region}:*:${type}`;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid */
const inOrganization = { StringEquals: { "aws:ResourceOrgID": `\${aws:PrincipalOrgID}` } };
const ours = { [`aws:ResourceTag/${groupTag}`]: ["open", "closed"] };
const loadBalancing = "arn:{partition}:elasticloadbalancing:{region}:{account}:";
const autoScalingGroup = "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*";

/**
 * The attributes that protect the instance, but not its user data or groups. AWS documents the key for this action, but not the
 * form of its values, and it may be missing in some requests: so case is ignored, and a missing key is allowed
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html).
 */
const protecting = {
  StringEqualsIgnoreCaseIfExists: {
    "ec2:Attribute": ["BlockDeviceMapping", "DisableApiTermination", "InstanceInitiatedShutdownBehavior"],
  },
};

const snapshots = "arn:{partition}:ec2:{region}::snapshot/*";
const copied = { Null: { [`aws:RequestTag/${copyTag}`]: "false" } };
const evidence = { Null: { [`aws:ResourceTag/${containmentTag}`]: "false" } };

/**
 * Keys of the organization, for requests of EC2 alone; a grant only on behalf of EC2
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html).
 */
const throughEc2 = {
  StringLike: { "kms:ViaService": "ec2.*" },
  StringEquals: inOrganization.StringEquals,
};

/** What isolation and its release may call in the account of the instance. */
export const permissions: Permission[] = [
  {
    sid: "Read",
    actions: [
      "ec2:DescribeInstances",
      "ec2:DescribeNetworkAcls",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSnapshots",
      "autoscaling:DescribeAutoScalingGroups",
      "autoscaling:DescribeAutoScalingInstances",
      "elasticloadbalancing:DescribeLoadBalancers",
      "elasticloadbalancing:DescribeTargetGroups",
      "elasticloadbalancing:DescribeTargetHealth",
    ],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for these Describe actions",
  },
  { sid: "ReadInstance", actions: ["ec2:DescribeInstanceAttribute"], resources: [ec2("instance/{target}")] },
  {
    sid: "ProtectInstance",
    actions: ["ec2:ModifyInstanceAttribute"],
    resources: [ec2("instance/{target}"), ec2("volume/*")],
    condition: protecting,
  },
  {
    sid: "Snapshot",
    actions: ["ec2:CreateSnapshots"],
    resources: [ec2("instance/{target}"), ec2("volume/*"), snapshots],
    phase: "contain",
  },
  {
    sid: "TagSnapshots",
    actions: ["ec2:CreateTags"],
    resources: [snapshots],
    condition: {
      StringEquals: { "ec2:CreateAction": "CreateSnapshots" },
      Null: { [`aws:RequestTag/${containmentTag}`]: "false" },
    },
    phase: "contain",
  },
  {
    sid: "ReadLocks",
    actions: ["ec2:DescribeLockedSnapshots"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
    phase: "contain",
  },
  {
    sid: "LockSnapshots",
    actions: ["ec2:LockSnapshot"],
    resources: [snapshots],
    condition: evidence,
    phase: "contain",
  },
  {
    sid: "CopySnapshots",
    actions: ["ec2:CopySnapshot"],
    resources: [snapshots],
    condition: copied,
    phase: "contain",
  },
  {
    sid: "TagCopies",
    actions: ["ec2:CreateTags"],
    resources: [snapshots],
    condition: { ...copied, StringEquals: { "ec2:CreateAction": "CopySnapshot" } },
    phase: "contain",
  },
  {
    sid: "ShareCopies",
    actions: ["ec2:DescribeSnapshotAttribute", "ec2:ModifySnapshotAttribute"],
    resources: [snapshots],
    condition: { Null: { [`aws:ResourceTag/${copyTag}`]: "false", "ec2:Add/group": "true" } },
    phase: "contain",
  },
  {
    sid: "GrantKeysForCopies",
    actions: ["kms:CreateGrant"],
    resources: ["arn:{partition}:kms:{region}:*:key/*"],
    condition: { ...throughEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    phase: "contain",
  },
  {
    sid: "UseKeysForCopies",
    actions: [
      "kms:Decrypt",
      "kms:DescribeKey",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
    ],
    resources: ["arn:{partition}:kms:{region}:*:key/*"],
    condition: throughEc2,
    phase: "contain",
  },
  ...isolationGroupPermissions(["open", "closed"]),
  {
    sid: "SwitchInterfaces",
    actions: ["ec2:ModifyNetworkInterfaceAttribute"],
    resources: [ec2("network-interface/*")],
  },
  {
    sid: "IntoOurGroups",
    actions: ["ec2:ModifyNetworkInterfaceAttribute"],
    resources: [ec2("security-group/*")],
    condition: { StringEquals: ours },
    phase: "contain",
  },
  {
    sid: "IntoEarlierGroups",
    actions: ["ec2:ModifyNetworkInterfaceAttribute"],
    // A group may be shared by another account of the organization as well:
    // https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
    resources: [ofAnyAccount("security-group/*")],
    condition: inOrganization,
    phase: "release",
  },
  ...wallPermissions,
  ...dnsPermissions,
  { sid: "EnterStandby", actions: ["autoscaling:EnterStandby"], resources: [autoScalingGroup], phase: "contain" },
  { sid: "ExitStandby", actions: ["autoscaling:ExitStandby"], resources: [autoScalingGroup], phase: "release" },
  {
    sid: "Deregister",
    actions: ["elasticloadbalancing:DeregisterInstancesFromLoadBalancer", "elasticloadbalancing:DeregisterTargets"],
    resources: [`${loadBalancing}loadbalancer/*`, `${loadBalancing}targetgroup/*`],
    phase: "contain",
  },
  {
    sid: "Register",
    actions: ["elasticloadbalancing:RegisterInstancesWithLoadBalancer", "elasticloadbalancing:RegisterTargets"],
    resources: [`${loadBalancing}loadbalancer/*`, `${loadBalancing}targetgroup/*`],
    phase: "release",
  },
];
