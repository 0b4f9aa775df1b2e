import type { Properties } from "./properties";

/** Tags in the form that most services accept. */
export function tagList(tags: Record<string, string> = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The opposite of `tagList`; undefined if there are no tags. */
export function tagMap(tags: { Key?: string; Value?: string }[] = []): Record<string, string> | undefined {
  if (tags.length === 0) return undefined;
  return Object.fromEntries(tags.map((tag) => [tag.Key!, tag.Value ?? ""]));
}

/** How a service sets and removes the tags of one resource. */
export interface Tagging {
  set(tags: Record<string, string>): Promise<unknown>;
  remove(keys: string[]): Promise<unknown>;
}

/** Updates a resource's tags to the inputs. */
export async function retag(olds: Properties, news: Properties, tagging: Tagging): Promise<void> {
  const before: Record<string, string> = olds.tags ?? {};
  const after: Record<string, string> = news.tags ?? {};
  const gone = Object.keys(before).filter((key) => !(key in after));
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
  if (gone.length > 0) await tagging.remove(gone);
  if (changed.length > 0) await tagging.set(Object.fromEntries(changed));
}
