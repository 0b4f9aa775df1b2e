import { coded } from "../lib/errors";
import type { Target } from "../model/target";
import { targetType } from "../resources";
import type { TagClients } from "../resources/tagClients";

/**
 * Sets one tag of a resource of any kind, or removes it; its other tags stay.
 *
 * @param value undefined to remove the tag; a missing tag is not an error
 * @param arn the resource's ARN at its service: for a database the ARN with its identifier
 * @throws UnknownKind, also for settings that have no tags, or what AWS throws
 */
export async function writeTag(
  clients: TagClients,
  target: Target,
  { key, value, arn = target.arn }: { key: string; value: string | undefined; arn?: string | undefined },
): Promise<void> {
  const type = targetType(target.kind);
  if (!type?.tags)
    throw coded(
      "UnknownKind",
      `the tags of ${target.arn} cannot be set: ${target.kind} is not a kind of target with tags`,
    );
  await type.tags.write(clients, target, { key, value, arn });
}
