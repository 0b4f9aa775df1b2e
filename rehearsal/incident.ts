import { actionIn } from "../runtime/findings/securityHub/clicks";
import type { Decision } from "../runtime/model/journalItems";
import type { Outcome } from "../runtime/model/outcome";
import type { Followed } from "./place";

/** An incident in a drill or a rehearsal, and its expected outcome. */
export interface Incident {
  /** The description for the user. */
  title: string;
  expected: Outcome;
  /** Other accepted outcomes. */
  also?: Outcome[];
  /** Waits until it can happen. */
  ready?(): Promise<void>;
  /** Triggers the incident. Returns the finding's id in the journal. */
  happen(): Promise<string>;
  /** The response whose decision counts, if several decide. */
  response?: string;
  /** The custom action of Security Hub with which an analyst triggers the incident; its decision counts. */
  action?: string;
  /** The finding's number of decisions after this incident; more than one if the finding occurred before. */
  decisions?: number;
  /** Reads AWS and returns how it differs from the expected state; undefined if it does not differ. */
  proof?(): Promise<string | undefined>;
}

/** The result of an incident. */
export interface Result {
  incident: Incident;
  decision: Decision;
  /** From its trigger until its outcome was in the journal. */
  seconds: number;
  /** How it differs from the expectation; undefined if it does not differ. */
  fault?: string;
}

/**
 * Triggers an incident and follows it to its end.
 *
 * @throws the errors of `happen`, `proof` and the journal
 */
export async function play(followed: Pick<Followed, "decisions">, incident: Incident): Promise<Result> {
  await incident.ready?.();
  const started = Date.now();
  const finding = await incident.happen();
  const decision = await decisionOf(followed, incident, finding);
  const seconds = Math.max(0, Date.parse(decision.at) - started) / 1000;
  const { expected, also = [] } = incident;
  const fault = [expected, ...also].includes(decision.outcome)
    ? await incident.proof?.()
    : `the expected outcome is ${expected}: ${decision.reason}`;
  return { incident, decision, seconds, ...(fault && { fault }) };
}

async function decisionOf(
  followed: Pick<Followed, "decisions">,
  { action, response, decisions = 1 }: Incident,
  finding: string,
): Promise<Decision> {
  for (let count = decisions; ; count++) {
    const all = await followed.decisions(finding, count);
    const found = response === undefined ? all : all.filter((item) => item.response === response);
    if (found.length < decisions) continue;
    const decision = action ? found.find((item) => actionIn(item.by) === action) : found.at(-1);
    if (decision) return decision;
  }
}
