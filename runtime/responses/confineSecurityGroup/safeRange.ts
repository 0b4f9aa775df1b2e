import { type Family, liesIn, parseRange } from "./addressRanges";
import type { ConfineSettings, GroupState } from "./state";

/** Link-local addresses reach nothing but the same link: such a range closes a rule wherever the VPC is. */
const linkLocal = ["169.254.0.0/16", "fe80::/10"];

/** The range that config names for the group's VPC, usable or not. */
export function configuredRange(state: GroupState, settings: ConfineSettings, family: Family): string {
  const own = settings.safeRangesByVpc[state.vpcId];
  return family === 4 ? (own?.ipv4 ?? settings.safeRangesIPv4) : (own?.ipv6 ?? settings.safeRangesIPv6);
}

/**
 * The range that replaces a public source, or undefined if config names none for this VPC: a range outside the VPC may belong
 * to a peer, and config does not name the VPC's own range. Without a range, public rules are closed. An isolation group never
 * gets one.
 */
export function safeRange(state: GroupState, settings: ConfineSettings, family: Family): string | undefined {
  const range = configuredRange(state, settings, family);
  if (state.isolation || parseRange(range)?.family !== family) return undefined;
  return liesIn(range, linkLocal) || liesIn(range, state.vpcRanges) ? range : undefined;
}
