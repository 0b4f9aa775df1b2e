import { stringify } from "csv-stringify/sync";
import type { Decision } from "../../runtime/model/journalItems";

/**
 * Decisions as CSV with a heading, for spreadsheets. Titles, names and tags can be chosen by an attacker: a text that a spreadsheet would
 * take for a formula gets an apostrophe before it (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function csvOf(decisions: Decision[]): string {
  const rows = decisions.map(({ at, outcome, response, reason, target, about, ...more }) => ({
    at,
    outcome,
    response,
    severity: about?.severity,
    type: about?.type,
    title: about?.title,
    account: target?.accountId ?? about?.accountId,
    region: target?.region ?? about?.region,
    kind: target?.kind,
    id: target?.id,
    arn: target?.arn,
    reason,
    residualRisk: more.remains.join("; "),
    containment: more.containment,
    approval: more.approval,
    finding: more.finding,
    by: more.by,
  }));
  return stringify(rows, { header: true, escape_formulas: true, columns: columns() });
}

/** Named here, so that the heading stands without a row too. */
const columns = () => [
  ...["at", "outcome", "response", "severity", "type", "title", "account", "region", "kind", "id", "arn"],
  ...["reason", "residualRisk", "containment", "approval", "finding", "by"],
];
