import type { Target } from "../model/target";
import { targetType } from ".";
import type { Place } from "./resourceType";

/** A resource as a target of the given kind. Its ARN is its identity. */
export function targetOf(kind: string, { accountId, region, partition }: Place, id: string): Target {
  return { kind, id, accountId, region, partition, arn: targetType(kind)!.arn({ accountId, region, partition }, id) };
}

/** An EC2 instance as target. */
export const instanceTarget = (place: Place, id: string): Target => targetOf("ec2-instance", place, id);

/** A security group as target. */
export const groupTarget = (place: Place, id: string): Target => targetOf("security-group", place, id);

/** A bucket as target. Its ARN has neither account nor Region. */
export const bucketTarget = (place: Place, id: string): Target => targetOf("s3-bucket", place, id);

/** A volume as target. */
export const volumeTarget = (place: Place, id: string): Target => targetOf("ebs-volume", place, id);

/** A database as target, by its identifier or by the resource id that Config gives. */
export const databaseTarget = (place: Place, id: string): Target => targetOf("rds-instance", place, id);

/**
 * An IAM role or user as target, by its bare name: names are unique in an account regardless of the path. IAM has no Region,
 * so the finding's Region is only where the session is opened.
 */
export const principalTarget = (place: Place, kind: "role" | "user", id: string): Target =>
  targetOf(`iam-${kind}`, place, id);
