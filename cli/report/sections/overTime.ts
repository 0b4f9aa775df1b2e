import { chart, layers } from "../chart";
import type { ReportData } from "../data";
import type { Incident } from "../incidents";
import { html, type Markup } from "../markup";
import { overTime } from "../overTime";
import { numbersTable } from "../table";
import { day } from "../timeText";

/** Incidents over time, as a chart and as a table. */
export function overTimeSection({ range }: ReportData, incidents: Incident[]): Markup {
  const data = overTime(incidents, range);
  const busy = data.periods.filter((period) => period.total > 0);
  const used = layers.filter(([tone]) => busy.some((period) => period.counts[tone] > 0));
  return html`<section aria-labelledby="time"><h2 id="time">Incidents over time</h2>
<figure>
${chart(data)}
<figcaption><ul class="legend">${used.map(
    ([tone, words]) => html`<li><span class="swatch ${tone}" aria-hidden="true"></span> ${words}</li>`,
  )}</ul>By the ${data.unit} in which an incident began (UTC), and by its current outcome. The bars are stacked in this order, from the bottom.</figcaption>
</figure>
<details><summary>The numbers as a table</summary>
${numbersTable({
  id: "time-table",
  caption: `Incidents by ${data.unit}; ${data.unit}s without incidents are left out`,
  head: [data.unit === "day" ? "Day" : "Week from", ...used.map(([, words]) => words), "Total"],
  rows: busy.map((period) => [day(period.from), ...used.map(([tone]) => period.counts[tone]), period.total]),
})}
</details>
</section>`;
}
