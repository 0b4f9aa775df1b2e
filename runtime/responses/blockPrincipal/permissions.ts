import { resolvesPrincipals } from "../../aws/resolveTarget";
import type { Permission } from "../../response";

// Names are unique in an account, but the ARN carries the path, which a finding does not tell.
const iam = "arn:{partition}:iam::{account}:";
const role = [`${iam}role/{target}`, `${iam}role/*/{target}`];
const user = [`${iam}user/{target}`, `${iam}user/*/{target}`];
const quarantine = [`${iam}policy/firebreak/{target}-quarantine`];

const versions = ["iam:DeletePolicyVersion", "iam:GetPolicyVersion", "iam:ListPolicyVersions"];
const statuses = [
  "iam:UpdateAccessKey",
  "iam:UpdateServiceSpecificCredential",
  "iam:UpdateSigningCertificate",
  "iam:UpdateSSHPublicKey",
];

// Conditions are taken as they stand, in every partition and account; IAM takes no boundary of another account.
const denyAll = "arn:*:iam::aws:policy/AWSDenyAll";
const onlyDenyAll = { ArnLike: { "iam:PolicyARN": denyAll } };
const onlyOurBoundaries = {
  StringLike: { "iam:PermissionsBoundary": [denyAll, "arn:*:iam::*:policy/firebreak/*-quarantine"] },
};

/**
 * What blocking and its release may call in the account of the role or user. No right to write inline policies is among
 * them, and none to attach a policy that could allow anything: whoever has one of those can give himself everything. What
 * this response may write are policies of one path, and those it may only use as boundaries, which never grant
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html).
 */
export const permissions: Permission[] = [
  resolvesPrincipals,
  {
    sid: "ReadPrincipals",
    actions: [
      "iam:GetRole",
      "iam:ListAttachedRolePolicies",
      "iam:ListInstanceProfilesForRole",
      "iam:GetUser",
      "iam:GetLoginProfile",
      "iam:ListAccessKeys",
      "iam:ListAttachedUserPolicies",
      "iam:ListMFADevices",
      "iam:ListServiceSpecificCredentials",
      "iam:ListSigningCertificates",
      "iam:ListSSHPublicKeys",
    ],
    // Not by name: with the four patterns of a name here as well, the session policy would be longer than AWS takes.
    resources: [`${iam}role/*`, `${iam}user/*`],
  },
  {
    sid: "ReadQuotas",
    actions: ["iam:GetAccountSummary"],
    resources: ["*"],
    why: "AWS does not limit this action to resources",
  },
  {
    sid: "WriteQuarantine",
    actions: [...versions, "iam:CreatePolicy", "iam:CreatePolicyVersion"],
    resources: quarantine,
    phase: "contain",
  },
  { sid: "DeleteQuarantine", actions: [...versions, "iam:DeletePolicy"], resources: quarantine, phase: "release" },
  {
    sid: "DenyAll",
    actions: ["iam:AttachRolePolicy", "iam:AttachUserPolicy"],
    resources: [...role, ...user],
    condition: onlyDenyAll,
    phase: "contain",
  },
  {
    sid: "DenyAllNoMore",
    actions: ["iam:DetachRolePolicy", "iam:DetachUserPolicy"],
    resources: [...role, ...user],
    condition: onlyDenyAll,
    phase: "release",
  },
  {
    sid: "SetOurBoundaries",
    actions: ["iam:PutRolePermissionsBoundary", "iam:PutUserPermissionsBoundary"],
    resources: [...role, ...user],
    condition: onlyOurBoundaries,
    phase: "contain",
  },
  {
    // Which boundary there was before cannot be known here, and who may set any may as well be allowed to take ours away.
    // Only a session that releases has these rights, and only on the one role or user.
    sid: "GiveBackBoundary",
    actions: [
      "iam:DeleteRolePermissionsBoundary",
      "iam:DeleteUserPermissionsBoundary",
      "iam:PutRolePermissionsBoundary",
      "iam:PutUserPermissionsBoundary",
    ],
    resources: [...role, ...user],
    phase: "release",
  },
  {
    sid: "FindEarlierBoundary",
    actions: ["iam:GetPolicy"],
    resources: [`${iam}policy/*`, "arn:{partition}:iam::aws:policy/*"],
    phase: "release",
  },
  { sid: "CredentialsOff", actions: [...statuses, "iam:DeleteLoginProfile"], resources: user, phase: "contain" },
  { sid: "CredentialsOn", actions: statuses, resources: user, phase: "release" },
];
