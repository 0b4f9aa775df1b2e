/** A finding of any source, reduced to what the product reads. Times are ISO 8601 in UTC. */
export interface Finding {
  source: "guardduty";
  /** The id at the source; the same finding keeps it over all its updates. */
  id: string;
  type: string;
  title: string;
  /** 1.0 to 10.0: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
  severity: number;
  /** The account and Region of the resource, never those of the envelope. */
  accountId: string;
  region: string;
  partition: string;
  firstSeen: string;
  lastSeen: string;
  /** When the source sent it. */
  sentAt: string;
  /** Made by "generate sample findings": never acted on. */
  sample: boolean;
  /** Whether the resource is the attacker or the victim of what was seen, where the source tells. */
  role?: "ACTOR" | "TARGET";
  resourceType: string;
  instanceId?: string;
}

/** Severity words of GuardDuty. */
export type SeverityBand = "low" | "medium" | "high" | "critical";

/** The band that GuardDuty gives a number: 1 to 3.9, 4 to 6.9, 7 to 8.9, 9 to 10. */
export function severityBand(severity: number): SeverityBand {
  if (severity >= 9) return "critical";
  if (severity >= 7) return "high";
  return severity >= 4 ? "medium" : "low";
}

/** The finding in GuardDuty's console. */
export function consoleLink(finding: Pick<Finding, "id" | "region" | "partition">): string {
  const domains: Record<string, string> = {
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
  };
  const domain = domains[finding.partition] ?? "console.aws.amazon.com";
  const search = encodeURIComponent(`id=${finding.id}`);
  return `https://${finding.region}.${domain}/guardduty/home?region=${finding.region}#/findings?search=${search}`;
}
