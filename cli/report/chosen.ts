import { needsAction } from "./attention";
import type { Incident } from "./incidents";

/** Incidents by level of detail. */
export interface Chosen {
  /** With all details. */
  detailed: Incident[];
  /** One line each. */
  listed: Incident[];
  /** Only in the figures. */
  unlisted: Incident[];
}

/** How many incidents get which level of detail: a page with the details of thousands is too much for a phone. */
export const limits = { newest: 150, open: 150, listed: 1000 };

/**
 * Chooses the level of detail: the newest incidents, and older ones that need action, with all details; the next ones
 * in one line each; the rest only in the figures.
 *
 * @param incidents the newest first
 */
export function chosen(incidents: Incident[], max = limits): Chosen {
  const newest = incidents.slice(0, max.newest);
  const older = incidents.slice(max.newest);
  const open = new Set(older.filter(needsAction).slice(0, max.open));
  const rest = older.filter((incident) => !open.has(incident));
  return {
    detailed: [...newest, ...open],
    listed: rest.slice(0, max.listed),
    unlisted: rest.slice(max.listed),
  };
}
