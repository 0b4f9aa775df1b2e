import { table as drawn } from "table";
import { faultKinds } from "../models/faultKinds";
import { type Invariant, invariants } from "./invariants";
import type { Cell, Outcome } from "./suite";

const columns = [...faultKinds, "lag"] as const;

/** Short column heads: the table has to fit a terminal. */
const heads: Record<(typeof columns)[number], string> = {
  throttled: "throttled",
  "internal error": "internal",
  "not found yet": "not found",
  "exists already": "exists",
  denied: "denied",
  "time-out before the effect": "time-out before",
  "time-out after the effect": "time-out after",
  "killed before the call": "killed before",
  "killed after the call": "killed after",
  lag: "lag",
};

/** Cases of a cell, and how many of them break an invariant; a dash where the service has no such answer. */
const cellText = (cell: Cell | undefined): string =>
  cell === undefined ? "-" : cell.broken === 0 ? String(cell.runs) : `${cell.runs} (${cell.broken} broken)`;

/** Calls by kinds of fault, for one target and direction. */
export function tableOf({ scenario, phase, cells, calls, runs }: Outcome): string {
  const rows = Object.entries(cells).map(([call, row]) => [call, ...columns.map((kind) => cellText(row[kind]))]);
  const head = ["call", ...columns.map((kind) => heads[kind])];
  const title = `${scenario}, ${phase}: ${calls} calls, ${runs} cases`;
  return `${title}\n${drawn([head, ...rows], { drawHorizontalLine: (line, count) => line < 2 || line === count })}`;
}

/** The totals of all cases. */
export function totalsOf(outcomes: Outcome[]): string {
  const sum = (value: (outcome: Outcome) => number) => outcomes.reduce((all, outcome) => all + value(outcome), 0);
  const names = Object.keys(invariants) as Invariant[];
  const lines = names.map((name) => {
    const broken = sum((outcome) => outcome.broken[name] ?? 0);
    return `  ${broken === 0 ? "holds " : "BROKEN"}  ${invariants[name]}${broken > 0 ? `: in ${broken} cases` : ""}`;
  });
  const cells = outcomes.flatMap((outcome) => Object.values(outcome.cells).flatMap((row) => Object.keys(row)));
  const head = `${sum(({ calls }) => calls)} calls, ${cells.length} cells of call and kind, ${sum(({ runs }) => runs)} cases`;
  return [head, ...lines].join("\n");
}
