import { isDenied, isUsed, namesNoSession } from "./judge";
import { isOfPods } from "./podSessions";
import { inForce } from "./quarantine";
import type { Denials, PrincipalState } from "./state";
import { channelsOf, freeChannels } from "./trust";

/**
 * Who can open a session of the role that is not denied, as a sentence; undefined if the role's trust policy leaves no way. A
 * denied session stays denied only if AWS always gives the same workload the same session name. Sessions that are denied by
 * age alone are replaced by newer ones.
 *
 * @param denied what is denied, or will be
 */
export function comesBackBy({ name, trust, wanted }: PrincipalState, denied: Denials): string | undefined {
  const isEnded = (who: string) => who.startsWith("pods.eks.") && isOfPods(denied);
  const free = freeChannels(trust).flatMap(({ who }) => (isEnded(who) ? [] : [who]));
  const newer = denied.issuedBefore ? ` newer than ${denied.issuedBefore}` : " under another name";
  const endless = " (each renewal of its credentials has a new name)";
  const [whose, ...others] = free.map((who) => (who.startsWith("pods.eks.") ? `${who}${endless}` : who));
  if (whose) {
    return `a session of role ${name}${newer} is not denied, and the role's trust policy lets these principals open one: ${[whose, ...others].join(", ")}`;
  }
  const issuers = channelsOf(trust).map(({ who }) => who);
  if (issuers.length === 0 || !namesNoSession({ wanted })) return undefined;
  return `a finding does not name the session of role ${name}: sessions${newer} are not denied, and ${issuers.join(", ")} can open them`;
}

/** What the block of a role leaves open, most important first, one sentence each. */
export function beyondReach(state: PrincipalState): string[] {
  return [...stillOpen(state), ...foreignDocuments(state), ...(state.opened?.sessions ?? [])];
}

function stillOpen(state: PrincipalState): string[] {
  if (state.kind === "user" || isDenied(state)) return [];
  const denied = inForce(state);
  if (denied.sessions.length === 0 && !denied.issuedBefore) return [];
  return [comesBackBy(state, denied) ?? []].flat();
}

/** Only this response writes to these paths; any other document that is attached from there may allow anything. */
function foreignDocuments(state: PrincipalState): string[] {
  return state.own
    .filter(({ arn, denials }) => !denials && isUsed(state, arn))
    .map(({ arn }) => `role ${state.name} uses ${arn}, whose document Firebreak did not write: check it`);
}
