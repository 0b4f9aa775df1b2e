import { accountPublicAccessBlock, ebsEncryption } from "./accountSettings";
import { bucket } from "./bucket";
import { eksCluster } from "./cluster";
import { database } from "./database";
import { dbCluster } from "./dbCluster";
import { dbClusterSnapshot } from "./dbClusterSnapshot";
import { dbSnapshot } from "./dbSnapshot";
import { detector } from "./detector";
import { ebsSnapshot } from "./ebsSnapshot";
import { lambdaFunction } from "./function";
import { image } from "./image";
import { instance } from "./instance";
import { eksPod } from "./pod";
import { principal, role, user } from "./principal";
import { recorder } from "./recorder";
import type { FindingKind, ResourceType, TaggedType } from "./resourceType";
import { securityGroup } from "./securityGroup";
import { ecsTask } from "./task";
import { trail } from "./trail";
import { volume } from "./volume";

/** Every kind of target. A new kind is one file and an entry in this list. */
export const targetTypes: ResourceType[] = [
  instance,
  securityGroup,
  volume,
  ebsSnapshot,
  image,
  // Its ARN begins as that of a bucket, which has no form of its own.
  accountPublicAccessBlock,
  bucket,
  database,
  dbCluster,
  dbSnapshot,
  dbClusterSnapshot,
  lambdaFunction,
  ecsTask,
  eksPod,
  eksCluster,
  trail,
  detector,
  recorder,
  ebsEncryption,
  role,
  user,
];

/** Every kind whose resources have tags. */
export const taggedTypes: TaggedType[] = targetTypes.filter((item): item is TaggedType => item.tags !== undefined);

/** Every kind that findings name. Roles and users are one kind here. */
export const findingKinds: FindingKind[] = [...targetTypes.filter((item) => item.findingKind === undefined), principal];

/** The kind of a target; undefined if unknown. */
export const targetType = (kind: string): ResourceType | undefined => targetTypes.find((item) => item.kind === kind);

/** The kind that findings have for a target of this kind. */
export const findingKindOf = (kind: string): string => targetType(kind)?.findingKind ?? kind;

/** The kinds of targets that kinds in findings stand for: roles and users for iam-principal. */
export const targetTypesOf = (...findingKinds: string[]): ResourceType[] =>
  targetTypes.filter((item) => findingKinds.includes(findingKindOf(item.kind)));

/** Whether a kind is that of roles, users and their keys, which findings name by several ids at once. */
export const isPrincipal = (kind: string): boolean => kind === principal.kind;

/** A kind that findings name; undefined if unknown. */
export const findingKind = (kind: string): FindingKind | undefined => findingKinds.find((item) => item.kind === kind);

/**
 * The names of a kind at every source. A route takes all names of its kind, so that the rules of the bus match the readers.
 */
export function typeNames(kind: string): string[] {
  const { guardDuty, config, asff } = findingKind(kind)!.names;
  return [...guardDuty, ...config, ...asff];
}

/**
 * The kind of a resource by its type as AWS Config and OCSF name it (AWS::EC2::Instance) or ASFF (AwsEc2Instance); undefined
 * for what no response acts on.
 */
export function kindOf(type: string): string | undefined {
  return findingKinds.find(({ names }) => names.config.includes(type) || names.asff.includes(type))?.kind;
}
