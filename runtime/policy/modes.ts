import { matchesWildcard } from "../lib/wildcard";
import { type Finding, severityBand } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";

type Judged = Pick<Finding, "accountId" | "severity" | "type">;

/** The organizational units above an account, and the root, as far as they could be read. */
export interface AccountUnits {
  units: string[];
  /** Why not all of them are known. */
  unread?: string;
}

/** The units of an account that nobody has read. */
export const notRead: AccountUnits = { units: [], unread: "they were not read" };

/** Whether a rule's units contain the account; undefined if that is not known. */
export type Membership = (rule: ModeRule) => boolean | undefined;

/** What the units say that were read. */
export const currently =
  ({ units, unread }: AccountUnits): Membership =>
  ({ organizationalUnits = [] }) =>
    organizationalUnits.some((unit) => units.includes(unit)) || (unread === undefined ? false : undefined);

/**
 * The same, where they could not be read with what the deployment found. About an account that it found in no unit of any rule
 * nothing is known: it may be new, or it was moved since.
 */
export function asDeployed(rules: ModeRule[], accountId: string, now: Membership): Membership {
  const isKnown = rules.some(({ accountsAtDeployment = [] }) => accountsAtDeployment.includes(accountId));
  return (rule) => now(rule) ?? (isKnown ? rule.accountsAtDeployment?.includes(accountId) === true : undefined);
}

/** Whether a rule takes the account, by name or by its units; undefined if that is not known. */
function takes({ accounts, organizationalUnits, ...rest }: ModeRule, accountId: string, inUnits: Membership) {
  if (!accounts && !organizationalUnits) return true;
  if (accounts?.includes(accountId)) return true;
  return organizationalUnits ? inUnits({ organizationalUnits, ...rest }) : false;
}

/** Why a rule does not match the severity or the type of a finding, one sentence each. */
function otherMismatches({ severities, types }: ModeRule, { severity, type }: Judged): string[] {
  const band = severityBand(severity);
  return [
    ...(severities && !severities.includes(band)
      ? [`severity ${severity} is ${band}, not one of ${severities.join(", ")}`]
      : []),
    ...(types && !types.some((pattern) => matchesWildcard(pattern, type))
      ? [`type ${type} matches none of ${types.join(", ")}`]
      : []),
  ];
}

/** Why a rule does not match a finding, or may not match it, one sentence each; empty if it does. */
export function mismatches(rule: ModeRule, finding: Judged, above: AccountUnits = notRead): string[] {
  const { accounts = [], organizationalUnits = [] } = rule;
  const { accountId } = finding;
  const taken = takes(rule, accountId, currently(above));
  const isNot = [
    ...(accounts.length > 0 ? [`not one of ${accounts.join(", ")}`] : []),
    ...(organizationalUnits.length > 0 ? [`not in ${organizationalUnits.join(", ")}`] : []),
  ];
  return [
    ...(taken === false ? [`account ${accountId} is ${isNot.join(" and ")}`] : []),
    ...(taken === undefined
      ? [`whether account ${accountId} is in ${organizationalUnits.join(", ")} is not known: ${above.unread}`]
      : []),
    ...otherMismatches(rule, finding),
  ];
}

/**
 * The modes that a finding may have: that of the first matching rule, otherwise `observe`, so that nothing is changed without an
 * explicit rule. There are several if it is not known whether an account is in the units of a rule.
 */
export function possibleModes(rules: ModeRule[], finding: Judged, inUnits: Membership): Mode[] {
  const found: Mode[] = [];
  for (const rule of rules) {
    if (otherMismatches(rule, finding).length > 0) continue;
    const taken = takes(rule, finding.accountId, inUnits);
    if (taken === false) continue;
    found.push(rule.mode);
    if (taken) return found;
  }
  return [...found, "observe"];
}
