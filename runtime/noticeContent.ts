import { severityBand } from "./finding";
import type { Decision } from "./journal/items";
import { oneLine } from "./oneLine";
import type { Outcome } from "./outcome";
import { inFull } from "./target";

/** What people are told of a decision, before it has the form of a mail or of a chat message. Every text is one line. */
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
  /** Who says so. */
  origin: string;
}

/** One thing that a notice says of the decision. A link is one of the product's own making. */
export interface Fact {
  name: string;
  text: string;
  link?: boolean;
}

/** What to do now. A command is to be run exactly as it stands. */
export interface NextStep {
  text: string;
  command?: boolean;
}

/**
 * A decision in plain words: what, why, where, how bad, what is left, and the exact next command. Only what is named here
 * is told: never the event itself, nor what a response keeps with its target.
 *
 * @param words what the response does, if it contains
 * @param answers what the finding's source was told
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
    headline: headline(outcome, words),
    where: oneLine(target ? `${target.kind} ${inFull(target)}` : about?.title || decision.finding),
    ...(account && region && { place: { account, region } }),
    facts: [
      { name: "Why", text: oneLine(decision.reason) },
      ...(about
        ? [
            { name: "Finding", text: oneLine(finding(about)) },
            { name: "Details", text: oneLine(about.link), link: true },
          ]
        : []),
      ...(by ? [{ name: "Asked for by", text: oneLine(said ? `${by}: ${said}` : by) }] : []),
    ],
    sections: sections
      .filter((section) => section.items.length > 0)
      .map(({ title, items }) => ({ title, items: items.map(oneLine) })),
    next: next(decision),
    origin: `Response ${response}, decision of ${decision.at}, run ${decision.run}.`,
  };
}

const doneTitles: Partial<Record<Outcome, string>> = {
  observed: "Would have been done",
  "awaiting-approval": "Will be done if it is approved",
};

function finding({ type, severity, title, sample }: NonNullable<Decision["about"]>): string {
  return `${type}, severity ${severity} (${severityBand(severity)}): ${title}${sample ? " (SAMPLE)" : ""}`;
}

function headline(outcome: Outcome, words: { done: string; undone: string } | undefined): string {
  const texts: Record<Outcome, string> = {
    contained: `Contained, ${words?.done}`,
    "already-contained": `Already contained, ${words?.done} before`,
    partial: `Partly contained, ${words?.done} but for a rest`,
    failed: "NOT CONTAINED",
    exempt: "Left alone because of an exception",
    observed: "Observed only, nothing was changed",
    started: "Started, not contained yet",
    "awaiting-approval": "Waits for approval",
    notified: "For your information, nothing was changed",
    gone: "Gone, nothing to contain",
    refused: "Event refused, nothing was changed",
    skipped: "Nobody acts on this",
    released: `Released, ${words?.undone}`,
  };
  return texts[outcome];
}

function next({ outcome, containment, approval, response }: Decision): NextStep[] {
  const command = (text: string): NextStep => ({ text: `npx firebreak ${text}`, command: true });
  if (approval) {
    return [
      { text: "look at the plan; to let it be done, or not:" },
      command(`approve ${approval} --reason "WHY"`),
      command(`decline ${approval} --reason "WHY"`),
    ];
  }
  if (containment && ["contained", "already-contained", "partial", "failed"].includes(outcome)) {
    return [{ text: "investigate; to take it back:" }, command(`release ${containment} --reason "WHY"`)];
  }
  if (outcome !== "failed") return [];
  return [
    { text: "remove the cause, then deliver what is in the dead-letter queue again:" },
    command(`redrive ${response}`),
  ];
}
