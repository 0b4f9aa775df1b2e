import { actionIn } from "../runtime/findings/securityHub/clicks";
import type { Decision } from "../runtime/model/journalItems";
import type { Outcome } from "../runtime/model/outcome";
import type { Followed } from "./place";

/** One thing that happens in a drill or a rehearsal, and what has to come of it. */
export interface Incident {
  /** What a spectator is told. */
  title: string;
  expected: Outcome;
  /** Other outcomes that are as good. */
  also?: Outcome[];
  /** Waits until it can happen. */
  ready?(): Promise<void>;
  /** Makes it happen; returns the id that the journal has the finding under. */
  happen(): Promise<string>;
  /** The custom action of Security Hub by which an analyst makes it happen: its decision is the one that counts. */
  action?: string;
  /** How many decisions the finding has when this one is made; more than one if the finding came before. */
  decisions?: number;
  /** Why AWS, read back, does not look as it should; undefined if it does. */
  proof?(): Promise<string | undefined>;
}

/** What an incident came to. */
export interface Result {
  incident: Incident;
  decision: Decision;
  /** From the moment it happened until its outcome was in the journal. */
  seconds: number;
  /** Why it is not what was expected; undefined if it is. */
  fault?: string;
}

/**
 * Lets an incident happen and follows it to its end.
 *
 * @throws what `happen`, `proof` and the journal throw
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
    : `the outcome should be ${expected}: ${decision.reason}`;
  return { incident, decision, seconds, ...(fault && { fault }) };
}

async function decisionOf(
  followed: Pick<Followed, "decisions">,
  { action, decisions = 1 }: Incident,
  finding: string,
): Promise<Decision> {
  for (let count = decisions; ; count++) {
    const found = await followed.decisions(finding, count);
    const decision = action ? found.find((item) => actionIn(item.by) === action) : found.at(-1);
    if (decision) return decision;
  }
}
