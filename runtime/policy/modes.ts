import { matchesWildcard } from "../lib/wildcard";
import { type Finding, severityBand } from "../model/finding";
import type { Mode, ModeRule } from "../model/responderSettings";

type Judged = Pick<Finding, "accountId" | "severity" | "type">;

/** Why a rule does not match a finding, each a sentence; none if it does. */
export function mismatches(rule: ModeRule, finding: Judged): string[] {
  const { accounts, organizationalUnits: units, severities, types } = rule;
  const { accountId, severity, type } = finding;
  const band = severityBand(severity);
  const named = accounts?.includes(accountId);
  return [
    ...(units && !named ? [`which accounts are in ${units.join(", ")} is looked up when the stack is deployed`] : []),
    ...(accounts && !units && !accounts.includes(accountId)
      ? [`account ${accountId} is none of ${accounts.join(", ")}`]
      : []),
    ...(severities && !severities.includes(band)
      ? [`severity ${severity} is ${band}, none of ${severities.join(", ")}`]
      : []),
    ...(types && !types.some((pattern) => matchesWildcard(pattern, type))
      ? [`type ${type} is none of ${types.join(", ")}`]
      : []),
  ];
}

/**
 * The mode for one finding: the first rule that matches, else `observe`, so that nothing is changed unless somebody said
 * so.
 */
export function modeFor(rules: ModeRule[], finding: Judged): Mode {
  return rules.find((rule) => mismatches(rule, finding).length === 0)?.mode ?? "observe";
}
