import { type SeverityBand, severityBand } from "../../runtime/model/finding";
import { needsAction } from "./attention";
import type { Incident } from "./incidents";
import { html, type Markup } from "./markup";
import { outcomeTone, type Tone } from "./words";

/** A choice of a filter of incidents. The style sheet applies it, so that the page needs no script. */
export interface Choice {
  id: string;
  words: string;
  /** The class of the incidents to show; all incidents if it is left out. */
  class?: Tone | SeverityBand | "open";
}

/** The choices that exclude each other, by the name of their filter. What all filters let pass is shown. */
export const filters: Record<string, Choice[]> = {
  Show: [
    { id: "show-all", words: "All" },
    { id: "show-open", words: "Need action", class: "open" },
    { id: "show-good", words: "Contained or released", class: "good" },
    { id: "show-exempt", words: "Exempt", class: "exempt" },
    { id: "show-quiet", words: "Nothing done", class: "quiet" },
  ],
  Severity: [
    { id: "severity-all", words: "All" },
    { id: "severity-critical", words: "Critical", class: "critical" },
    { id: "severity-high", words: "High", class: "high" },
    { id: "severity-medium", words: "Medium", class: "medium" },
    { id: "severity-low", words: "Low", class: "low" },
  ],
};

/** The classes that the filters match. */
export const choiceClasses = (incident: Incident): string =>
  [
    outcomeTone(incident.outcome),
    ...(incident.about ? [severityBand(incident.about.severity)] : []),
    ...(needsAction(incident) ? ["open"] : []),
  ].join(" ");

/** Radio buttons, each with the number of incidents that it shows while the other filters show all. */
export function incidentFilters(incidents: Incident[]): Markup[] {
  const count = (choice: Choice) =>
    choice.class
      ? incidents.filter((item) => choiceClasses(item).split(" ").includes(choice.class!)).length
      : incidents.length;
  return Object.entries(filters).map(([legend, choices]) => {
    const shown = choices.filter((choice) => count(choice) > 0);
    return html`<fieldset class="filter"><legend>${legend}</legend>${shown.map(
      (choice, at) =>
        html`<label><input type="radio" name="${legend.toLowerCase()}" id="${choice.id}"${at === 0 && html` checked`}> ${choice.words} (${count(choice)})</label> `,
    )}</fieldset>`;
  });
}
