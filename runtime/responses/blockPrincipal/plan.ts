import type { Call } from "../../response";
import { identity, operation } from "./deny";
import { forPerson, planRole } from "./planRole";
import { planUser } from "./planUser";
import { protectedPath } from "./protection";
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
  const calls = state.kind === "role" ? planRole(state, settings) : planUser(state, settings);
  return calls.length === 0 && state.changed && settings.lookAgainSeconds > 0 ? [secondLook(state, settings)] : calls;
}

/** What only the path tells, which no finding has: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
function whyUntouchable(state: PrincipalState, settings: BlockSettings): string | undefined {
  if (state.path.startsWith("/aws-reserved/") || state.path.startsWith("/aws-service-role/")) {
    return `${state.arn} belongs to AWS, and IAM refuses to change it: a person has to look`;
  }
  return protectedPath(state, settings);
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
