import type { Decision } from "../../runtime/model/journalItems";
import { html, type Markup } from "./markup";

/** Texts as a list. */
export const textList = (texts: string[]): Markup => html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;

/** Calls to AWS with their reasons, in the order in which they were made. */
export const callList = (calls: Decision["calls"]): Markup =>
  html`<ol class="calls">${calls.map(({ operation, reason }) => html`<li><code>${operation}</code> ${reason}</li>`)}</ol>`;

/** Evidence that a response made or read. */
export const evidenceList = (evidence: Decision["evidence"]): Markup =>
  html`<ul>${evidence.map(({ kind, id }) => html`<li>${kind} <code>${id}</code></li>`)}</ul>`;
