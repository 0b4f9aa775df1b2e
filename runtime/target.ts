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
}

/** An EC2 instance as target. */
export function instanceTarget(place: Pick<Target, "accountId" | "region" | "partition">, id: string): Target {
  const { accountId, region, partition } = place;
  const arn = `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`;
  return { kind: "ec2-instance", id, accountId, region, partition, arn };
}

/**
 * The id of the containment that one response has on one target: 16 hexadecimal characters, the same for every finding
 * that names the target, so that a second finding joins the first one's containment.
 */
export function containmentId(response: string, arn: string): string {
  return createHash("sha256").update(`${response} ${arn}`).digest("hex").slice(0, 16);
}
