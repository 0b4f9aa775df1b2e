import type { Call } from "../../model/call";
import { leverPath, ownArn } from "./arns";
import { comesBackBy } from "./comesBack";
import { attachOwn, denyEverything, setBoundary } from "./deny";
import { isDenied, isSessionBoundary, isUsed } from "./judge";
import { covers, documentOf, inForce, largestPolicy, missingDenials, union } from "./quarantine";
import type { BlockSettings, Denials, Lever, PrincipalState } from "./state";

/**
 * The missing calls for a role: the narrowest deny that the settings allow. If it is not possible, or a new session would
 * undo it, everything is denied if the settings allow that; otherwise the possible part is done, and the rest is reported for
 * a person to decide.
 */
export function planRole(state: PrincipalState, settings: BlockSettings): Call[] {
  if (isDenied(state)) return [];
  if (settings.roles === "principal") return denyEverything(state);
  const missing = missingDenials(state, settings);
  const obstacle = missing && whyNotNarrow(state, missing);
  const why = obstacle ?? comesBackBy(state, missing ? union(inForce(state), missing) : inForce(state));
  if (settings.wholeRoleIfNeeded && why) return denyEverything(state, why);
  if (!missing) return [];
  if (!obstacle) return denySessions(state, missing);
  return [forPerson(state, `${obstacle}; wholeRoleIfNeeded is off, so the role as a whole is not denied`)];
}

/** A boundary that others set is never replaced: a deny in its place could allow more than before. */
function leverFor(state: PrincipalState): Lever {
  return state.boundary !== undefined && !isSessionBoundary(state, state.boundary) ? "deny" : "bound";
}

/** What the next policy must deny. A boundary is replaced, so it must repeat the current denials; attached policies add up. */
function contentOf(state: PrincipalState, lever: Lever, missing: Denials): Denials {
  return lever === "bound" ? union(inForce(state), missing) : missing;
}

/** Why sessions cannot be denied on their own; undefined if they can. */
function whyNotNarrow(state: PrincipalState, missing: Denials): string | undefined {
  const { name, attached, attachedQuota, policyRoom } = state;
  const lever = leverFor(state);
  const content = contentOf(state, lever, missing);
  if (documentOf(lever, content).length > largestPolicy) {
    return `the sessions of role ${name} that must be denied do not fit into one policy`;
  }
  if (lever === "deny" && attached.length >= attachedQuota) {
    return `role ${name} has a permissions boundary of its own and ${attached.length} of ${attachedQuota} policies: there is no room for one that denies sessions`;
  }
  if (policyRoom <= 0 && !spare(state, lever, content)) {
    return `account ${state.accountId} has reached its quota of managed policies (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)`;
  }
  return undefined;
}

/**
 * A call that Firebreak does not make: it stays missing, so that the outcome shows what is open and a person can decide.
 */
export function forPerson({ kind, name }: Pick<PrincipalState, "kind" | "name">, why: string): Call {
  return {
    service: "iam",
    operation: kind === "role" ? "PutRolePermissionsBoundary" : "AttachUserPolicy",
    input: kind === "role" ? { RoleName: name } : { UserName: name },
    reason: why,
    changes: [],
    waitsFor: "a person",
  };
}

/**
 * Creates a policy with exactly the required denials, then uses it. A policy is used only after it was read back with exactly
 * that document, and is never written again: what a session may attach, it must not be able to change.
 */
function denySessions(state: PrincipalState, missing: Denials): Call[] {
  const lever = leverFor(state);
  const content = contentOf(state, lever, missing);
  const { sessions, issuedBefore } = content;
  // Without the time: an approved plan must be recognized later.
  const what = [...sessions, ...(issuedBefore ? ["every session opened so far"] : [])].join(", ");
  const made = spare(state, lever, content);
  if (made) return [use(state, lever, made.arn, what)];
  const arn = ownArn(state, lever, state.nextName);
  return [
    {
      service: "policies",
      operation: "CreatePolicy",
      input: {
        PolicyName: state.nextName,
        Path: leverPath(state.name, lever),
        PolicyDocument: documentOf(lever, content),
        Description: `Firebreak: denies sessions of role ${state.name}`,
      },
      reason: `the policy that denies ${what}`,
      changes: ["own"],
    },
    { ...use(state, lever, arn, what), waitsFor: "the policy to be read back" },
  ];
}

function use(state: PrincipalState, lever: Lever, arn: string, what: string): Call {
  const reason = `role ${state.name}: denies ${what}`;
  if (lever === "bound") return setBoundary(state, arn, reason);
  return attachOwn(state, arn, `${reason}; its own permissions boundary stays`);
}

/** An unused policy of this containment whose document was read back and has the required denials. */
function spare(state: PrincipalState, lever: Lever, content: Denials) {
  return state.own.find(
    (policy) =>
      policy.lever === lever &&
      !isUsed(state, policy.arn) &&
      policy.denials &&
      covers(policy.denials, content, state.since),
  );
}
