import { localCall } from "../../localCall";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

/** Calls an operation of AWS Config, like PutConfigRule. */
export function configCall(operation: string, body: object, aws: Place): Promise<any> {
  return localCall(
    { service: "config", method: "POST", path: "/", target: `StarlingDoveService.${operation}`, body },
    aws,
  );
}

/** Tags in the form of AWS Config. */
export const configTags = (tags: Record<string, string> = {}) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The tags of a resource of AWS Config. */
export async function tagsOf(ResourceArn: string, aws: Place): Promise<Properties | undefined> {
  const { Tags = [] } = await configCall("ListTagsForResource", { ResourceArn }, aws);
  return Tags.length > 0 ? Object.fromEntries(Tags.map((tag: any) => [tag.Key, tag.Value])) : undefined;
}

/** How the tags of a resource of AWS Config are changed. */
export const configTagging = (ResourceArn: string, aws: Place) => ({
  set: (tags: Record<string, string>) => configCall("TagResource", { ResourceArn, Tags: configTags(tags) }, aws),
  remove: (TagKeys: string[]) => configCall("UntagResource", { ResourceArn, TagKeys }, aws),
});
