import type { Decision } from "../../runtime/model/journalItems";
import { html, type Markup } from "./markup";

/** A list of texts. */
export const textList = (texts: string[]): Markup => html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;

/** AWS calls with their reasons, in order. */
export const callList = (calls: Decision["calls"]): Markup =>
  html`<ol class="calls">${calls.map(({ operation, reason }) => html`<li><code>${operation}</code> ${reason}</li>`)}</ol>`;

/** Evidence that a response created or read. */
export const evidenceList = (evidence: Decision["evidence"]): Markup =>
  html`<ul>${evidence.map(({ kind, id }) => html`<li>${kind} <code>${id}</code></li>`)}</ul>`;
