import { sourceLabel } from "../../runtime/findings/sources";
import { severityBand } from "../../runtime/model/finding";
import { namesInWords } from "../../runtime/model/namesInWords";
import { operatorCommand } from "../../runtime/notices/operatorCommand";
import { outcomeBadge } from "./badge";
import { decisionItem } from "./decisionItem";
import { choiceClasses } from "./incidentFilter";
import type { Incident } from "./incidents";
import { incidentTitle } from "./incidentTitle";
import { consoleAnchor } from "./link";
import { html, type Markup, type Part } from "./markup";
import { statesOf } from "./states";
import { durationText, minute } from "./timeText";
import { secondsToContain } from "./timeToContain";
import { counted } from "./words";

/** The maximum number of decisions in a timeline. If there are more, it has the first and the last ones. */
const maxDecisions = 40;

/** One incident: a summary, and all details in an element that opens. */
export function incidentArticle(incident: Incident): Markup {
  const { anchor, about, target, response, outcome, finding, decisions, containment } = incident;
  const seconds = secondsToContain(incident);
  const title = incidentTitle(incident);
  const link = about && consoleAnchor(about.link, html`AWS's console<span class="unseen"> on ${title}</span>`);
  return html`<article id="${anchor}" class="incident ${choiceClasses(incident)}" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title"><bdi>${title}</bdi></h3>
<p class="line">${outcomeBadge(outcome)} ${about && html`<span class="severity ${severityBand(about.severity)}">${severityBand(about.severity)} severity</span> `}${seconds !== undefined && html`<span class="took">contained after ${durationText(seconds)}</span> `}${minute(incident.first)}</p>
<p class="line">${response}${target && html` of <code>${target.id}</code>`}${
    incident.accountId && html` <span class="note">in ${incident.account}, ${incident.region}</span>`
  }</p>
<p class="latest">${lastReason(incident)}</p>
<details><summary>Timeline and states<span class="unseen"> of ${title}</span> <span class="note">(${counted(decisions.length, "decision")})</span></summary>
<h4>Facts</h4>
<dl class="facts">
${about && fact("Finding", html`${about.type}, severity ${about.severity} (${severityBand(about.severity)})${about.sample && ", a sample"}`)}
${about?.named && fact("Names", namesInWords(about.named))}
${fact("Finding id", html`<code>${finding}</code>`)}
${(about?.named ?? []).map(({ what, name }) => fact(what, html`<code>${name}</code>`))}
${about && fact("Source", html`${sourceLabel(about.source)}${link && html`, ${link}`}`)}
${about && fact("Last seen", minute(about.lastSeen))}
${about && fact("Sent", minute(about.sentAt))}
${target && fact("Resource", html`<code>${target.arn}</code>`)}
${containment && fact("Containment", html`<code>${containment.id}</code>`)}
</dl>
<h4>Timeline <span class="note">(UTC)</span></h4>
${timeline(incident)}
${containment && statesOf(containment)}
</details>
</article>\n`;
}

const fact = (name: string, text: Part) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`;

/** The reason for its current outcome. */
const lastReason = ({ decisions, outcome }: Incident): string =>
  (decisions.findLast((decision) => decision.outcome === outcome) ?? decisions.at(-1)!).reason;

function timeline({ decisions, finding }: Incident): Markup {
  const items = decisions.map((decision) => decisionItem(decision, finding));
  const left = items.length - maxDecisions;
  if (left <= 0) return html`<ol class="timeline">${items}</ol>`;
  const half = maxDecisions / 2;
  return html`<ol class="timeline">${items.slice(0, half)}<li>${counted(left, "decision")} in between, see <code>${operatorCommand("show")}</code></li>${items.slice(-half)}</ol>`;
}
