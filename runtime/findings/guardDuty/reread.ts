import type { Finding as ApiFinding } from "@aws-sdk/client-guardduty";

/**
 * A finding of GuardDuty's API in the form of its events: the same fields in lower camel case
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html).
 */
export function asEvent(finding: Partial<ApiFinding>): unknown {
  const { AccountId: account, Region: region } = finding;
  return { source: "aws.guardduty", "detail-type": "GuardDuty Finding", account, region, detail: lowered(finding) };
}

function lowered(value: any): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [name.charAt(0).toLowerCase() + name.slice(1), lowered(item)]),
  );
}
