import type { Permission } from "../../model/permission";
import { role as roleType } from "../../resources/principal";

// Names are unique in an account, but the ARN has the path, which findings lack.
const iam = "arn:{partition}:iam::{account}:";
const role = { targetKind: "iam-role", resources: [`${iam}role/{target}`, `${iam}role/*/{target}`] };
const user = { targetKind: "iam-user", resources: [`${iam}user/{target}`, `${iam}user/*/{target}`] };
/** The policies that are made for one role: `bound` are boundaries, `deny` are attached. */
const own = { targetKind: "iam-role", resources: [`${iam}policy/firebreak/{target}/*`] };

const statuses = [
  "iam:UpdateAccessKey",
  "iam:UpdateServiceSpecificCredential",
  "iam:UpdateSigningCertificate",
  "iam:UpdateSSHPublicKey",
];

// Conditions are taken as they stand, in every partition and account; IAM takes no policy of another account.
const denyAll = "arn:*:iam::aws:policy/AWSDenyAll";
const onlyDenyAll = { ArnLike: { "iam:PolicyARN": denyAll } };
const onlyOurDenials = { ArnLike: { "iam:PolicyARN": [denyAll, "arn:*:iam::*:policy/firebreak/*/deny/*"] } };
const onlyOurBoundaries = {
  StringLike: { "iam:PermissionsBoundary": [denyAll, "arn:*:iam::*:policy/firebreak/*/bound/*"] },
};
const onlyDenyAllAsBoundary = { StringLike: { "iam:PermissionsBoundary": denyAll } };

/**
 * What blocking and its release may call in the account of the role or user. The right to write inline policies is not
 * included: a session could grant itself everything. Policies may be written in one path only, by a session that cannot use
 * them; the other session may attach those of one part of the path, and set those of the other part as boundaries, which never
 * grant (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html). A policy is never
 * written again once it is made, so what was read back is what is attached.
 */
export const permissions: Permission[] = [
  roleType.lookUp!.permission,
  {
    // The session that looks up is opened for a role whose name is not known yet.
    sid: "FindTasks",
    actions: ["ecs:DescribeTasks"],
    targetKind: "iam-role",
    resources: ["arn:{partition}:ecs:{region}:{account}:task/*"],
    phase: "resolve",
  },
  {
    sid: "FindRolesOfTasks",
    actions: ["ecs:DescribeTaskDefinition"],
    targetKind: "iam-role",
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
    phase: "resolve",
  },
  {
    sid: "FindPods",
    actions: ["eks:ListPodIdentityAssociations"],
    targetKind: "iam-role",
    resources: ["arn:{partition}:eks:{region}:{account}:cluster/*"],
    phase: "resolve",
  },
  {
    sid: "FindRolesOfPods",
    actions: ["eks:DescribePodIdentityAssociation"],
    targetKind: "iam-role",
    resources: ["arn:{partition}:eks:{region}:{account}:podidentityassociation/*"],
    phase: "resolve",
  },
  {
    sid: "FindRolesOfInstances",
    actions: ["iam:GetInstanceProfile"],
    targetKind: "iam-role",
    resources: [`${iam}instance-profile/*`],
    phase: "resolve",
  },
  {
    sid: "ReadRoles",
    actions: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole"],
    targetKind: "iam-role",
    resources: [`${iam}role/*`],
  },
  {
    sid: "ReadUsers",
    actions: [
      "iam:GetUser",
      "iam:GetLoginProfile",
      "iam:ListAccessKeys",
      "iam:ListAttachedUserPolicies",
      "iam:ListMFADevices",
      "iam:ListServiceSpecificCredentials",
      "iam:ListSigningCertificates",
      "iam:ListSSHPublicKeys",
    ],
    targetKind: "iam-user",
    resources: [`${iam}user/*`],
  },
  {
    sid: "ReadQuotas",
    actions: ["iam:GetAccountSummary"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
  },
  { sid: "ReadOwnPolicies", actions: ["iam:GetPolicyVersion", "iam:ListPolicyVersions"], ...own },
  {
    sid: "LookUpSessions",
    actions: ["cloudtrail:LookupEvents"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
    phase: "contain",
  },
  { sid: "WriteOwnPolicies", actions: ["iam:CreatePolicy"], ...own, phase: "contain", session: "write" },
  {
    sid: "ListOwnPolicies",
    actions: ["iam:ListPolicies"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
    targetKind: "iam-role",
    phase: "release",
  },
  { sid: "DeleteOwnPolicies", actions: ["iam:DeletePolicy", "iam:DeletePolicyVersion"], ...own, phase: "release" },
  { sid: "DenyRole", actions: ["iam:AttachRolePolicy"], ...role, condition: onlyOurDenials, phase: "contain" },
  { sid: "DenyUser", actions: ["iam:AttachUserPolicy"], ...user, condition: onlyDenyAll, phase: "contain" },
  { sid: "DenyRoleNoMore", actions: ["iam:DetachRolePolicy"], ...role, condition: onlyOurDenials, phase: "release" },
  { sid: "DenyUserNoMore", actions: ["iam:DetachUserPolicy"], ...user, condition: onlyDenyAll, phase: "release" },
  {
    sid: "BoundRole",
    actions: ["iam:PutRolePermissionsBoundary"],
    ...role,
    condition: onlyOurBoundaries,
    phase: "contain",
  },
  {
    sid: "BoundUser",
    actions: ["iam:PutUserPermissionsBoundary"],
    ...user,
    condition: onlyDenyAllAsBoundary,
    phase: "contain",
  },
  // The earlier boundary is unknown here, and a session that may set any boundary may also remove ours. Only a session that
  // releases has these rights, and only on the one role or user.
  {
    sid: "GiveBackRoleBoundary",
    actions: ["iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary"],
    ...role,
    phase: "release",
  },
  {
    sid: "GiveBackUserBoundary",
    actions: ["iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"],
    ...user,
    phase: "release",
  },
  {
    sid: "FindEarlierBoundary",
    actions: ["iam:GetPolicy"],
    resources: [`${iam}policy/*`, "arn:{partition}:iam::aws:policy/*"],
    phase: "release",
  },
  { sid: "CredentialsOff", actions: [...statuses, "iam:DeleteLoginProfile"], ...user, phase: "contain" },
  { sid: "CredentialsOn", actions: statuses, ...user, phase: "release" },
];
