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

/** What people read of a decision, before it has the form of a mail or of a chat message. Every text is one line. */
export interface NoticeContent {
  decision: Decision;
  /** What happened: "Contained, instance isolated". */
  headline: string;
  /** What it happened to, and where that is. */
  where: string;
  place?: { account: string; region: string };
  facts: Fact[];
  sections: { title: string; items: string[] }[];
  next: NextStep[];
  /** Which response and run it comes from. */
  origin: string;
}

/** One thing that a notice says of the decision. A link is one of the product's own making. */
export interface Fact {
  name: string;
  text: string;
  link?: boolean;
}

/** How many names a notice lists. */
const mostNames = 12;

/**
 * A decision in plain words: what, why, where, how severe, what is left, and the exact next command. Nothing else is in a
 * notice: never the event itself, nor what a response keeps with its target. Text of others is defanged.
 *
 * @param words what the response does, if it contains
 * @param answers what the finding's source was answered
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
    { title: "What remains", items: remains },
    { title: "Not put back", items: drift },
    { title: "Evidence", items: evidence.map((item) => `${item.kind} ${item.id}`) },
    { title: "Answered", items: answers },
  ];
  return {
    decision,
    headline: oneLine(
      `${rehearsalOf(decision.finding) === undefined ? "" : "REHEARSAL, nothing has to be done. "}${headline(decision, words)}`,
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
      ...(by ? [{ name: "Asked for by", text: defang(said ? `${by}: ${said}` : by) }] : []),
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
  "awaiting-approval": "Will be done if it is approved",
};

/** A type of GuardDuty is AWS's own word; the name of a rule or a control may be the customer's. */
function finding({ source, type, severity, title, sample }: NonNullable<Decision["about"]>): string {
  const named = sourceOf({ source })?.fixedTypes ? oneLine(type) : defang(type);
  return `${named}, severity ${severity} (${severityBand(severity)}): ${defang(title)}${sample ? " (SAMPLE)" : ""}`;
}

/** What the finding names and no target stands for: cluster, namespace, pod, function, database, bucket and key. */
function names({ named = [] }: NonNullable<Decision["about"]>): Fact[] {
  const more = named.length - mostNames;
  return [
    ...named.slice(0, mostNames).map(({ what, name }) => ({ name: capital(oneLine(what)), text: defang(name) })),
    ...(more > 0 ? [{ name: "Also named", text: `${more} more, see the details` }] : []),
  ];
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
