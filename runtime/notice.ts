import { consoleLink } from "./finding";
import type { Decision } from "./journal/items";
import type { Outcome } from "./outcome";

/** A message to people. */
export interface Notice {
  /** At most 100 ASCII characters, as SNS demands: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
  subject: string;
  text: string;
  /** For subscription filters. */
  attributes: Record<string, string>;
}

/** Outcomes that mean the same to somebody who was told already. */
const sameNews: Outcome[] = ["contained", "already-contained"];

/** Findings from this severity on are told even if nobody acts on them. */
const severe = 7;

/** Whether people are told of a decision, given the one before about the same finding and target. */
export function needsNotice(decision: Omit<Decision, "notice">, previous: Decision | undefined): boolean {
  const { outcome, about } = decision;
  if (
    previous &&
    (previous.outcome === outcome || [previous.outcome, outcome].every((item) => sameNews.includes(item)))
  ) {
    return false;
  }
  return outcome !== "skipped" || (about?.severity ?? 0) >= severe;
}

/** A decision in plain words: what, why, where, what is left, and the exact next command. */
export function noticeOf(
  decision: Decision,
  done: { done: string; undone: string } | undefined,
  functionName: string,
): Notice {
  const { outcome, target, about, response } = decision;
  const where = target ? `${target.kind} ${target.id}` : (about?.title ?? decision.finding);
  const account = target?.accountId ?? about?.accountId;
  const lines = [
    `${headline(outcome, done)}: ${where}${account ? ` in account ${account}, ${target?.region ?? about?.region}` : ""}.`,
    "",
    `Why: ${decision.reason}`,
    ...(about
      ? [`Finding: ${about.type}, severity ${about.severity}: ${about.title}${about.sample ? " (SAMPLE)" : ""}`]
      : []),
    ...(about
      ? [`Details: ${consoleLink({ id: decision.finding, region: about.region, partition: about.partition })}`]
      : []),
    ...(decision.by ? [`Asked for by: ${decision.by}`] : []),
    ...list(
      outcome === "observed" ? "Would have been done" : "Done",
      decision.calls.map((call) => `${call.operation}: ${call.reason}`),
    ),
    ...list("What remains", decision.remains),
    ...list("Not put back", decision.drift ?? []),
    ...list(
      "Evidence",
      decision.evidence.map((item) => `${item.kind} ${item.id}`),
    ),
    ...list("Next", next(decision, functionName)),
    "",
    `Response ${response}, decision of ${decision.at}, run ${decision.run}.`,
  ];
  return {
    subject: ascii(`[Firebreak] ${outcome}: ${where}${account ? ` (${account})` : ""}`),
    text: lines.join("\n"),
    attributes: {
      outcome,
      response,
      ...(account && { account }),
      ...(about && { severity: String(about.severity) }),
    },
  };
}

function headline(outcome: Outcome, words: { done: string; undone: string } | undefined): string {
  const texts: Record<Outcome, string> = {
    contained: `Contained, ${words?.done}`,
    "already-contained": `Already contained, ${words?.done} before`,
    partial: `Partly contained, ${words?.done} but for a rest`,
    failed: "NOT CONTAINED",
    exempt: "Left alone because of an exception",
    observed: "Observed only, nothing was changed",
    "awaiting-approval": "Waits for approval",
    gone: "Gone, nothing to contain",
    refused: "Event refused, nothing was changed",
    skipped: "Nobody acts on this",
    released: `Released, ${words?.undone}`,
  };
  return texts[outcome];
}

function next(decision: Decision, functionName: string): string[] {
  const { outcome, containment } = decision;
  if (containment && ["contained", "already-contained", "partial", "failed"].includes(outcome)) {
    const payload = JSON.stringify({ command: "release", containment, by: "YOUR NAME", reason: "WHY" });
    return [
      "investigate; to take it back:",
      `aws lambda invoke --function-name ${functionName} --cli-binary-format raw-in-base64-out --payload '${payload}' /dev/stdout`,
    ];
  }
  if (outcome === "failed") return ["see the dead-letter queue of this response, remove the cause and redrive it"];
  return [];
}

const list = (title: string, items: string[]) =>
  items.length > 0 ? ["", `${title}:`, ...items.map((item) => `- ${item}`)] : [];

const ascii = (text: string) => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
