import { version } from "../../runtime/lib/version";
import { severityBand } from "../../runtime/model/finding";
import type { Decision } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";

/** Remediation Activity of OCSF: https://schema.ocsf.io/1.3.0/classes/remediation_activity?profiles=cloud */
const schemaVersion = "1.3.0";
const classUid = 7001;

type Value = [id: number, caption: string];

const other: Value = [99, "Other"];
const [isolate, evict, restore, harden]: Value[] = [
  [1, "Isolate"],
  [2, "Evict"],
  [3, "Restore"],
  [4, "Harden"],
];

/** What each response does, in the terms of https://d3fend.mitre.org. A runbook may do anything. */
export const activities: Record<string, Value> = {
  "isolate-instance": isolate!,
  "isolate-database": isolate!,
  "isolate-task": isolate!,
  "stop-function": isolate!,
  "block-principal": evict!,
  "confine-security-group": harden!,
  "block-public-bucket": harden!,
  "unshare-copy": harden!,
  "restore-guardrail": [3, "Restore"],
  "run-runbook": other,
};

const success: Value = [1, "Success"];

/** Outcomes that OCSF has no status for keep their own name. */
const statuses: Partial<Record<Outcome, Value>> = {
  contained: success,
  "already-contained": success,
  recontained: success,
  released: success,
  failed: [2, "Failure"],
  gone: [3, "Does Not Exist"],
  partial: [4, "Partial"],
};

const severities: Record<ReturnType<typeof severityBand>, Value> = {
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** A decision as an event of OCSF, for data lakes and SIEMs. What OCSF has no attribute for is in `unmapped`. */
export function ocsfOf(decision: Decision): Record<string, unknown> {
  const { at, run, response, outcome, reason, target, about, containment, approval, finding, seconds } = decision;
  const { remains, evidence, calls, by, said, exemption } = decision;
  const [activityId, activity] = outcome === "released" ? restore! : (activities[response] ?? other);
  const [statusId, status] = statuses[outcome] ?? [other[0], outcome];
  const [severityId, severity]: Value = about ? severities[severityBand(about.severity)] : [0, "Unknown"];
  const time = Date.parse(at);
  const place = target ?? about;
  return {
    activity_id: activityId,
    activity_name: activity,
    category_uid: 7,
    category_name: "Remediation",
    class_uid: classUid,
    class_name: "Remediation Activity",
    type_uid: classUid * 100 + activityId,
    type_name: `Remediation Activity: ${activity}`,
    time,
    start_time: time - Math.round(seconds * 1000),
    end_time: time,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    status_detail: reason,
    message: `${response}: ${outcome}${target ? `, ${target.arn}` : ""}`,
    command_uid: containment ?? approval ?? run,
    cloud: { provider: "AWS", ...(place && { region: place.region, account: accountOf(place.accountId) }) },
    metadata: {
      version: schemaVersion,
      profiles: ["cloud"],
      product: { name: "Firebreak", vendor_name: "Firebreak", version },
      correlation_uid: finding,
      event_code: outcome,
      // The same for each export of a decision.
      uid: [finding, response, target?.arn ?? "", at].join("|"),
    },
    ...(target && {
      observables: [{ name: "unmapped.target.arn", type_id: 10, type: "Resource UID", value: target.arn }],
    }),
    ...(remains.length > 0 && { remediation: { desc: `Residual risk: ${remains.join("; ")}` } }),
    unmapped: {
      response,
      outcome,
      finding: { uid: finding, ...about },
      calls,
      remains,
      evidence,
      ...(target && { target }),
      ...(containment && { containment }),
      ...(approval && { approval }),
      ...(by && { by, said }),
      ...(exemption && { exemption }),
    },
  };
}

const accountOf = (uid: string) => ({ uid, type: "AWS Account", type_id: 10 });
