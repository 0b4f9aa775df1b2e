import type { Resource } from "../model/finding";
import { bucket } from "./bucket";
import { database } from "./database";
import { instance } from "./instance";
import { principal } from "./principal";
import type { NamedKind, NamedResourceType, ResourceType } from "./resourceType";
import { securityGroup } from "./securityGroup";
import { volume } from "./volume";

/** The kinds of resources that have an id. A new kind is one file and its place in this list. */
const named: NamedResourceType[] = [instance, securityGroup, volume, database, bucket];

/** Every kind of resources that a response or a notice is about. */
export const resourceTypes: ResourceType[] = [...named, principal];

/** A kind with an id. */
export const namedType = (kind: NamedKind): NamedResourceType => named.find((item) => item.kind === kind)!;

/**
 * The names of a kind at every source. A route that takes a kind takes all of them, so that the rules of the bus know what
 * the readers know.
 */
export function typeNames(kind: Resource["kind"]): string[] {
  const { guardDuty, config, asff } = resourceTypes.find((item) => item.kind === kind)!.names;
  return [...guardDuty, ...config, ...asff];
}

/**
 * The kind of a resource by its type as AWS Config and OCSF name it (AWS::EC2::Instance) or ASFF (AwsEc2Instance); undefined
 * for what no response acts on.
 */
export function kindOf(type: string): Resource["kind"] | undefined {
  return resourceTypes.find(({ names }) => names.config.includes(type) || names.asff.includes(type))?.kind;
}
