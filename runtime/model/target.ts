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
  /** What people and ARNs call it, where `id` is an id of AWS that nobody knows. */
  name?: string;
  /**
   * What the finding asks for beyond the target itself, for example the session to deny. Kept with the finding's hold;
   * not part of the target's identity.
   */
  details?: Record<string, string>;
  /** Why this target is not touched for this finding, known before anything is read. Not part of its identity. */
  untouched?: string;
}

/** The target as people know it, with the id that AWS gave it. */
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
