import type { Containment } from "../../runtime/model/journalItems";
import { containmentSteps } from "../output/nextSteps";
import { evidenceList, textList } from "./lists";
import { html, type Markup } from "./markup";
import { nestedList } from "./nested";
import { minute } from "./timeText";
import { containmentWords } from "./words";

/** The prior state that a containment saved, and its current state. */
export function statesOf(containment: Containment): Markup {
  const { priorState, status, holds, remains, evidence, releasedAt, updatedAt } = containment;
  const steps = containmentSteps(containment);
  return html`<div class="states"><div>
<h4>Prior state</h4>
${
  priorState !== undefined
    ? html`<div class="nested">${nestedList(priorState)}</div>`
    : html`<p>${
        releasedAt
          ? html`It was restored at ${minute(releasedAt)} and is no longer stored.`
          : "Nothing was changed, so no prior state was saved."
      }</p>`
}
</div><div>
<h4>Current state</h4>
<p>${containmentWords(status)}, as of ${minute(updatedAt)}.</p>
${remains.length > 0 && html`<p>Residual risk:</p>${textList(remains)}`}
${evidence.length > 0 && html`<p>Evidence:</p>${evidenceList(evidence)}`}
${
  priorState !== undefined &&
  html`<p>Held by:</p><ul>${Object.values(holds).map(
    (hold) => html`<li>${hold.type} since ${minute(hold.since)} <code>${hold.finding}</code></li>`,
  )}</ul>`
}
${steps.length > 0 && html`<p>To release it:</p><ul class="plain">${steps.map((step) => html`<li><code>${step}</code></li>`)}</ul>`}
</div></div>`;
}
