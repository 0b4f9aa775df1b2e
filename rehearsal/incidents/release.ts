import { containmentId } from "../../runtime/model/target";
import type { Incident } from "../incident";
import type { Followed, Place } from "../place";

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

/** What is contained and released. */
export interface Both extends Pick<Released, "response" | "arn" | "proof"> {
  /** What it is, in titles: "security group". */
  what: string;
}

/** The containment of a test resource and its release. Other responses may decide about the same finding. */
export function bothWays(
  { place, followed }: { place: Place; followed: Pick<Followed, "command"> },
  contained: Incident,
  { what, ...both }: Both,
): [Incident, Incident] {
  const { response } = both;
  const title = `${place.name}: an analyst releases the ${what}`;
  const release = released(followed, { ...both, title, reason: "end of the rehearsal", decisions: 2 });
  return [
    { ...contained, response },
    { ...release, response },
  ];
}
