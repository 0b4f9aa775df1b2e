import { containmentId } from "../../runtime/model/target";
import type { Incident } from "../incident";
import type { Followed } from "../place";

/** What is released, and how it has to look then. */
export interface Released {
  title: string;
  response: string;
  /** The ARN of the target, as the journal has it. */
  arn: string;
  reason: string;
  /** How many decisions the finding has then. */
  decisions: number;
  /** Why the target is not as it was before; undefined if it is. */
  proof(): Promise<string | undefined>;
}

/** A person releases what was contained, by the command that people give. */
export function released(followed: Pick<Followed, "command">, what: Released): Incident {
  const { title, response, arn, reason, decisions, proof } = what;
  return {
    title,
    expected: "released",
    decisions,
    async happen() {
      const containment = containmentId(response, arn);
      // It is recorded with the first finding that holds it, which may be one of AWS's own.
      const { finding } = await followed.command(response, { command: "release", containment, reason });
      return finding;
    },
    proof,
  };
}
