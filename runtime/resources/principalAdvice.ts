import type { Principal, Resource } from "../model/finding";

/** A principal of a finding, with the account that it was seen in. */
export interface Actor {
  resource: Resource;
  principal: Principal;
}

/** Names that IAM gives roles and users: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export function isIamName(name: string): boolean {
  return /^[A-Za-z0-9_+=,.@-]{1,64}$/.test(name);
}

/** The bare name, without a path before it; empty if the finding has none. */
export function bareName({ userName }: Principal): string {
  const name = userName ?? "";
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The unique id of a role or user, by which it can be found if the finding has no name. */
export function uniqueIdOf(principal: Principal): string | undefined {
  const { principalId = "" } = principal;
  return bareName(principal) === "" && /^(AROA|AIDA)[A-Z0-9]{12,}$/.test(principalId) ? principalId : undefined;
}

/**
 * What a person must do about a principal that IAM cannot limit, or that must not be confused with a role or user of the same
 * name; undefined for a role or a user that can be blocked. Decided by the finding alone, before any call.
 */
export function adviceOn(actor: Actor): string | undefined {
  const { userType } = actor.principal;
  if (userType === "Root") return aboutRoot(actor);
  if (userType === "FederatedUser") return aboutFederatedUser(actor);
  if (userType === "AssumedRole" || userType === "Role") return aboutRole(actor);
  if (userType === "IAMUser") {
    return isIamName(bareName(actor.principal)) || uniqueIdOf(actor.principal)
      ? undefined
      : withoutName(actor, "IAM user");
  }
  return aboutOthers(actor);
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
function aboutRoot({ resource }: Actor): string {
  return (
    `the root user of account ${resource.accountId} cannot be limited in IAM. In a member account of an organization, ` +
    "attach a service control policy that denies everything to it; it does not bind the management account. A person must " +
    "change the root password, delete its access keys and check its MFA devices (console: Security credentials)"
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html */
function aboutFederatedUser({ resource, principal }: Actor): string {
  const who = principal.principalId ?? principal.userName ?? "without a name";
  const issuer = principal.issuer ? `${principal.issuer} called it` : "look for that call in CloudTrail";
  return (
    `federated user ${who} of account ${resource.accountId} is not an IAM user, and an IAM user of the same name is not ` +
    `affected. A deny on the IAM user that called GetFederationToken stops its session: ${issuer}, so block that user`
  );
}

function aboutRole(actor: Actor): string | undefined {
  const name = bareName(actor.principal);
  const { accountId } = actor.resource;
  if (name === "aws:ec2-instance" || actor.principal.userName?.startsWith("aws:ec2-instance")) {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
    return (
      `${actor.principal.principalId ?? name} of account ${accountId} is the identity of an EC2 instance itself, which IAM ` +
      "policies do not limit: isolate the instance"
    );
  }
  const { task, pod, instanceProfile } = actor.principal;
  return isIamName(name) || uniqueIdOf(actor.principal) || task || pod || instanceProfile
    ? undefined
    : withoutName(actor, "role");
}

function withoutName({ resource, principal }: Actor, kind: string): string {
  const known = [principal.userName, principal.principalId, principal.accessKeyId].find((text) => text) ?? "nothing";
  return (
    `the finding has no valid IAM name for the ${kind} in account ${resource.accountId} (${known}): ` +
    "find the access key or the principal in CloudTrail and block its owner"
  );
}

function aboutOthers({ resource, principal }: Actor): string {
  const known = [principal.userName, principal.principalId].filter((text) => text).join(", ") || "no name";
  const who = `${known} (${principal.userType})`;
  if (principal.userType === "AWSAccount") {
    return (
      `${who} acted from outside account ${resource.accountId}: it can be limited by the policies of the resources that ` +
      "it used, or by the account that it belongs to. No role or user of the same name is changed"
    );
  }
  return (
    `${who} of account ${resource.accountId} is neither a role nor a user of IAM. No role or user of the same name is ` +
    "changed; a person must act"
  );
}
