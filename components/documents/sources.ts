import { testDetailType, testSource } from "../../runtime/doctor/testEvent";
import { tagChangeDetailType } from "../../runtime/exceptions/tagChange";
import { exposedTypes } from "../../runtime/findings/config/ruleResources";
import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { automationDetailType, automationSteps } from "../../runtime/messages/automationStatus";
import { resourceTypes } from "../../runtime/resources";
import { usedOfHub, usedOfHubV2 } from "./hubPatterns";
import { callSources } from "./undoingCalls";

/** The name of the event kind for a service's API calls. */
export const callsOf = (source: string): string => `calls-${source}`;

/** A kind of event that carries findings. */
export interface FindingSource {
  /** Used in the names of its rules. */
  name: string;
  source: string;
  detailType: string;
}

/** The sources of findings. Bus policy, forwarding and rules are generated from this list. */
export const findingSources: FindingSource[] = [
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
  { name: "guardduty", source: "aws.guardduty", detailType: "GuardDuty Finding" },
  // https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
  { name: "scan", source: "aws.guardduty", detailType: "GuardDuty Malware Protection Object Scan Result" },
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
  // The doctor's test events, which only the event log receives.
  { name: "doctor", source: testSource, detailType: testDetailType },
];

/** Calls that may undo a containment, one kind per service. */
const callKinds: FindingSource[] = callSources.map((source) => ({
  name: callsOf(source),
  source,
  detailType: apiCallDetailType,
}));

const unique = (texts: string[]) => [...new Set(texts)];

/** Every kind of event that the bus accepts. */
export const eventKinds: FindingSource[] = [...findingSources, ...callKinds];

/** The `source` and `detail-type` of every kind. */
export const eventSources = unique(eventKinds.map((item) => item.source));
export const eventDetailTypes = unique(eventKinds.map((item) => item.detailType));

/**
 * The maximum number of characters of a pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const largestPattern = 2048;

/** Config reports every change of compliance; only this one is a finding. */
export const nonCompliant = {
  messageType: ["ComplianceChangeNotification"],
  newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
};

/** An object scan that found a threat; without a detector GuardDuty creates no finding for it. */
export const threatsFound = { scanResultDetails: { scanResultStatus: ["THREATS_FOUND"] } };

/** Executions that are still running are ignored. */
export const endedAutomation = { Status: [{ "anything-but": automationSteps }] };

/** Changes of one tag. */
const changesOf = (tagKey: string) => ({ "changed-tag-keys": [tagKey] });

/** The pattern of the changes of the exception's tag. */
export const tagChangePattern = (tagKey: string): string =>
  JSON.stringify({ source: ["aws.tag"], "detail-type": [tagChangeDetailType], detail: changesOf(tagKey) });

/** All resource types that may be contained, public or unencrypted. */
const configTypes = [...new Set([...resourceTypes.flatMap(({ names }) => names.config), ...exposedTypes()])].sort();

/**
 * The EventBridge pattern of the events that an account forwards. It includes all events that any route may match,
 * because the security account's settings are not known here. COMPLIANT evaluations, rules on other resource types,
 * passed controls and other products' findings stay in the account.
 *
 * @param documents the documents of the declared runbooks; executions of other documents are not forwarded
 * @param tagKey the key of the exception's tag
 * @param runbookTypes the resource types of the runbooks
 */
export function forwardingPattern(documents: string[], tagKey: string, runbookTypes: string[] = []): string {
  const evaluated = [...new Set([...configTypes, ...runbookTypes.filter((type) => type.startsWith("AWS::"))])];
  const filters: Record<string, object> = {
    scan: threatsFound,
    config: { ...nonCompliant, resourceType: evaluated },
    hub: usedOfHub,
    "hub-v2": usedOfHubV2,
    automation: { ...endedAutomation, Definition: documents },
    tags: changesOf(tagKey),
  };
  const wanted = findingSources.filter(({ name }) => name !== "automation" || documents.length > 0);
  const pattern = () =>
    JSON.stringify({
      $or: wanted.map(({ name, source, detailType }) => ({
        source: [source],
        "detail-type": [detailType],
        ...(filters[name] && { detail: filters[name] }),
      })),
    });
  if (pattern().length <= largestPattern) return pattern();
  // Too many documents and types to list: the readers skip irrelevant events.
  filters["automation"] = endedAutomation;
  if (pattern().length > largestPattern) filters["config"] = nonCompliant;
  return pattern();
}
