import type { Target } from "../../runtime/model/target";
import { html, type Markup } from "./markup";

/** What a response does to which resource, and where that is. */
export const actionText = (response: string, { kind, id, accountId, region }: Target): Markup =>
  html`${response}<br><code>${id}</code> <span class="note">${kind} in ${accountId}, ${region}</span>`;

/** A resource and where that is. */
export const targetText = ({ kind, id, accountId, region }: Target): Markup =>
  html`<code>${id}</code> <span class="note">${kind} in ${accountId}, ${region}</span>`;
