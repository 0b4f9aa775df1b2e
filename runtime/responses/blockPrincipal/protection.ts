import { serviceNamed } from "../../lib/partitions";
import { isSameDocument } from "../../lib/sameDocument";
import { matchesWildcard } from "../../lib/wildcard";
import { leftToPerson, type Refusal } from "../../model/refusal";
import type { Target } from "../../model/target";
import { ownRoleNamed } from "../../policy/ownRoles";
import type { BlockSettings, PrincipalState } from "./state";
import { channelsOf } from "./trust";

/** Roles through which an organization governs its accounts; without them the accounts cannot be managed. */
const governing = ["OrganizationAccountAccessRole", "AWSControlTowerExecution"];

/** Ignores case: names that differ only by case cannot exist in one account. */
const matches = (pattern: string, text: string) => matchesWildcard(pattern, text, "i");

/**
 * Why the settings forbid blocking a role or user; undefined if they do not. A name that only looks like one of the product, of
 * AWS or of the organization protects nothing: every principal that may create a role chooses its name.
 */
export function protectedReason(target: Target, settings: BlockSettings): Refusal | undefined {
  const pattern = settings.protectedPrincipals.find((item) => isNamedBy(item, target));
  return pattern ? leftToPerson(protectedBy(target.id, pattern)) : undefined;
}

/**
 * Why a role or user is left to a person, judged by its path and trust policy, which no finding has. Undefined if it may be
 * blocked.
 */
export function whyUntouchable(state: PrincipalState, settings: BlockSettings): string | undefined {
  return state.kind === "role"
    ? (ofAws(state) ?? ofFirebreak(state, settings) ?? ofOrganization(state, settings) ?? byPath(state, settings))
    : byPath(state, settings);
}

/**
 * AWS's own roles are in paths where only AWS can create roles, and trust only AWS: IAM would refuse each call
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html,
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/prereqs-revoking-user-permissions.html).
 */
function ofAws({ path, trust, arn, wanted }: PrincipalState): string | undefined {
  const trusted = channelsOf(trust).map(({ who }) => who);
  const onlyBy = (pattern: RegExp) => trusted.length > 0 && trusted.every((who) => pattern.test(who));
  const onlyByServices = trusted.length > 0 && trusted.every((who) => /^[a-z0-9.-]+$/.test(serviceNamed(who) ?? ""));
  if (path.startsWith("/aws-reserved/sso.amazonaws.com/") && onlyBy(/:saml-provider\/AWSSSO_/)) {
    const sessions = wanted.flatMap((details) => details["sessions"] ?? []).join(" ") || "no session";
    return (
      `${arn} belongs to IAM Identity Center (${sessions}): IAM rejects changes to it. Fill the placeholder service control ` +
      "policy that denies the user by identitystore:userId, delete the user's portal sessions, then remove assignments and groups"
    );
  }
  if (path.startsWith("/aws-service-role/") && onlyByServices) {
    return (
      `${arn} is a service-linked role: only the service can change it, and neither policies nor service control policies ` +
      "limit it. A person must check what the service was instructed to do"
    );
  }
  return undefined;
}

/** One of the product's roles by its exact name, if it is as deployed: only the product can open a session of it. */
function ofFirebreak({ name, accountId, trust }: PrincipalState, { ownRoles }: BlockSettings): string | undefined {
  const own = ownRoleNamed({ kind: "iam-role", id: name, accountId }, ownRoles);
  if (!own || !isSameDocument(own.trust.replaceAll("{account}", accountId), trust)) return undefined;
  return (
    `role ${name} of account ${accountId} is one of Firebreak's own and unchanged since its deployment: Firebreak's function used ` +
    "it, or others through that function. Firebreak never blocks it: a person must check the function in the security account"
  );
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html */
function ofOrganization(state: PrincipalState, { managementAccountId }: BlockSettings): string | undefined {
  if (!managementAccountId || !governing.includes(state.name)) return undefined;
  const trusted = channelsOf(state.trust).map(({ who }) => who);
  const isManagement = (who: string) => who === managementAccountId || who.split(":")[4] === managementAccountId;
  if (trusted.length === 0 || !trusted.every(isManagement)) return undefined;
  return (
    `the organization governs account ${state.accountId} through role ${state.name}, and only management account ` +
    `${managementAccountId} may assume it. Firebreak never blocks it: a person must check there who used it`
  );
}

/** A pattern with a path, which only the live role or user has. */
function byPath(state: PrincipalState, settings: BlockSettings): string | undefined {
  const pattern = settings.protectedPrincipals.find((item) => item.includes(":") && matches(item, state.arn));
  return pattern && protectedBy(state.name, pattern);
}

function protectedBy(name: string, pattern: string): string {
  return `${name} is protected by "${pattern}" of protectedPrincipals: Firebreak never blocks it, so a person must act`;
}

/** A pattern with a colon matches ARNs; a target's ARN has no path, so the path of a pattern without `*` in its name is ignored. */
function isNamedBy(pattern: string, target: Target): boolean {
  if (!pattern.includes(":")) return matches(pattern, target.id);
  const last = pattern.slice(pattern.lastIndexOf("/") + 1);
  const bare = last.includes("*") ? pattern : pattern.replace(/:(role|user)\/.*$/, `:$1/${last}`);
  return matches(bare, target.arn);
}
