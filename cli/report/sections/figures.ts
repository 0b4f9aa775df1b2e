import type { Outcome } from "../../../runtime/model/outcome";
import { expiryCounts, expiryNeeds } from "../attention";
import type { ReportData } from "../data";
import { type Incident, incidentsOf } from "../incidents";
import { html, type Markup, type Part } from "../markup";
import { openApprovals } from "../openApprovals";
import { durationText } from "../timeText";
import { timesToContain } from "../timeToContain";
import { counted, type Tone, toneSign } from "../words";

/** The main figures, and what needs action. */
export function figuresSection(data: ReportData, incidents: Incident[]): Markup {
  const contained = (all: Incident[]) => all.filter(({ outcome }) => succeeded.includes(outcome)).length;
  const toContain = incidents.filter(({ outcome }) => !leftAlone.includes(outcome)).length;
  const left = incidents.length - toContain;
  const before = incidentsOf({ ...data, decisions: data.before });
  const days = Math.round((Date.parse(data.range.until) - Date.parse(data.range.since)) / 86_400_000);
  const earlier = (count: number) => `${number(count)} in the ${counted(days, "day")} before`;
  const [all] = timesToContain(incidents);
  const now = data.containments.filter((item) => item.priorState !== undefined).length;
  return html`<section aria-labelledby="figures"><h2 id="figures">Summary</h2>
<dl class="figures">
${figure("Incidents", number(incidents.length), `one per finding, resource and response; ${earlier(before.length)}`)}
${figure("Contained", number(contained(incidents)), `of ${number(toContain)} to contain, including released ones${left > 0 ? `; ${number(left)} were exempt, observed, notified, skipped, refused or gone` : ""}; ${earlier(contained(before))}`)}
${figure("Time to contain", all ? durationText(all.spread.p50) : "–", all ? html`median; 95% within ${durationText(all.spread.p95)}` : "nothing was contained")}
${figure("Contained now", now, "to be released")}
</dl>
${attention(data, incidents)}
</section>`;
}

const succeeded: Outcome[] = ["contained", "already-contained", "recontained", "released"];

/** Outcomes of what was not to be contained: no failure, and no success either. */
const leftAlone: Outcome[] = ["exempt", "observed", "notified", "skipped", "refused", "gone"];

const number = (count: number): string => count.toLocaleString("en-US");

const figure = (name: string, value: Part, note: Part) =>
  html`<div><dt>${name}</dt><dd><span class="value">${value}</span> <span class="note">${note}</span></dd></div>`;

function attention(data: ReportData, incidents: Incident[]): Markup {
  const ended = (outcome: string) => incidents.filter((incident) => incident.outcome === outcome);
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
    ...expiryNeeds(expiryCounts(data.exemptions, data.exceptions, data.generatedAt)).flatMap(({ tone, count, words }) =>
      need(tone, "exceptions", count, words),
    ),
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
