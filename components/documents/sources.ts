import { testDetailType, testSource } from "../../runtime/doctor/testEvent";
import { tagChangeDetailType } from "../../runtime/exceptions/tagChange";
import { exposedTypes } from "../../runtime/findings/config/ruleResources";
import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { automationDetailType, automationSteps } from "../../runtime/messages/automationStatus";
import { findingKinds } from "../../runtime/resources";
import { usedOfHub, usedOfHubV2 } from "./hubPatterns";
import { callSources } from "./undoingCalls";

/** The name of the kind of a service's calls. */
export const callsOf = (source: string): string => `calls-${source}`;

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
  // Whether what an account sends arrives; nothing but the log of events takes it.
  { name: "doctor", source: testSource, detailType: testDetailType },
];

/** Calls that may undo a containment; each service sends its own. */
const callKinds: FindingSource[] = callSources.map((source) => ({
  name: callsOf(source),
  source,
  detailType: apiCallDetailType,
}));

const unique = (texts: string[]) => [...new Set(texts)];

/** Every kind of events that the bus takes. */
export const eventKinds: FindingSource[] = [...findingSources, ...callKinds];

/** The `source` and `detail-type` of every kind. */
export const eventSources = unique(eventKinds.map((item) => item.source));
export const eventDetailTypes = unique(eventKinds.map((item) => item.detailType));

/** Characters of a pattern, at most: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const largestPattern = 2048;

/** Config tells every change of compliance; only this one is a finding. */
export const nonCompliant = {
  messageType: ["ComplianceChangeNotification"],
  newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
};

/** A scan of an object that found something; without a detector GuardDuty makes no finding of it. */
export const threatsFound = { scanResultDetails: { scanResultStatus: ["THREATS_FOUND"] } };

/** What is on its way is nothing to look at. */
export const endedAutomation = { Status: [{ "anything-but": automationSteps }] };

/** Changes of one tag only. */
const changesOf = (tagKey: string) => ({ "changed-tag-keys": [tagKey] });

/** The pattern of the changes of the exception's tag. */
export const tagChangePattern = (tagKey: string): string =>
  JSON.stringify({ source: ["aws.tag"], "detail-type": [tagChangeDetailType], detail: changesOf(tagKey) });

/** Whatever may be contained, open to the public or not encrypted; also what config adds to a response's rules. */
const configTypes = [...new Set([...findingKinds.flatMap(({ names }) => names.config), ...exposedTypes()])].sort();

/**
 * The EventBridge pattern of the events that an account forwards: what any route may ask for, whatever the security account
 * sets, as its settings are not known here. Evaluations that say COMPLIANT, rules on other types of resources, controls that
 * passed and other products' findings stay in the account.
 *
 * @param documents the documents of the declared runbooks; executions of others are nobody's business here
 * @param tagKey the key of the exception's tag
 * @param runbookTypes the types of resources that the runbooks are for
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
  // Too many documents and types to name: the readers leave what is not theirs.
  filters["automation"] = endedAutomation;
  if (pattern().length > largestPattern) filters["config"] = nonCompliant;
  return pattern();
}
