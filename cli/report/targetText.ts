import type { Target } from "../../runtime/model/target";
import { html, type Markup } from "./markup";

/** A response and its target, with account and Region. */
export const actionText = (response: string, { kind, id, accountId, region }: Target): Markup =>
  html`${response}<br><code>${id}</code> <span class="note">${kind} in ${accountId}, ${region}</span>`;

/** A target, with account and Region. */
export const targetText = ({ kind, id, accountId, region }: Target): Markup =>
  html`<code>${id}</code> <span class="note">${kind} in ${accountId}, ${region}</span>`;
