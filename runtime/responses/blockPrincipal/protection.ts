import { leftToPerson, type Refusal } from "../../refusal";
import type { Target } from "../../target";
import { matchesWildcard } from "../../wildcard";
import type { BlockSettings, PrincipalState } from "./state";

/** Roles by which an organization is governed; without them its accounts cannot be helped. */
const governing = ["OrganizationAccountAccessRole", "AWSControlTowerExecution"];

/** Case does not count, as names that differ by case only cannot exist in one account. */
const matches = (pattern: string, text: string) => matchesWildcard(pattern, text, "i");

/** Why a role or user must not be blocked, as far as its name tells; undefined if it may be. */
export function protectedReason(target: Target, settings: BlockSettings): Refusal | undefined {
  const isRole = target.kind === "iam-role";
  const prefixes = ["firebreak-", ...(settings.ownRolePrefix ? [settings.ownRolePrefix] : [])];
  if (isRole && prefixes.some((prefix) => target.id.toLowerCase().startsWith(prefix.toLowerCase()))) {
    return leftToPerson(
      `role ${target.id} is one of Firebreak's own: it is never blocked, so a person has to look at who used it`,
    );
  }
  if (isRole && governing.includes(target.id)) {
    return leftToPerson(
      `role ${target.id} is what the organization is governed by: it is never blocked, so a person has to look`,
    );
  }
  const pattern = settings.protectedPrincipals.find((item) => isNamedBy(item, target));
  return pattern ? leftToPerson(protectedBy(target.id, pattern)) : undefined;
}

/** The same for a pattern that tells by the path, which only the live role or user has. */
export function protectedPath(state: PrincipalState, settings: BlockSettings): string | undefined {
  const pattern = settings.protectedPrincipals.find((item) => item.includes(":") && matches(item, state.arn));
  return pattern && protectedBy(state.name, pattern);
}

function protectedBy(name: string, pattern: string): string {
  return `${name} is protected by "${pattern}" of protectedPrincipals: it is never blocked, so a person has to look`;
}

/** A pattern with a colon is one of ARNs; a target's ARN has no path, so a path before a plain name is left out. */
function isNamedBy(pattern: string, target: Target): boolean {
  if (!pattern.includes(":")) return matches(pattern, target.id);
  const last = pattern.slice(pattern.lastIndexOf("/") + 1);
  const bare = last.includes("*") ? pattern : pattern.replace(/:(role|user)\/.*$/, `:$1/${last}`);
  return matches(bare, target.arn);
}
