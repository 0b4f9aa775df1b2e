import { severityBand } from "../../../runtime/model/finding";
import { operatorCommand } from "../../../runtime/notices/operatorCommand";
import { outcomeBadge } from "../badge";
import type { Chosen } from "../chosen";
import { incidentArticle } from "../incidentArticle";
import { incidentFilters } from "../incidentFilter";
import type { Incident } from "../incidents";
import { incidentTitle } from "../incidentTitle";
import { html, type Markup } from "../markup";
import { textTable } from "../table";
import { minute } from "../timeText";
import { counted } from "../words";

/** Each incident with its details; if there are many, the older ones in one line each. */
export function incidentsSection({ detailed, listed, unlisted }: Chosen): Markup {
  const all = detailed.length + listed.length + unlisted.length;
  return html`<section aria-labelledby="incidents"><h2 id="incidents">Incidents</h2>
${all === 0 && html`<p>No incidents in this time range.</p>`}
${
  listed.length > 0 &&
  html`<p>The range has ${counted(all, "incident")}. The newest, and the latest of those that need action, are shown in full
(${detailed.length}); the others have <a href="#older">one line each</a> (${listed.length.toLocaleString("en-US")})${
    unlisted.length > 0 &&
    html`, or only count in the figures above (${unlisted.length.toLocaleString("en-US")}): create a report of a shorter time range to see them`
  }.</p>`
}
${detailed.length > 1 && incidentFilters(detailed)}
<div class="incidents">${detailed.map(incidentArticle)}</div>
${listed.length > 0 && older(listed)}
</section>`;
}

function older(listed: Incident[]): Markup {
  return html`<h3 id="older">Older incidents</h3>
<details><summary>${counted(listed.length, "older incident")} in one line each</summary>
${textTable({
  id: "older-table",
  caption: `Older incidents, the newest first; ${operatorCommand("show ID")} shows all about one`,
  head: ["What", "Outcome", "Severity", "Response", "Began", "Finding"],
  rows: listed.map((incident) => [
    html`<bdi>${incidentTitle(incident)}</bdi>${
      incident.target && html` <span class="note">${incident.target.id} in ${incident.account}</span>`
    }`,
    outcomeBadge(incident.outcome),
    incident.about ? severityBand(incident.about.severity) : "unknown",
    incident.response,
    minute(incident.first),
    html`<code class="long">${incident.finding}</code>`,
  ]),
})}
</details>`;
}
