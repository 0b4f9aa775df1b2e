import { expiryCounts } from "../attention";
import type { ReportData } from "../data";
import type { Incident } from "../incidents";
import { html, type Markup, type Part } from "../markup";
import { openApprovals } from "../openApprovals";
import { durationText } from "../timeText";
import { timesToContain } from "../timeToContain";
import { counted, type Tone, toneSign } from "../words";

/** The main figures, and what needs action. */
export function figuresSection(data: ReportData, incidents: Incident[]): Markup {
  const contained = incidents.filter(({ outcome }) =>
    ["contained", "already-contained", "recontained", "released"].includes(outcome),
  );
  const [all] = timesToContain(incidents);
  const now = data.containments.filter((item) => item.priorState !== undefined).length;
  return html`<section aria-labelledby="figures"><h2 id="figures">Summary</h2>
<dl class="figures">
${figure("Incidents", incidents.length.toLocaleString("en-US"), "one per finding, resource and response")}
${figure("Contained", contained.length.toLocaleString("en-US"), `of ${incidents.length.toLocaleString("en-US")}, including released ones`)}
${figure("Time to contain", all ? durationText(all.spread.p50) : "–", all ? html`median; 95% within ${durationText(all.spread.p95)}` : "nothing was contained")}
${figure("Contained now", now, "to be released")}
</dl>
${attention(data, incidents)}
</section>`;
}

const figure = (name: string, value: Part, note: Part) =>
  html`<div><dt>${name}</dt><dd><span class="value">${value}</span> <span class="note">${note}</span></dd></div>`;

function attention(data: ReportData, incidents: Incident[]): Markup {
  const ended = (outcome: string) => incidents.filter((incident) => incident.outcome === outcome);
  const expiry = expiryCounts(data.exemptions, data.exceptions, data.generatedAt);
  const approvals = openApprovals(data.approvals, data.generatedAt).length;
  const items = [
    ...need("bad", "incidents", ended("failed").length, ["incident failed", "incidents failed"]),
    ...need("bad", "incidents", ended("refused").length, ["event was refused", "events were refused"]),
    ...need("warn", "approvals", approvals, ["approval is pending", "approvals are pending"]),
    ...need("warn", "incidents", ended("partial").length, [
      "incident is partly contained",
      "incidents are partly contained",
    ]),
    ...need("warn", "incidents", ended("started").length, ["runbook has not ended", "runbooks have not ended"]),
    ...need("warn", "exceptions", expiry.endSoon, ["exception ends soon", "exceptions end soon"]),
    ...need("warn", "exceptions", expiry.ended, [
      "exemption has ended; its finding is checked again within a day",
      "exemptions have ended; their findings are checked again within a day",
    ]),
    ...need("exempt", "exceptions", expiry.unbounded, ["exemption never ends", "exemptions never end"]),
  ];
  return html`<h3>Needs action</h3>
${items.length > 0 ? html`<ul class="needs">${items}</ul>` : html`<p>Nothing.</p>`}`;
}

function need(tone: Tone, anchor: string, count: number, [one, many]: [string, string]): Markup[] {
  if (count === 0) return [];
  return [
    html`<li class="${tone}"><span aria-hidden="true">${toneSign(tone)}</span> <a href="#${anchor}">${counted(count, one, many)}</a></li>`,
  ];
}
