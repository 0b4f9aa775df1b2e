import { rehearsalOf } from "../findings/rehearsal";
import { sourceOf } from "../findings/sources";
import { oneLine } from "../lib/oneLine";
import { severityBand } from "../model/finding";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import { inFull } from "../model/target";
import { defang } from "./defang";
import { headline } from "./headline";
import { type NextStep, nextSteps } from "./nextSteps";

/** What people read about a decision, before it is formatted as a mail or a chat message. Every text is one line. */
export interface NoticeContent {
  decision: Decision;
  /** What happened: "Contained, instance isolated". */
  headline: string;
  /** The resource, and where it is. */
  where: string;
  place?: { account: string; region: string };
  facts: Fact[];
  sections: { title: string; items: string[] }[];
  next: NextStep[];
  /** The response and run that made the decision. */
  origin: string;
}

/** One fact that a notice states about the decision. The product itself builds every link. */
export interface Fact {
  name: string;
  text: string;
  link?: boolean;
}

/** How many names a notice lists. */
const mostNames = 12;

/**
 * A decision in plain words: what, why, where, severity, residual risk and the exact next command. A notice contains nothing
 * else: never the event itself, nor a response's details about its target. Text from outside is defanged.
 *
 * @param words what the response does, if it contains
 * @param answers what was reported to the finding's source
 */
export function noticeContent(
  decision: Decision,
  words: { done: string; undone: string } | undefined,
  answers: string[] = [],
): NoticeContent {
  const { outcome, target, about, by, said, response, calls, remains, drift = [], evidence } = decision;
  const account = target?.accountId ?? about?.accountId;
  const region = target?.region ?? about?.region;
  const sections = [
    {
      title: doneTitles[outcome] ?? "Done",
      items: calls.map((call) => `${call.operation}: ${call.reason}`),
    },
    { title: "Residual risk", items: remains },
    { title: "Not restored", items: drift },
    { title: "Evidence", items: evidence.map((item) => `${item.kind} ${item.id}`) },
    { title: "Reported to the source", items: answers },
  ];
  return {
    decision,
    headline: oneLine(
      `${rehearsalOf(decision.finding) === undefined ? "" : "REHEARSAL, no action needed. "}${headline(decision, words)}`,
    ),
    where: defang(target ? `${target.kind} ${inFull(target)}` : about?.title || decision.finding),
    ...(account && region && { place: { account, region } }),
    facts: [
      { name: "Why", text: defang(decision.reason) },
      ...(about
        ? [
            { name: "Finding", text: finding(about) },
            ...names(about),
            { name: "Details", text: oneLine(about.link), link: true },
          ]
        : []),
      ...(by ? [{ name: "Requested by", text: defang(said ? `${by}: ${said}` : by) }] : []),
    ],
    sections: sections
      .filter((section) => section.items.length > 0)
      .map(({ title, items }) => ({ title, items: items.map(defang) })),
    next: nextSteps(decision),
    origin: `Response ${response}, decision of ${decision.at}, run ${decision.run}.`,
  };
}

const doneTitles: Partial<Record<Outcome, string>> = {
  observed: "Would have been done",
  "awaiting-approval": "Will be done if approved",
};

/** AWS names the types of GuardDuty; a customer may name a rule or a control. */
function finding({ source, type, severity, title, sample }: NonNullable<Decision["about"]>): string {
  const named = sourceOf({ source })?.fixedTypes ? oneLine(type) : defang(type);
  return `${named}, severity ${severity} (${severityBand(severity)}): ${defang(title)}${sample ? " (SAMPLE)" : ""}`;
}

/** What the finding names and is not a target: cluster, namespace, pod, function, database, bucket and key. */
function names({ named = [] }: NonNullable<Decision["about"]>): Fact[] {
  const more = named.length - mostNames;
  return [
    ...named.slice(0, mostNames).map(({ what, name }) => ({ name: capital(oneLine(what)), text: defang(name) })),
    ...(more > 0 ? [{ name: "Also named", text: `${more} more, see the details` }] : []),
  ];
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
