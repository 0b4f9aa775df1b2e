import type { Incident } from "../incidents";
import { html, type Markup } from "../markup";
import { numbersTable } from "../table";
import { durationText } from "../timeText";
import { timesToContain } from "../timeToContain";

/** How long containment took. */
export function timesSection(incidents: Incident[]): Markup {
  const rows = timesToContain(incidents);
  return html`<section aria-labelledby="times"><h2 id="times">Time to contain</h2>
<p>From when the finding was sent to when the resource was read back as contained, including the time waiting for approval. Partly contained
incidents and samples do not count.</p>
${
  rows.length === 0
    ? html`<p>Nothing was contained in this time range.</p>`
    : numbersTable({
        id: "times-table",
        caption: "Contained incidents: all, and by response",
        head: ["Incidents", "Count", "Half within", "95% within", "Longest"],
        rows: rows.map(({ name, spread }) => [
          name,
          spread.count,
          ...[spread.p50, spread.p95, spread.longest].map(durationText),
        ]),
      })
}
</section>`;
}
