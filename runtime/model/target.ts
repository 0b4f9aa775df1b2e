import { createHash } from "node:crypto";
import { bucket } from "../resources/bucket";
import { database } from "../resources/database";
import { instance } from "../resources/instance";
import type { NamedResourceType } from "../resources/resourceType";
import { securityGroup } from "../resources/securityGroup";
import { volume } from "../resources/volume";

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

type Place = Pick<Target, "accountId" | "region" | "partition">;

function targetOf({ kind, arn }: NamedResourceType, place: Place, id: string): Target {
  const { accountId, region, partition } = place;
  return { kind, id, accountId, region, partition, arn: arn(place, id) };
}

/** An EC2 instance as target. */
export const instanceTarget = (place: Place, id: string): Target => targetOf(instance, place, id);

/** A security group as target. */
export const groupTarget = (place: Place, id: string): Target => targetOf(securityGroup, place, id);

/** A bucket as target. Its ARN has neither account nor Region. */
export const bucketTarget = (place: Place, id: string): Target => targetOf(bucket, place, id);

/** A volume as target. */
export const volumeTarget = (place: Place, id: string): Target => targetOf(volume, place, id);

/** A database as target, by its identifier or by the resource id that Config gives. */
export const databaseTarget = (place: Place, id: string): Target => targetOf(database, place, id);

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
