import type { Target } from "../model/target";
import { targetType } from ".";
import { bucket } from "./bucket";
import { eksCluster } from "./cluster";
import { database } from "./database";
import { dbCluster } from "./dbCluster";
import { lambdaFunction } from "./function";
import { instance } from "./instance";
import { eksPod } from "./pod";
import { role, user } from "./principal";
import type { Place } from "./resourceType";
import { securityGroup } from "./securityGroup";
import { ecsTask } from "./task";
import { volume } from "./volume";

/** A resource as a target of the given kind. Its ARN is its identity. */
export function targetOf(kind: string, { accountId, region, partition }: Place, id: string): Target {
  return { kind, id, accountId, region, partition, arn: targetType(kind)!.arn({ accountId, region, partition }, id) };
}

/** An EC2 instance as target. */
export const instanceTarget = (place: Place, id: string): Target => targetOf(instance.kind, place, id);

/** A security group as target. */
export const groupTarget = (place: Place, id: string): Target => targetOf(securityGroup.kind, place, id);

/** A bucket as target. Its ARN has neither account nor Region. */
export const bucketTarget = (place: Place, id: string): Target => targetOf(bucket.kind, place, id);

/** A volume as target. */
export const volumeTarget = (place: Place, id: string): Target => targetOf(volume.kind, place, id);

/** A database as target, by its identifier or by the resource id that Config gives. */
export const databaseTarget = (place: Place, id: string): Target => targetOf(database.kind, place, id);

/** A function as target, with all its versions and aliases. */
export const functionTarget = (place: Place, id: string): Target => targetOf(lambdaFunction.kind, place, id);

/** A task of ECS as target, by its cluster and id. */
export const taskTarget = (place: Place, id: string): Target => targetOf(ecsTask.kind, place, id);

/** A pod of EKS as target, by its cluster, namespace and name. */
export const podTarget = (place: Place, id: string): Target => targetOf(eksPod.kind, place, id);

/** A cluster of EKS as target, by its name. */
export const eksClusterTarget = (place: Place, name: string): Target => targetOf(eksCluster.kind, place, name);

/** A database cluster as target, by its identifier or by the resource id that Config gives. */
export const clusterTarget = (place: Place, id: string): Target => targetOf(dbCluster.kind, place, id);

/**
 * An IAM role or user as target, by its bare name: names are unique in an account regardless of the path. IAM has no Region,
 * so the finding's Region is only where the session is opened.
 */
export const principalTarget = (place: Place, kind: "role" | "user", id: string): Target =>
  targetOf((kind === "role" ? role : user).kind, place, id);
