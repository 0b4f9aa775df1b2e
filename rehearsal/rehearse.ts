import { isDenied } from "../runtime/lib/errors";
import type { Decision } from "../runtime/model/journalItems";
import type { Stage } from "./course";
import { courses } from "./courses";
import { type Incident, play } from "./incident";
import { readPatiently } from "./soon";

/** The result of an incident of a rehearsal. */
export interface Played {
  response: string;
  title: string;
  expected: string;
  /** The decision in the journal; missing if the incident failed before. */
  decision?: Decision;
  seconds: number;
  /** How it differs from the expectation; missing if it does not differ. */
  fault?: string;
}

/**
 * Rehearses responses in parallel, and the incidents of each response in sequence. No incident begins before all test
 * resources exist.
 *
 * @param tell receives the result of each incident as soon as it is known
 * @param stopped whether the user stopped the rehearsal, so that nothing new may start
 */
export async function rehearse(
  stage: Stage,
  responses: string[],
  tell: (played: Played) => void,
  stopped: () => boolean,
): Promise<Played[]> {
  const results: Played[] = [];
  const note = (played: Played) => {
    results.push(played);
    tell(played);
  };
  const made = await Promise.allSettled(responses.map((response) => courses[response]!(stage)));
  if (stopped()) return results;
  made.forEach((result, at) => {
    if (result.status === "fulfilled") return;
    const [response, fault] = [responses[at]!, messageOf(result.reason)];
    note({ response, title: "create the test resources", expected: "made", seconds: 0, fault });
  });
  if (results.length > 0) return results;
  await Promise.all(
    made.map(async (result, at) => {
      for (const incident of result.status === "fulfilled" ? result.value : []) {
        if (stopped()) return;
        const played = await playSafely(stage, responses[at]!, incident);
        if (!stopped() || !played.fault) note(played);
      }
    }),
  );
  return responses.flatMap((name) => results.filter(({ response }) => response === name));
}

/** Turns an error of an incident into a fault, so that the following releases still run. */
async function playSafely({ followed, pause }: Stage, response: string, given: Incident): Promise<Played> {
  const { title, expected, proof } = given;
  const incident = proof ? { ...given, proof: () => readPatiently(pause, proof) } : given;
  const started = Date.now();
  try {
    const { decision, seconds, fault } = await play(followed, incident);
    return { response, title, expected, decision, seconds, ...(fault && { fault }) };
  } catch (error) {
    return { response, title, expected, seconds: (Date.now() - started) / 1000, fault: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  const { name, message } = error as Error;
  const text = name && name !== "Error" ? `${name}: ${message}` : message;
  return isDenied(error) ? `${text}. docs/rehearsal.md has the policy that the role needs` : text;
}
