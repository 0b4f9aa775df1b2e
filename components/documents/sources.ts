import { testDetailType, testSource } from "../../runtime/doctor/testEvent";
import { tagChangeDetailType } from "../../runtime/exceptions/tagChange";
import type { EventKind } from "../../runtime/findings/pattern";
import { type Details, eventPattern, largestPattern, type SourcePatterns } from "../../runtime/findings/pattern";
import { sources } from "../../runtime/findings/sources";
import { apiCallDetailType } from "../../runtime/messages/apiCall";
import { automationDetailType, automationSteps } from "../../runtime/messages/automationStatus";
import { callSources } from "./undoingCalls";

/** The name of the kind of a service's calls. */
export const callsOf = (source: string): string => `calls-${source}`;

/** The kinds of events that come besides findings. */
const otherKinds: EventKind[] = [
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
  { name: "automation", source: "aws.ssm", detailType: automationDetailType },
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-tagging.html
  { name: "tags", source: "aws.tag", detailType: tagChangeDetailType },
  // Whether what an account sends arrives; nothing but the log of events takes it.
  { name: "doctor", source: testSource, detailType: testDetailType },
];

/** What an account forwards besides calls; bus policy, forwarding and rules are made from this list. */
export const forwardedKinds: EventKind[] = [...sources.flatMap(({ events }) => events), ...otherKinds];

/** Calls that may undo a containment; each service sends its own. */
const callKinds: EventKind[] = callSources.map((source) => ({
  name: callsOf(source),
  source,
  detailType: apiCallDetailType,
}));

const unique = (texts: string[]) => [...new Set(texts)];

/** Every kind of events that the bus takes. */
export const eventKinds: EventKind[] = [...forwardedKinds, ...callKinds];

/** The `source` and `detail-type` of every kind. */
export const eventSources = unique(eventKinds.map((item) => item.source));
export const eventDetailTypes = unique(eventKinds.map((item) => item.detailType));

/** What is on its way is nothing to look at. */
export const endedAutomation = { Status: [{ "anything-but": automationSteps }] };

/** Changes of one tag only. */
const changesOf = (tagKey: string) => ({ "changed-tag-keys": [tagKey] });

/** The pattern of the changes of the exception's tag. */
export const tagChangePattern = (tagKey: string): string =>
  JSON.stringify({ source: ["aws.tag"], "detail-type": [tagChangeDetailType], detail: changesOf(tagKey) });

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
  const filters: Record<string, object> = {
    ...mergedDetails(({ forwarded }) => forwarded(runbookTypes)),
    automation: { ...endedAutomation, Definition: documents },
    tags: changesOf(tagKey),
  };
  const wanted = forwardedKinds.filter(({ name }) => name !== "automation" || documents.length > 0);
  const pattern = () => JSON.stringify({ $or: wanted.map((kind) => eventPattern(kind, filters[kind.name])) });
  if (pattern().length <= largestPattern) return pattern();
  // Too many documents and types to name: the readers leave what is not theirs.
  filters["automation"] = endedAutomation;
  if (pattern().length > largestPattern)
    Object.assign(
      filters,
      mergedDetails(({ forwardedWidely = {} }) => forwardedWidely),
    );
  return pattern();
}

const mergedDetails = (details: (patterns: SourcePatterns) => Details): Details =>
  Object.assign({}, ...sources.map(({ patterns }) => patterns && details(patterns)));
