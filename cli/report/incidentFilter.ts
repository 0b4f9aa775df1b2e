import { needsAction } from "./attention";
import type { Incident } from "./incidents";
import { html, type Markup } from "./markup";
import { outcomeTone, type Tone } from "./words";

/** A filter of incidents. The style sheet applies it, so that the page needs no script. */
export interface Choice {
  id: string;
  words: string;
  /** The class of the incidents to show; all incidents if it is left out. */
  class?: Tone | "open";
}

export const choices: Choice[] = [
  { id: "show-all", words: "All" },
  { id: "show-open", words: "Need action", class: "open" },
  { id: "show-good", words: "Contained or released", class: "good" },
  { id: "show-exempt", words: "Exempt", class: "exempt" },
  { id: "show-quiet", words: "Nothing done", class: "quiet" },
];

/** The classes that the filter matches. */
export const choiceClasses = (incident: Incident): string =>
  `${outcomeTone(incident.outcome)}${needsAction(incident) ? " open" : ""}`;

/** Radio buttons, each with the number of incidents that it shows. */
export function incidentFilter(incidents: Incident[]): Markup {
  const count = (choice: Choice) =>
    choice.class
      ? incidents.filter((item) => choiceClasses(item).split(" ").includes(choice.class!)).length
      : incidents.length;
  const shown = choices.filter((choice) => count(choice) > 0);
  return html`<fieldset class="filter"><legend>Show</legend>${shown.map(
    (choice, at) =>
      html`<label><input type="radio" name="show" id="${choice.id}"${at === 0 && html` checked`}> ${choice.words} (${count(choice)})</label> `,
  )}</fieldset>`;
}
