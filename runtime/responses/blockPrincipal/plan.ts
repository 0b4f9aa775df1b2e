import type { Call } from "../../model/call";
import { ownRoleNamed } from "../../policy/ownRoles";
import { identity, operation } from "./deny";
import { forPerson, planRole } from "./planRole";
import { planUser } from "./planUser";
import { whyUntouchable } from "./protection";
import type { BlockSettings, PrincipalState } from "./state";

/** The stale part that represents a second check: nothing was changed, everything is read again. */
export const lookAgain = "look";

/**
 * The missing calls until the role or user is blocked as far as the settings require. After the last change of a run the
 * principal is checked once more: IAM changes propagate with a delay
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency), during which
 * new keys can be created and a deny can be detached.
 */
export function plan(state: PrincipalState, settings: BlockSettings): Call[] {
  const untouchable = whyUntouchable(state, settings);
  if (untouchable) return [forPerson(state, untouchable)];
  const calls = state.kind === "role" ? planRole(state, notOurselves(state, settings)) : planUser(state, settings);
  return calls.length === 0 && state.changed && settings.lookAgainSeconds > 0 ? [secondLook(state, settings)] : calls;
}

/**
 * One of the product's roles whose trust policy was changed is blocked like any other role, but never as a whole: no release
 * could undo that.
 */
function notOurselves(state: PrincipalState, settings: BlockSettings): BlockSettings {
  const { name, accountId } = state;
  if (!ownRoleNamed({ kind: "iam-role", id: name, accountId }, settings.ownRoles)) return settings;
  const roles = settings.roles === "principal" ? "older-sessions" : settings.roles;
  return { ...settings, roles, wholeRoleIfNeeded: false };
}

function secondLook(state: PrincipalState, { lookAgainSeconds }: BlockSettings): Call {
  return {
    service: "iam",
    operation: operation(state, "Get", ""),
    input: identity(state),
    reason: "IAM changes propagate with a delay: checks again for changes made in the meantime",
    changes: [lookAgain],
    wait: lookAgainSeconds,
    secondary: true,
  };
}
