import { testDetailType, testSource } from "../runtime/doctor/testEvent";
import { tagChangeDetailType } from "../runtime/exceptions/tagChange";
import { automationDetailType, automationSteps } from "../runtime/intake/automationStatus";

/** A kind of events that findings come in. */
export interface FindingSource {
  /** Part of the names of its rules. */
  name: string;
  source: string;
  detailType: string;
}

/** Where findings come from; bus policy, forwarding and rules are made from this list. */
export const findingSources: FindingSource[] = [
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
  { name: "guardduty", source: "aws.guardduty", detailType: "GuardDuty Finding" },
  // https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
  { name: "config", source: "aws.config", detailType: "Config Rules Compliance Change" },
  // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
  { name: "hub", source: "aws.securityhub", detailType: "Security Hub Findings - Imported" },
  { name: "action", source: "aws.securityhub", detailType: "Security Hub Findings - Custom Action" },
  // https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html
  { name: "hub-v2", source: "aws.securityhub", detailType: "Findings Imported V2" },
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
  { name: "automation", source: "aws.ssm", detailType: automationDetailType },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-tagging.html
  { name: "tags", source: "aws.tag", detailType: tagChangeDetailType },
  // Whether what an account sends arrives; nothing but the log of events takes it.
  { name: "doctor", source: testSource, detailType: testDetailType },
];

const unique = (texts: string[]) => [...new Set(texts)];

/** The `source` and `detail-type` of every kind. */
export const eventSources = unique(findingSources.map((item) => item.source));
export const eventDetailTypes = findingSources.map((item) => item.detailType);

/**
 * Every update of a finding in Security Hub is an event, our own included. What is archived is not worth a message. The
 * workflow status does not matter here: every member may set it for its own findings, and what is NOTIFIED may still fail. The
 * intake knows our own updates.
 */
export const freshInHub = { RecordState: ["ACTIVE"] };

/** What is on its way is nothing to look at. */
export const endedAutomation = { Status: [{ "anything-but": automationSteps }] };

/** Changes of one tag only. */
const changesOf = (tagKey: string) => ({ "changed-tag-keys": [tagKey] });

/** The pattern of the changes of the exception's tag. */
export const tagChangePattern = (tagKey: string): string =>
  JSON.stringify({ source: ["aws.tag"], "detail-type": [tagChangeDetailType], detail: changesOf(tagKey) });

/**
 * The EventBridge pattern of the events that an account forwards.
 *
 * @param documents the documents of the declared runbooks; executions of others are nobody's business here
 * @param tagKey the key of the exception's tag
 */
export function forwardingPattern(documents: string[], tagKey: string): string {
  const filters: Record<string, object> = {
    hub: { findings: freshInHub },
    automation: { ...endedAutomation, Definition: documents },
    tags: changesOf(tagKey),
  };
  const wanted = findingSources.filter(({ name }) => name !== "automation" || documents.length > 0);
  return JSON.stringify({
    $or: wanted.map(({ name, source, detailType }) => ({
      source: [source],
      "detail-type": [detailType],
      ...(filters[name] && { detail: filters[name] }),
    })),
  });
}
