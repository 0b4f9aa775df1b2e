import type { FaultKind } from "../models/faultKinds";
import type { WireCall } from "../models/wire";
import { type Case, casesOf, interruptedCases, lagCases, lags, lengthOf, nameOf, type Phase, textOf } from "./cases";
import type { Invariant, Violation } from "./invariants";
import { type Result, record, runCase } from "./runCase";
import type { Scenario } from "./scenario";

/** The results for one call and one kind of fault. */
export interface Cell {
  runs: number;
  broken: number;
}

/** A kind of violation with its shortest case. */
export interface Failure {
  case: Case;
  violation: Violation;
  /** In how many cases it is seen, and by which kinds of fault. */
  count: number;
  kinds: (FaultKind | "lag")[];
}

/** The results of the cases of one scenario and direction. */
export interface Outcome {
  scenario: string;
  phase: Phase;
  calls: number;
  runs: number;
  /** By the call's name and the kind of fault. */
  cells: Record<string, Partial<Record<FaultKind | "lag", Cell>>>;
  broken: Partial<Record<Invariant, number>>;
  failures: Failure[];
}

/** Every case of a scenario in one direction, without those that cannot show anything new. */
export async function casesFor(scenario: Scenario, phase: Phase): Promise<Case[]> {
  const cases = await casesIn(scenario, phase, await record(scenario, phase));
  return cases.flatMap((one) => [one, ...interruptedCases(one)]);
}

async function casesIn(scenario: Scenario, phase: Phase, recording: WireCall[]): Promise<Case[]> {
  const cases = casesOf(scenario.name, phase, recording);
  for (const service of scenario.lagging ?? []) {
    for (const readings of lags) {
      const lag = { service, readings };
      cases.push(...lagCases(scenario.name, phase, lag, await record(scenario, phase, lag)));
    }
  }
  return cases;
}

/** Runs every case of a scenario in one direction. */
export async function runScenario(scenario: Scenario, phase: Phase): Promise<Outcome> {
  const recording = await record(scenario, phase);
  const outcome: Outcome = {
    scenario: scenario.name,
    phase,
    calls: recording.length,
    runs: 0,
    cells: {},
    broken: {},
    failures: [],
  };
  for (const call of recording) outcome.cells[nameOf(call)] ??= {};
  let single: Case | undefined;
  for (const one of await casesIn(scenario, phase, recording)) {
    if (isSame(one, single)) continue;
    const { isWell, isSingle } = await runOne(scenario, one, outcome);
    if (one.fault?.span === "once") single = isSingle ? one : undefined;
    for (const again of isWell ? [] : interruptedCases(one)) await runOne(scenario, again, outcome);
  }
  return outcome;
}

/** Whether a fault for a whole run is the same case as that fault once, because the run makes the call only once. */
const isSame = ({ fault }: Case, single: Case | undefined) =>
  fault?.span === "delivery" && fault.at === single?.fault?.at && fault.kind === single.fault.kind;

async function runOne(scenario: Scenario, one: Case, outcome: Outcome): Promise<Result> {
  const result = await runCase(scenario, one);
  note(outcome, one, result.isStruck ? result.violations : [...result.violations, notStruck]);
  return result;
}

const notStruck: Violation = { invariant: "ends", what: "the suite's own fault: the call was not made again" };

function note(outcome: Outcome, one: Case, violations: Violation[]): void {
  outcome.runs++;
  outcome.cells[one.call] ??= {};
  const row = outcome.cells[one.call]!;
  const kind = one.lag ? "lag" : one.fault!.kind;
  row[kind] ??= { runs: 0, broken: 0 };
  const cell = row[kind]!;
  cell.runs++;
  if (violations.length > 0) cell.broken++;
  for (const invariant of new Set(violations.map((violation) => violation.invariant)))
    outcome.broken[invariant] = (outcome.broken[invariant] ?? 0) + 1;
  for (const violation of violations) noteFailure(outcome.failures, one, violation);
}

/** Failures are the same if one invariant breaks at one call in one way, whatever the kind of fault. */
function noteFailure(failures: Failure[], one: Case, violation: Violation): void {
  const keyOf = (item: Case, { invariant, what }: Violation) =>
    [item.call, item.lag?.service, invariant, what.replace(/\d+|".*"/g, "")].join(" ");
  const known = failures.find((item) => keyOf(item.case, item.violation) === keyOf(one, violation));
  const kind = one.fault?.kind ?? "lag";
  if (!known) failures.push({ case: one, violation, count: 1, kinds: [kind] });
  else {
    known.count++;
    if (!known.kinds.includes(kind)) known.kinds.push(kind);
    if (lengthOf(one) < lengthOf(known.case)) Object.assign(known, { case: one, violation });
  }
}

/** A failure for people: the shortest case, what is wrong, and what else leads to it. */
export function failureText({ case: one, violation, count, kinds }: Failure): string {
  const others = kinds.filter((kind) => kind !== (one.fault?.kind ?? "lag"));
  const also = [...(count > 1 ? [`${count} cases`] : []), ...(others.length > 0 ? [`also ${others.join(", ")}`] : [])];
  return `${textOf(one)}\n    ${violation.invariant}: ${violation.what}${also.length > 0 ? ` (${also.join("; ")})` : ""}`;
}
