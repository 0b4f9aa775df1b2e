import { coded, isMissing } from "../lib/errors";
import type { Target } from "../model/target";
import { targetType } from "../resources";
import type { TagClients, TaggedResource } from "../resources/tagClients";

/**
 * The live tags of a target of any kind; undefined if the resource does not exist.
 *
 * @throws UnknownKind, or what AWS throws: tags that cannot be read are not the same as none
 */
export async function readTags(clients: TagClients, target: Target): Promise<TaggedResource | undefined> {
  const type = targetType(target.kind);
  if (!type)
    throw coded("UnknownKind", `the tags of ${target.arn} cannot be read: ${target.kind} is not a kind of target`);
  try {
    return type.tags ? await type.tags.read(clients, target) : { tags: {} };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
