import { isDenied } from "../runtime/lib/errors";
import type { Decision } from "../runtime/model/journalItems";
import type { Stage } from "./course";
import { courses } from "./courses";
import { type Incident, play } from "./incident";
import { readPatiently } from "./soon";

/** What one incident of a rehearsal came to. */
export interface Played {
  response: string;
  title: string;
  expected: string;
  /** What is in the journal; absent if the incident did not get so far. */
  decision?: Decision;
  seconds: number;
  /** Why it is not what was expected; absent if it is. */
  fault?: string;
}

/**
 * Rehearses responses side by side, the incidents of each one after the other. Nothing happens to anything until everything
 * that is needed is made.
 *
 * @param tell is told what each incident came to, as soon as it is known
 * @param stopped whether nothing new must be begun
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
    note({ response, title: "what is needed is made", expected: "made", seconds: 0, fault });
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

/** An incident that breaks off is a fault like any other: what comes after it has to be released all the same. */
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
  return isDenied(error) ? `${text}. What the role has to be allowed is in the policy of docs/rehearsal.md` : text;
}
