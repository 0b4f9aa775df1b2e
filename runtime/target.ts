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
}

/** The target as people know it, with the id that AWS gave it. */
export function inFull({ name, id }: Pick<Target, "name" | "id">): string {
  return name === undefined ? id : `${name} (${id})`;
}

type Place = Pick<Target, "accountId" | "region" | "partition">;

/** An EC2 instance as target. */
export function instanceTarget(place: Place, id: string): Target {
  const { accountId, region, partition } = place;
  const arn = `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`;
  return { kind: "ec2-instance", id, accountId, region, partition, arn };
}

/** A security group as target. */
export function groupTarget({ accountId, region, partition }: Place, id: string): Target {
  const arn = `arn:${partition}:ec2:${region}:${accountId}:security-group/${id}`;
  return { kind: "security-group", id, accountId, region, partition, arn };
}

/** A bucket as target. Its ARN has neither account nor Region. */
export function bucketTarget({ accountId, region, partition }: Place, id: string): Target {
  return { kind: "s3-bucket", id, accountId, region, partition, arn: `arn:${partition}:s3:::${id}` };
}

/** A volume as target. */
export function volumeTarget({ accountId, region, partition }: Place, id: string): Target {
  const arn = `arn:${partition}:ec2:${region}:${accountId}:volume/${id}`;
  return { kind: "ebs-volume", id, accountId, region, partition, arn };
}

/** A database as target, by its identifier or by the resource id that Config gives. */
export function databaseTarget({ accountId, region, partition }: Place, id: string): Target {
  const arn = `arn:${partition}:rds:${region}:${accountId}:db:${id}`;
  return { kind: "rds-instance", id, accountId, region, partition, arn };
}

/**
 * An IAM role or user as target, by its bare name: names are unique in an account whatever their path. IAM has no Region,
 * so the finding's Region is only where the session is opened.
 */
export function principalTarget({ accountId, region, partition }: Place, kind: "role" | "user", id: string): Target {
  const arn = `arn:${partition}:iam::${accountId}:${kind}/${id}`;
  return { kind: `iam-${kind}`, id, accountId, region, partition, arn };
}

/**
 * The id of the containment that one response has on one target: 16 hexadecimal characters, the same for every finding
 * that names the target, so that a second finding joins the first one's containment.
 */
export function containmentId(response: string, arn: string): string {
  return createHash("sha256").update(`${response} ${arn}`).digest("hex").slice(0, 16);
}
