import { needsSomeone } from "./attention";
import type { Incident } from "./incidents";

/** Incidents by how much is told of them. */
export interface Chosen {
  /** With their whole story. */
  detailed: Incident[];
  /** A line each. */
  listed: Incident[];
  /** Only in the figures. */
  unlisted: Incident[];
}

/** How many incidents are told of in which way: a page with thousands of stories is too much for a phone. */
export const limits = { newest: 150, open: 150, listed: 1000 };

/**
 * What is told of which incident: the newest with their story, and those which somebody has to look at however old they
 * are; the next ones in a line each; the rest in the figures only.
 *
 * @param incidents the newest first
 */
export function chosen(incidents: Incident[], most = limits): Chosen {
  const newest = incidents.slice(0, most.newest);
  const older = incidents.slice(most.newest);
  const open = new Set(older.filter(needsSomeone).slice(0, most.open));
  const rest = older.filter((incident) => !open.has(incident));
  return {
    detailed: [...newest, ...open],
    listed: rest.slice(0, most.listed),
    unlisted: rest.slice(most.listed),
  };
}
