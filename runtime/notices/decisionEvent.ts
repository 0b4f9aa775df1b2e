import { rehearsalOf } from "../findings/rehearsal";
import { stableId } from "../findings/stableId";
import { oneLine } from "../lib/oneLine";
import { decisionId } from "../model/decisionId";
import { type SeverityBand, severityBand } from "../model/finding";
import type { Decision } from "../model/journalItems";
import { type NoticeContent, placeOf, placeText, type Where } from "./content";
import { defang } from "./defang";
import type { DecisionEvent } from "./eventSchema";
import { address, within, withoutMarkup } from "./markup";

/** The `source` and `detail-type` of the events. Rules of the bus choose by them. */
export const decisionSource = "firebreak";
export const decisionDetailType = "Firebreak Decision";

/**
 * The longest texts and lists of an event. All together they stay far below the 256 KB that an event may have
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html).
 */
const longest = { text: 1000, item: 300, list: 20, title: 140, body: 2800 };

/** The words of PagerDuty for a severity. */
const levels: Record<SeverityBand | "unknown", DecisionEvent["severity"]["level"]> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
  unknown: "warning",
};

/** What an event says about a decision, besides what is only for people. */
export type DecisionFacts = Omit<DecisionEvent, "next" | "text">;

/** A decision as the `detail` of an event. Every text is one line, and no text of others has a link. */
export const decisionEvent = (content: NoticeContent): DecisionEvent => ({
  ...decisionFacts(content.decision, content.place),
  next: content.next.flatMap(({ text, command }) => (command ? [asIs(text)] : [])),
  text: textOf(content),
});

/** The part of an event that needs nothing but the decision. */
export function decisionFacts(decision: Decision, place: Where | undefined = placeOf(decision)): DecisionFacts {
  const { about, target, containment, approval, by, said, tags = {} } = decision;
  const band = about ? severityBand(about.severity) : "unknown";
  return {
    version: "1",
    id: decisionId(decision),
    time: decision.at,
    seconds: decision.seconds,
    incident: { id: incidentOf(decision), stage: stageOf(decision) },
    outcome: decision.outcome,
    response: decision.response,
    account: place?.account ?? "unknown",
    ...(place?.name !== undefined && { accountName: place.name }),
    region: place?.region ?? "unknown",
    severity: { band, level: levels[band], ...(about && { score: about.severity }) },
    reason: clipped(decision.reason),
    notice: decision.notice !== "none",
    needsPerson: decision.needsPerson ?? false,
    rehearsal: rehearsalOf(decision.finding) !== undefined,
    sample: about?.sample ?? false,
    finding: {
      id: asIs(decision.finding),
      ...(about && {
        source: about.source,
        type: asIs(about.type),
        title: clipped(about.title),
        link: address(about.link),
      }),
    },
    ...(target && {
      target: {
        kind: target.kind,
        id: asIs(target.id),
        arn: asIs(target.arn),
        ...(target.name !== undefined && { name: asIs(target.name) }),
      },
    }),
    tags: Object.fromEntries(
      Object.entries(tags)
        .slice(0, longest.list)
        .map(([key, value]) => [asIs(key), asIs(value)]),
    ),
    ...(containment !== undefined && { containment }),
    ...(approval !== undefined && { approval }),
    ...(by !== undefined && { by: asIs(by) }),
    ...(said !== undefined && { said: clipped(said) }),
    calls: listed(decision.calls.map(({ operation, reason }) => `${operation}: ${reason}`)),
    remains: listed(decision.remains),
    drift: listed(decision.drift),
    openNow: listed(decision.openNow),
    evidence: listed(decision.evidence.map(({ kind, id }) => `${kind} ${id}`)),
  };
}

/** A decision about a resource belongs to the containment that its response has, or would have, on the resource. */
function incidentOf({ containment, finding, response, target }: Decision): string {
  return containment ?? stableId("event", [response, finding, target?.arn ?? ""]);
}

function stageOf({ outcome, by, openNow = [] }: Decision): DecisionEvent["incident"]["stage"] {
  if (openNow.length > 0) return "open";
  if (outcome === "released" || outcome === "gone") return "closed";
  return by === undefined || outcome === "failed" || outcome === "awaiting-approval" ? "open" : "acknowledged";
}

function textOf({ headline, where, place, facts, sections, next, origin }: NoticeContent): DecisionEvent["text"] {
  const safe = (text: string) => withoutMarkup(text, longest.text);
  const steps = next.map((step) => safe(step.text)).join("\n");
  return {
    title: withoutMarkup(`${headline}: ${where}`, longest.title),
    body: within(longest.body, [
      ...(place ? [safe(`Where: ${placeText(place)}`)] : []),
      ...facts.map(({ name, text, link }) => `${safe(name)}: ${link ? address(text) : safe(text)}`),
      ...(steps === "" ? [] : [`Next:\n${steps}`]),
      ...sections.map(({ title, items }) => `${title}:\n${listed(items).map(safe).join("\n")}`),
      safe(origin),
    ]),
  };
}

/** Text of others in one line, without links, and no longer than a text of an event may be. */
const clipped = (text: string): string => short(defang(text), longest.text);

/** The same for ids, names and commands, which programs compare and use: nothing in them is replaced. */
const asIs = (text: string): string => short(oneLine(text), longest.text);

const listed = (items: string[] = []): string[] => {
  const more = items.length - longest.list;
  const shown = items.slice(0, longest.list).map((item) => short(defang(item), longest.item));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])];
};

/** Half of a character at the end would make the event's JSON invalid. */
const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}\u2026`;
