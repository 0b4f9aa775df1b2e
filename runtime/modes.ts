import { type Finding, type SeverityBand, severityBand } from "./finding";

/** What a response may do: act, only say what it would do, or nothing. */
export type Mode = "contain" | "observe" | "off";

/** One refinement of a mode; a field that is left out matches everything. */
export interface ModeRule {
  mode: Mode;
  accounts?: string[];
  severities?: SeverityBand[];
}

/**
 * The mode for one finding: the first rule that matches, else `observe`, so that nothing is changed unless somebody said
 * so.
 */
export function modeFor(rules: ModeRule[], finding: Pick<Finding, "accountId" | "severity">): Mode {
  const matching = rules.find(
    (rule) =>
      (!rule.accounts || rule.accounts.includes(finding.accountId)) &&
      (!rule.severities || rule.severities.includes(severityBand(finding.severity))),
  );
  return matching?.mode ?? "observe";
}
