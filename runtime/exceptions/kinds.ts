import { S3Control } from "@aws-sdk/client-s3-control";
import { tagClients } from "../aws/tagClients";
import { coded } from "../lib/errors";
import type { Permission } from "../model/permission";
import type { ClientConfig } from "../model/response";
import { taggedTypes } from "../resources";
import type { FindingKind, ResourceType, TaggedType } from "../resources/resourceType";
import type { TagClients } from "../resources/tagClients";

/** A kind with tags, by its name. @throws UnknownKind that says which there are */
export function exceptionKind(kind: string): TaggedType {
  const found = taggedTypes.find((one) => one.kind === kind);
  if (found) return found;
  throw coded(
    "UnknownKind",
    `${kind} is not a kind of resource that can have exceptions; the kinds are ${taggedTypes.map((one) => one.kind).join(", ")}`,
  );
}

/** The ids by which exceptions are granted for a kind. */
export const grantedIds = (type: ResourceType): Pick<FindingKind, "isId" | "idForm"> => type.grantedBy ?? type;

/** The clients that read and write the tags of a kind. */
export function exceptionClients({ tags }: TaggedType, config: ClientConfig): TagClients {
  const { clients, writeClients = [] } = tags;
  return {
    ...tagClients(clients, config),
    ...(writeClients.includes("s3Control") && { s3Control: new S3Control(config) }),
  };
}

/**
 * What the function may call in every account: read the tags of resources, and set and remove the tag with the configured key.
 * A request without a key is denied: DeleteTags would then remove all tags.
 */
export function exceptionPermissions(tagKey: string): Permission[] {
  const onlyThisKey = {
    "ForAllValues:StringEquals": { "aws:TagKeys": [tagKey] },
    Null: { "aws:TagKeys": "false" },
  };
  // Kinds that share tags share the rights.
  const all = taggedTypes.map(({ tags }) => tags);
  const own = all.filter((one, at) => all.findIndex(({ writing }) => writing === one.writing) === at);
  return own.flatMap(({ reading, writing, anyKey }) => [
    reading,
    { ...writing, condition: onlyThisKey },
    ...(anyKey ? [anyKey] : []),
  ]);
}
