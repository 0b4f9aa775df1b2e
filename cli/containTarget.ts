import { isPrincipal, targetTypes } from "../runtime/resources";
import type { ResourceType } from "../runtime/resources/resourceType";
import { type GivenPlace, placeOf, resourceInArn } from "./resourceArn";

/** A resource as the functions take it from a person. */
export interface ContainTarget {
  account: string;
  region: string;
  id: string;
}

/**
 * The resource that the user names by its ARN, or by its id, account and Region.
 *
 * @throws Problem with exit code 2 that names what is missing, or what contradicts the ARN
 */
export function containTarget({ id, ...given }: GivenPlace & { id: string }): ContainTarget {
  if (!id.startsWith("arn:")) return { ...placeOf("contain", given, {}), id };
  const inArn = resourceInArn(id, "contained");
  const { type, name } = inArn;
  // Only the ARN tells the names of some kinds apart, for example of databases and clusters.
  const known = isPrincipal(type.findingKind ?? "") ? `${type.noun}/${name}` : isAlike(type, name) ? id : name;
  return { ...placeOf("contain", given, inArn), id: known };
}

const isAlike = (type: ResourceType, name: string) =>
  targetTypes.some((other) => other !== type && serviceOf(other) === serviceOf(type) && other.isId(name));

const serviceOf = ({ inArn }: ResourceType) => inArn.slice(0, inArn.indexOf(":"));
