import type { Target } from "../model/target";
import { bucket } from "./bucket";
import { database } from "./database";
import { instance } from "./instance";
import type { NamedResourceType, Place } from "./resourceType";
import { securityGroup } from "./securityGroup";
import { volume } from "./volume";

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
