import type { Call } from "../../model/call";
import { ownRoleNamed } from "../../policy/ownRoles";
import { identity, operation } from "./deny";
import { forPerson, planRole } from "./planRole";
import { planUser } from "./planUser";
import { whyUntouchable } from "./protection";
import type { BlockSettings, PrincipalState } from "./state";

/** The part of the state that stands for a second look: nothing was changed, everything is read again. */
export const lookAgain = "look";

/**
 * The calls that are still missing until the role or user is blocked as far as the operator asks for. After the last change
 * of a run the principal is looked at once more: IAM's changes spread with delay
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency), and in that
 * time new keys can be made and a deny can be detached.
 */
export function plan(state: PrincipalState, settings: BlockSettings): Call[] {
  const untouchable = whyUntouchable(state, settings);
  if (untouchable) return [forPerson(state, untouchable)];
  const calls = state.kind === "role" ? planRole(state, notOurselves(state, settings)) : planUser(state, settings);
  return calls.length === 0 && state.changed && settings.lookAgainSeconds > 0 ? [secondLook(state, settings)] : calls;
}

/**
 * One of the product's roles whose trust policy was changed is blocked like any other role, but never as a whole: no release
 * could take that back.
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
    reason: "IAM's changes spread with delay: look again for what was done meanwhile",
    changes: [lookAgain],
    wait: lookAgainSeconds,
    secondary: true,
  };
}
