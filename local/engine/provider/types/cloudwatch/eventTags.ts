import {
  EventBridgeClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import type { Place } from "../../session";
import { type Tagging, tagList, tagMap } from "../../tags";

/** The tags of an event bus or rule. */
export async function eventTags(ResourceARN: string, aws: Place): Promise<Record<string, string> | undefined> {
  return tagMap((await aws.client(EventBridgeClient).send(new ListTagsForResourceCommand({ ResourceARN }))).Tags);
}

/** Changes the tags of an event bus or rule. */
export function eventTagging(ResourceARN: string, aws: Place): Tagging {
  const events = aws.client(EventBridgeClient);
  return {
    set: (tags) => events.send(new TagResourceCommand({ ResourceARN, Tags: tagList(tags) })),
    remove: (TagKeys) => events.send(new UntagResourceCommand({ ResourceARN, TagKeys })),
  };
}
