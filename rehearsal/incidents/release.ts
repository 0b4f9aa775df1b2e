import { containmentId } from "../../runtime/model/target";
import type { Incident } from "../incident";
import type { Followed } from "../place";

/** A release and its expected result. */
export interface Released {
  title: string;
  response: string;
  /** The target's ARN in the journal. */
  arn: string;
  reason: string;
  /** The finding's number of decisions after the release. */
  decisions: number;
  /** How the target differs from its prior state; undefined if it does not differ. */
  proof(): Promise<string | undefined>;
}

/** A person releases the containment with the operators' command. */
export function released(followed: Pick<Followed, "command">, what: Released): Incident {
  const { title, response, arn, reason, decisions, proof } = what;
  return {
    title,
    expected: "released",
    decisions,
    async happen() {
      const containment = containmentId(response, arn);
      // The release is recorded with the first finding that holds the containment, which may be a real one from AWS.
      const { finding } = await followed.command(response, { command: "release", containment, reason });
      return finding;
    },
    proof,
  };
}
