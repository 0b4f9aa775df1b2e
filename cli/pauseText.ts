import type { Pause } from "../runtime/model/journalItems";
import { safe } from "./output/print";
import { shortTime } from "./output/time";

/** A pause of all responses in one sentence. */
export function pauseText({ at, by, reason, until }: Pause): string {
  const end = until ? `, until ${shortTime(until)} UTC` : "";
  return `All responses have been paused since ${shortTime(at)} UTC by ${safe(by)}${end}: ${safe(reason)}`;
}

/** What a pause means for a containment by hand. */
export const byHandWhilePaused =
  "The setting byHand.whilePaused decides: a containment by hand is made now, or waits until a second person approves.";
