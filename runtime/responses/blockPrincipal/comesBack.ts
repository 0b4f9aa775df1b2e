import { isDenied, isUsed, namesNoSession } from "./judge";
import { inForce } from "./quarantine";
import type { Denials, PrincipalState } from "./state";
import { channelsOf, freeChannels } from "./trust";

/**
 * Who can have a session of the role that is not denied, as a sentence; undefined if the role's trust policy leaves no way. A
 * denied session stays denied only where AWS gives the same workload the same name again. Sessions that are denied by their
 * age alone are replaced by newer ones.
 *
 * @param denied what is denied, or will be
 */
export function comesBackBy({ name, trust, wanted }: PrincipalState, denied: Denials): string | undefined {
  const free = freeChannels(trust).map(({ who }) => who);
  const newer = denied.issuedBefore ? ` that is newer than ${denied.issuedBefore}` : " under another name";
  const endless = " (each renewal of its credentials has a new name)";
  const [whose, ...others] = free.map((who) => (who.startsWith("pods.eks.") ? `${who}${endless}` : who));
  if (whose) {
    return `a new session of role ${name}${newer} is not denied, and its trust policy lets these open one: ${[whose, ...others].join(", ")}`;
  }
  const issuers = channelsOf(trust).map(({ who }) => who);
  if (issuers.length === 0 || !namesNoSession({ wanted })) return undefined;
  return `a finding does not tell which session of role ${name} it is about: sessions${newer} are not denied, and ${issuers.join(", ")} can open them`;
}

/** What the block of a role leaves open, most important first, each a sentence. */
export function beyondReach(state: PrincipalState): string[] {
  return [...stillOpen(state), ...foreignDocuments(state), ...(state.opened?.sessions ?? [])];
}

function stillOpen(state: PrincipalState): string[] {
  if (state.kind === "user" || isDenied(state)) return [];
  const denied = inForce(state);
  if (denied.sessions.length === 0 && !denied.issuedBefore) return [];
  return [comesBackBy(state, denied) ?? []].flat();
}

/** Only this response writes to these paths; what else stands there and is attached may allow anything. */
function foreignDocuments(state: PrincipalState): string[] {
  return state.own
    .filter(({ arn, denials }) => !denials && isUsed(state, arn))
    .map(
      ({ arn }) =>
        `${arn} is in use by role ${state.name}, and its document is not one that Firebreak writes: look at it`,
    );
}
