import type { Decision, ReleaseAsked } from "../../runtime/model/journalItems";
import { namesInWords } from "../../runtime/model/namesInWords";
import type { Outcome } from "../../runtime/model/outcome";
import { inFull, type Target } from "../../runtime/model/target";
import type { Verdict } from "../../runtime/model/verdict";
import type { AccountText } from "../accountNames";
import { safe } from "./print";
import { type Style, severityText } from "./style";
import { shortTime } from "./time";

/** A heading with its items, or nothing if there are none. */
export function section(style: Style, title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [style.title(title), ...items.map((item) => `  - ${item}`)];
}

/** Lines that belong to the line above them. */
export const indented = (lines: string[]): string[] => lines.map((line) => (line === "" ? line : `  ${line}`));

/** A target in one line. */
export const targetText = (target: Target, accountText: AccountText = safe): string =>
  `${safe(target.kind)} ${safe(inFull(target))} in ${accountText(target.accountId)}, ${safe(target.region)}`;

/** A request that a person release something, in one line. */
export const releaseAskedText = ({ at, by, reason }: ReleaseAsked): string =>
  `${safe(by)} asked for its release at ${shortTime(at)} UTC: ${safe(reason)}`;

/** What an outcome means for the person who reads it. */
export const meanings: Record<Outcome, string> = {
  contained:
    "The calls were made and AWS was read again: nothing is missing. It stays contained until a person releases it.",
  "already-contained": "An earlier finding had it contained. This finding holds it too, until both are released.",
  recontained: "Others had undone the containment. Firebreak contained it again.",
  partial: "Part of it is still open, as the reason says: a person has to close that part.",
  failed: "It is NOT contained. A person has to act.",
  exempt: "An exception covers it: nothing was changed.",
  observed: "The mode is to observe only: nothing was changed.",
  started: "A runbook is running. Its end will be recorded.",
  "awaiting-approval": "Nothing is changed until a person approves.",
  notified: "People were told. For this kind of finding nothing is contained automatically.",
  gone: "The resource does not exist any more: nothing was changed.",
  refused: "The event cannot be trusted or understood: nothing was changed.",
  skipped: "Nothing was changed.",
  released: "The containment is over and the prior state is back, except for what is listed as not restored.",
};

/** What a finding reports: its type, severity and title, and where it is in the console. */
export function findingLines(about: Decision["about"]): string[] {
  if (!about) return [];
  const { type, severity, title, link, named } = about;
  return [
    `${safe(type)}, severity ${severityText(severity)}: ${safe(title)}`,
    ...(named ? [`names ${safe(namesInWords(named))}`] : []),
    ...(link ? [`console: ${safe(link)}`] : []),
  ];
}

/** The heading of the calls of a decision or plan. */
export const callsTitle = (outcome: Outcome): string =>
  outcome === "observed" ? "Would be done" : outcome === "awaiting-approval" ? "Planned, pending approval" : "Done";

/** The heading of what a release leaves as others changed it. */
export const driftTitle = (outcome: Outcome): string =>
  outcome === "observed" ? "Would not be restored" : "Not restored";

/** A decision or plan as text: what happened and why, then the calls and what remains. */
export function verdictText(
  style: Style,
  verdict: Verdict | Decision,
  response: string,
  accountText: AccountText = safe,
): string {
  const { outcome, reason, target, calls = [], remains = [], drift = [], evidence = [], openNow = [] } = verdict;
  const items = (title: string, list: string[]) => section(style, title, list);
  const lines = [
    ...(openNow.length > 0 ? [style.warning(`OPEN NOW: ${openNow.map(safe).join(", ")}`)] : []),
    ...("about" in verdict ? findingLines(verdict.about) : []),
    safe(reason),
    ...items(
      callsTitle(outcome),
      calls.map((call) => `${safe(call.operation)}: ${safe(call.reason)}`),
    ),
    ...items("Residual risk", remains.map(safe)),
    ...items(driftTitle(outcome), drift.map(safe)),
    ...items(
      "Evidence",
      evidence.map((item) => `${safe(item.kind)} ${safe(item.id)}`),
    ),
  ];
  const head = `${style.outcome(outcome)}  ${safe(response)}${target ? `  ${targetText(target, accountText)}` : ""}`;
  return [head, ...indented(lines)].join("\n");
}
