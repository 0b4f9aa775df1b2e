import { oneLine } from "../lib/oneLine";

/** How many tags are kept, and how long a value may be. */
const most = 8;
const longest = 100;

/** Keys by which organizations say what a resource is and whose it is. */
const telling =
  /^(name|owner|team|contact|environment|env|stage|application|app|service|project|system|cost-?cent(er|re)|criticality|data-?classification)$/i;

/**
 * The tags of a resource that tell a person what it is and who owns it, as a part of a verdict; empty if it has none. Others
 * chose them: they are not trusted.
 */
export function tellingTags(all: Record<string, string>): { tags?: Record<string, string> } {
  const found = Object.entries(all).filter(([key]) => telling.test(key.split(":").at(-1)!));
  if (found.length === 0) return {};
  const short = found.slice(0, most).map(([key, value]) => [oneLine(key), oneLine(value).slice(0, longest)]);
  return { tags: Object.fromEntries(short) };
}
