import type { ContainmentStatus } from "../../runtime/model/journalItems";
import type { Outcome } from "../../runtime/model/outcome";
import { html, type Markup } from "./markup";
import { containmentTone, containmentWords, outcomeTone, outcomeWords, type Tone, toneSign } from "./words";

/** Words in the colour of their tone, with the tone's sign. */
export const badge = (tone: Tone, words: string): Markup =>
  html`<span class="badge ${tone}"><span aria-hidden="true">${toneSign(tone)}</span> ${words}</span>`;

/** An outcome in words. */
export const outcomeBadge = (outcome: Outcome): Markup => badge(outcomeTone(outcome), outcomeWords(outcome));

/** A containment's status in words. */
export const containmentBadge = (status: ContainmentStatus | undefined): Markup =>
  badge(containmentTone(status), containmentWords(status));
