import type { Outcome } from "../../runtime/model/outcome";
import type { Incident } from "./incidents";
import { allOutcomes } from "./words";

/** Incidents by group and outcome. */
export interface OutcomeTable {
  /** The outcomes that occur, in their usual order. */
  outcomes: Outcome[];
  /** Most incidents first. */
  rows: { name: string; counts: number[]; total: number }[];
  totals: number[];
}

/** Counts incidents by outcome, for groups of a name that each incident has. */
export function outcomesBy(incidents: Incident[], nameOf: (incident: Incident) => string): OutcomeTable {
  const found = new Set(incidents.map((incident) => incident.outcome));
  const outcomes = [...allOutcomes.filter((outcome) => found.delete(outcome)), ...found];
  const groups = new Map<string, Incident[]>();
  for (const incident of incidents) {
    const group = groups.get(nameOf(incident));
    if (group) group.push(incident);
    else groups.set(nameOf(incident), [incident]);
  }
  const countsOf = (group: Incident[]) =>
    outcomes.map((outcome) => group.filter((incident) => incident.outcome === outcome).length);
  const rows = [...groups]
    .map(([name, group]) => ({ name, counts: countsOf(group), total: group.length }))
    .sort((left, right) => right.total - left.total || (left.name < right.name ? -1 : 1));
  return { outcomes, rows, totals: countsOf(incidents) };
}
