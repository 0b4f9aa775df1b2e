import { createHash } from "node:crypto";

/** The AWS resource that a response acts on. */
export interface Target {
  /** `ec2-instance` and the like; what `id` is an id of. */
  kind: string;
  id: string;
  accountId: string;
  region: string;
  partition: string;
  arn: string;
  /** The name in ARNs and for people, if `id` is an internal id. */
  name?: string;
  /**
   * What the finding requests in addition to the target itself, for example the session to deny. Kept with the finding's hold; not
   * part of the target's identity.
   */
  details?: Record<string, string>;
  /** Why this target is not changed for this finding, known before any reading. Not part of its identity. */
  untouched?: string;
}

/** The target's name, with its internal id. */
export function inFull({ name, id }: Pick<Target, "name" | "id">): string {
  return name === undefined ? id : `${name} (${id})`;
}

/**
 * The id of the containment that one response has on one target: 16 hexadecimal characters, the same for every finding
 * that names the target, so that a second finding joins the first one's containment.
 */
export function containmentId(response: string, arn: string): string {
  return createHash("sha256").update(`${response} ${arn}`).digest("hex").slice(0, 16);
}
