import { version } from "../lib/version";
import type { Outcome } from "../model/outcome";
import type { DecisionFacts } from "../notices/decisionEvent";

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
  "isolate-pod": isolate!,
  "stop-function": isolate!,
  "block-principal": evict!,
  "confine-cluster": harden!,
  "confine-security-group": harden!,
  "block-public-bucket": harden!,
  "unshare-copy": harden!,
  "restore-guardrail": restore!,
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

const severities: Record<DecisionFacts["severity"]["band"], Value> = {
  unknown: [0, "Unknown"],
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

/** A decision as a Remediation Activity. */
export interface RemediationActivity {
  activity_id: number;
  activity_name: string;
  category_uid: number;
  category_name: string;
  class_uid: number;
  class_name: string;
  type_uid: number;
  type_name: string;
  /** In milliseconds since 1970, as all times. */
  time: number;
  start_time: number;
  end_time: number;
  severity_id: number;
  severity: string;
  status_id: number;
  status: string;
  status_detail: string;
  message: string;
  command_uid: string;
  cloud: { provider: string; region?: string; account?: { uid: string; name?: string; type: string; type_id: number } };
  metadata: {
    version: string;
    profiles: string[];
    product: { name: string; vendor_name: string; version: string };
    correlation_uid: string;
    event_code: string;
    uid: string;
  };
  observables?: { name: string; type_id: number; type: string; value: string }[];
  remediation?: { desc: string };
  /** What OCSF has no attribute for. */
  unmapped: Record<string, unknown>;
}

/**
 * A decision as an event of OCSF, for data lakes and SIEMs, from the command line as well as in files. It is the same for each
 * export of the decision, and `metadata.uid` is the decision's id.
 */
export function ocsfOf(facts: DecisionFacts): RemediationActivity {
  const { id, time: at, seconds, incident, outcome, response, reason, finding, target, remains } = facts;
  const { account, accountName, region, rehearsal, sample, tags, calls, drift, openNow, evidence } = facts;
  const { containment, approval, by, said, needsPerson } = facts;
  const [activityId, activity] = outcome === "released" ? restore! : (activities[response] ?? other);
  const [statusId, status] = statuses[outcome] ?? [other[0], outcome];
  const [severityId, severity] = severities[facts.severity.band];
  const time = Date.parse(at);
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
    command_uid: containment ?? approval ?? id,
    cloud: {
      provider: "AWS",
      ...(region !== "unknown" && { region }),
      ...(account !== "unknown" && {
        account: { uid: account, ...(accountName !== undefined && { name: accountName }), ...accountType },
      }),
    },
    metadata: {
      version: schemaVersion,
      profiles: ["cloud"],
      product: { name: "Firebreak", vendor_name: "Firebreak", version },
      correlation_uid: finding.id,
      event_code: outcome,
      uid: id,
    },
    ...(target && {
      observables: [{ name: "unmapped.target.arn", type_id: 10, type: "Resource UID", value: target.arn }],
    }),
    ...(remains.length > 0 && { remediation: { desc: `Residual risk: ${remains.join("; ")}` } }),
    unmapped: {
      response,
      outcome,
      incident,
      finding,
      rehearsal,
      sample,
      needsPerson,
      tags,
      calls,
      remains,
      drift,
      openNow,
      evidence,
      ...(target && { target }),
      ...(containment && { containment }),
      ...(approval && { approval }),
      ...(by && { by, said }),
    },
  };
}

const accountType = { type: "AWS Account", type_id: 10 };
