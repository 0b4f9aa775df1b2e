import type { Decision } from "../../runtime/model/journalItems";
import { outcomeBadge } from "./badge";
import { callList, evidenceList, textList } from "./lists";
import { html, type Markup } from "./markup";
import { personText } from "./personText";
import { durationText, minute, second } from "./timeText";
import { counted } from "./words";

/**
 * One decision of a timeline: time, outcome, reason, person, calls and residual risk.
 *
 * @param finding the incident's finding; a decision about another finding says so
 */
export function decisionItem(decision: Decision, finding: string): Markup {
  const { at, outcome, reason, by, said, calls, remains, drift = [], undone = [], evidence } = decision;
  return html`<li>
<p>${second(at)} ${outcomeBadge(outcome)}</p>
<p>${reason}</p>
${decision.finding !== finding && html`<p class="note">recorded with another finding that held this containment: <code>${decision.finding}</code></p>`}
${by && html`<p>Requested by ${personText(by)}${said && said !== reason && html`: ${said}`}</p>`}
${decision.exemption && html`<p>Exception ${decision.exemption.until ? `until ${decision.exemption.until}` : "without an end date"}, owner: ${decision.exemption.owner ?? "not named"}</p>`}
${calls.length > 0 && html`<p>${callsTitle(outcome)}:</p>${callList(calls)}`}
${remains.length > 0 && html`<p>Residual risk:</p>${textList(remains)}`}
${drift.length > 0 && html`<p>Not restored, because others changed it:</p>${textList(drift)}`}
${undone.length > 0 && html`<p>Undone by others: ${undone.map((time, index) => [index > 0 && ", ", minute(time)])}</p>`}
${evidence.length > 0 && html`<p>Evidence:</p>${evidenceList(evidence)}`}
<p class="note">${counted(decision.callCount, "API call")} in ${durationText(decision.seconds)}, run ${decision.run}</p>
</li>`;
}

function callsTitle(outcome: Decision["outcome"]): string {
  if (outcome === "observed") return "Would have been done";
  return outcome === "awaiting-approval" ? "Would be done" : "Done";
}
