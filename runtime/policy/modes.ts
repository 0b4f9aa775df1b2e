import { matchesWildcard } from "../lib/wildcard";
import { type Finding, severityBand } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";

type Judged = Pick<Finding, "accountId" | "severity" | "type">;

/** Why a rule does not match a finding, one sentence each; empty if it does. */
export function mismatches(rule: ModeRule, finding: Judged): string[] {
  const { accounts, organizationalUnits: units, severities, types } = rule;
  const { accountId, severity, type } = finding;
  const band = severityBand(severity);
  const named = accounts?.includes(accountId);
  return [
    ...(units && !named ? [`the accounts in ${units.join(", ")} are looked up when the stack is deployed`] : []),
    ...(accounts && !units && !accounts.includes(accountId)
      ? [`account ${accountId} is not one of ${accounts.join(", ")}`]
      : []),
    ...(severities && !severities.includes(band)
      ? [`severity ${severity} is ${band}, not one of ${severities.join(", ")}`]
      : []),
    ...(types && !types.some((pattern) => matchesWildcard(pattern, type))
      ? [`type ${type} matches none of ${types.join(", ")}`]
      : []),
  ];
}

/**
 * The mode for one finding: that of the first matching rule, otherwise `observe`, so that nothing is changed without an explicit
 * rule.
 */
export function modeFor(rules: ModeRule[], finding: Judged): Mode {
  return rules.find((rule) => mismatches(rule, finding).length === 0)?.mode ?? "observe";
}
