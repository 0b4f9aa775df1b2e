import { needsSomeone } from "./attention";
import type { Incident } from "./incidents";
import { html, type Markup } from "./markup";
import { outcomeTone, type Tone } from "./words";

/** A choice of which incidents are shown; the style sheet does the rest, so that no script is needed. */
export interface Choice {
  id: string;
  words: string;
  /** The class of the incidents that are shown; all of them if it is left out. */
  class?: Tone | "open";
}

export const choices: Choice[] = [
  { id: "show-all", words: "All" },
  { id: "show-open", words: "Need somebody", class: "open" },
  { id: "show-good", words: "Contained or released", class: "good" },
  { id: "show-exempt", words: "Exempt", class: "exempt" },
  { id: "show-quiet", words: "Nothing done", class: "quiet" },
];

/** The classes by which an incident is chosen. */
export const choiceClasses = (incident: Incident): string =>
  `${outcomeTone(incident.outcome)}${needsSomeone(incident) ? " open" : ""}`;

/** Buttons of which one is chosen, each with how many incidents it shows. */
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
