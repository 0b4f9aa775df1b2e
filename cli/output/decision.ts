import type { Decision } from "../../runtime/model/journalItems";
import type { Target } from "../../runtime/model/target";
import type { Verdict } from "../../runtime/model/verdict";
import { safe } from "./print";
import type { Style } from "./style";

/** A heading with its items, or nothing if there are none. */
export function section(style: Style, title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [style.title(title), ...items.map((item) => `  - ${item}`)];
}

/** A target in one line. */
export const targetText = ({ kind, id, accountId, region }: Target) =>
  `${safe(kind)} ${safe(id)} in ${safe(accountId)} ${safe(region)}`;

/** A decision or plan as text: outcome, reason, calls, residual risk. */
export function verdictText(style: Style, verdict: Verdict | Decision, response: string): string {
  const { outcome, reason, target, calls = [], remains = [], drift = [], evidence = [], openNow = [] } = verdict;
  const named = ("about" in verdict && verdict.about?.named) || [];
  const lines = [
    `${style.outcome(outcome)}  ${safe(response)}${target ? `  ${targetText(target)}` : ""}`,
    ...(openNow.length > 0 ? [style.warning(`  OPEN NOW: ${openNow.map(safe).join(", ")}`)] : []),
    `  ${safe(reason)}`,
    ...named.map(({ what, name }) => `  ${safe(what)}: ${safe(name)}`),
    ...section(
      style,
      outcome === "observed" ? "Would be done" : outcome === "awaiting-approval" ? "Planned, pending approval" : "Done",
      calls.map((call) => `${safe(call.operation)}: ${safe(call.reason)}`),
    ),
    ...section(style, "Residual risk", remains.map(safe)),
    ...section(style, outcome === "observed" ? "Would not be restored" : "Not restored", drift.map(safe)),
    ...section(
      style,
      "Evidence",
      evidence.map((item) => `${safe(item.kind)} ${safe(item.id)}`),
    ),
  ];
  return lines.join("\n");
}
