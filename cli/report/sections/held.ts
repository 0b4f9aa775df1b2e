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
 * What is contained when the report is made, whenever that began: the longest held first. Its states are told here unless
 * one of the incidents does.
 */
export function heldSection({ containments, generatedAt }: ReportData, detailed: Incident[]): Markup {
  const held = containments
    .filter((item) => item.before !== undefined)
    .map((item) => ({ item, since: sinceOf(item) }))
    .sort((left, right) => (left.since < right.since ? -1 : 1));
  const anchors = new Map(detailed.map(({ containment, anchor }) => [containment?.id, anchor]));
  return html`<section aria-labelledby="held"><h2 id="held">Contained now</h2>
${
  held.length === 0
    ? html`<p>Nothing is contained.</p>`
    : textTable({
        id: "held-table",
        caption: "What waits for its release, the longest held first",
        head: ["What", "Status", "Held since", "Held by", "Containment"],
        rows: held.map(({ item, since }) => [
          actionText(item.response, item.target),
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

/** When the first of its holds began. */
const sinceOf = ({ holds, updatedAt }: Containment): string =>
  Object.values(holds)
    .map((hold) => hold.since)
    .sort()[0] ?? updatedAt;
