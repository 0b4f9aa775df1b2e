import { testDetailType, testSource } from "../../runtime/doctor/testEvent";
import { tagChangeDetailType } from "../../runtime/exceptions/tagChange";
import {
  type Details,
  type EventKind,
  eventPattern,
  largestPattern,
  type SourcePatterns,
} from "../../runtime/findings/pattern";
import { sources } from "../../runtime/findings/sources";
import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { automationDetailType, automationSteps } from "../../runtime/messages/automationStatus";
import { callSources } from "./undoingCalls";

/** The name of the event kind for a service's API calls. */
export const callsOf = (source: string): string => `calls-${source}`;

/** The kinds of events besides findings. */
const otherKinds: EventKind[] = [
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
  { name: "automation", source: "aws.ssm", detailType: automationDetailType },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-tagging.html
  { name: "tags", source: "aws.tag", detailType: tagChangeDetailType },
  // The doctor's test events, which only the event log receives.
  { name: "doctor", source: testSource, detailType: testDetailType },
];

/**
 * The events that an account forwards, without API calls. Bus policy, forwarding and rules are generated from this
 * list.
 */
export const forwardedKinds: EventKind[] = [...sources.flatMap(({ events }) => events), ...otherKinds];

/** Calls that may undo a containment, one kind per service. */
const callKinds: EventKind[] = callSources.map((source) => ({
  name: callsOf(source),
  source,
  detailType: apiCallDetailType,
}));

const unique = (texts: string[]) => [...new Set(texts)];

/** Every kind of event that the bus accepts. */
export const eventKinds: EventKind[] = [...forwardedKinds, ...callKinds];

/** A kind of event by its name. */
export const kindNamed = (name: string): EventKind => eventKinds.find((item) => item.name === name)!;

/** The `source` and `detail-type` of every kind. */
export const eventSources = unique(eventKinds.map((item) => item.source));
export const eventDetailTypes = unique(eventKinds.map((item) => item.detailType));

/** Executions that are still running are ignored. */
export const endedAutomation = { Status: [{ "anything-but": automationSteps }] };

/** Changes of one tag. */
const changesOf = (tagKey: string) => ({ "changed-tag-keys": [tagKey] });

/** The pattern of the changes of the exception's tag. */
export const tagChangePattern = (tagKey: string): string =>
  JSON.stringify(eventPattern(kindNamed("tags"), changesOf(tagKey)));

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
  const filters: Record<string, object> = {
    ...mergedDetails(({ forwarded }) => forwarded(runbookTypes)),
    automation: { ...endedAutomation, Definition: documents },
    tags: changesOf(tagKey),
  };
  const wanted = forwardedKinds.filter(({ name }) => name !== "automation" || documents.length > 0);
  const pattern = () => JSON.stringify({ $or: wanted.map((kind) => eventPattern(kind, filters[kind.name])) });
  if (pattern().length <= largestPattern) return pattern();
  // Too many documents and types to list: the readers skip irrelevant events.
  filters["automation"] = endedAutomation;
  if (pattern().length <= largestPattern) return pattern();
  Object.assign(
    filters,
    mergedDetails(({ forwardedWidely }) => forwardedWidely ?? {}),
  );
  return pattern();
}

const mergedDetails = (details: (patterns: SourcePatterns) => Details): Details =>
  Object.assign({}, ...sources.map(({ patterns }) => patterns && details(patterns)));
