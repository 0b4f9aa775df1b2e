import type { Containment } from "../../../runtime/model/journalItems";
import { containmentBadge } from "../badge";
import type { ReportData } from "../data";
import type { Incident } from "../incidents";
import { html, type Markup } from "../markup";
import { statesOf } from "../states";
import { textTable } from "../table";
import { actionText } from "../targetText";
import { durationText, minute } from "../timeText";

/**
 * The current containments, regardless of their age, the oldest first. Their states are shown here unless an incident
 * on the page shows them.
 */
export function heldSection({ containments, generatedAt, accountNames }: ReportData, detailed: Incident[]): Markup {
  const held = containments
    .filter((item) => item.priorState !== undefined)
    .map((item) => ({ item, since: sinceOf(item) }))
    .sort((left, right) => (left.since < right.since ? -1 : 1));
  const anchors = new Map(detailed.map(({ containment, anchor }) => [containment?.id, anchor]));
  return html`<section aria-labelledby="held"><h2 id="held">Contained now</h2>
${
  held.length === 0
    ? html`<p>Nothing is contained.</p>`
    : textTable({
        id: "held-table",
        caption: "Current containments, the oldest first",
        head: ["What", "Status", "Held since", "Held by", "Containment"],
        rows: held.map(({ item, since }) => [
          actionText(item.response, item.target, accountNames),
          containmentBadge(item.status),
          html`${minute(since)} <span class="note">${durationText((Date.parse(generatedAt) - Date.parse(since)) / 1000)}</span>`,
          html`${Object.values(item.holds).map((hold, at) => [at > 0 && html`<br>`, html`<span class="long">${hold.type}</span>`])}`,
          anchors.has(item.id)
            ? html`<a href="#${anchors.get(item.id)}"><code>${item.id}</code></a>`
            : html`<code>${item.id}</code><details><summary>States<span class="unseen"> of ${item.target.id}</span></summary>${statesOf(item)}</details>`,
        ]),
      })
}
</section>`;
}

/** The start of its first hold. */
const sinceOf = ({ holds, updatedAt }: Containment): string =>
  Object.values(holds)
    .map((hold) => hold.since)
    .sort()[0] ?? updatedAt;
