import type { Input, Inputs } from "./kind";
import type { Properties } from "./properties";
import { isUnknown } from "./unknown";

/** Key under which Pulumi marks assets and archives. */
const signature = "4dabf18193072939515e22adb298388d";

/** The inputs whose values differ in meaning, sorted. */
export function differences(inputs: Inputs, olds: Properties, news: Properties): string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)].filter((key) => !key.startsWith("__")));
  return [...keys].filter((key) => !same(olds[key], news[key], inputs[key])).sort();
}

/** Whether two values of an input mean the same. */
export function same(left: unknown, right: unknown, input: Input = {}): boolean {
  return canonical(left, input) === canonical(right, input);
}

/** A canonical text: keys sorted, documents parsed, assets by their hash, unset and missing values alike. */
function canonical(value: any, input: Input): string {
  if (input.json && typeof value === "string" && !isUnknown(value)) return canonical(parsed(value), {});
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, { fields: input.fields }));
    return `[${(input.unordered ? items.sort() : items).join()}]`;
  }
  if (value && typeof value === "object") {
    // The state has only the hash of an asset.
    if (signature in value && value.hash) return JSON.stringify([value[signature], value.hash]);
    const keys = Object.keys(value).filter((key) => value[key] !== undefined && value[key] !== null);
    return `{${keys
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key], input.fields?.[key] ?? {})}`)
      .join()}}`;
  }
  return JSON.stringify(value ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Updates the inputs of the state from AWS. Inputs that the program never set stay out, because AWS fills in many
 * settings that would look like drift.
 */
export function merged(inputs: Inputs, olds: Properties, found: Properties): Properties {
  const entries = Object.entries(olds).map(([key, old]) => [
    key,
    key in found ? mergedValue(inputs[key] ?? {}, old, found[key]) : old,
  ]);
  return Object.fromEntries(entries);
}

function mergedValue(input: Input, old: any, found: any): unknown {
  if (same(old, found, input)) return old;
  const { fields } = input;
  if (!fields || !found || !old) return found;
  if (!Array.isArray(old)) return merged(fields, old, found);
  if (!Array.isArray(found) || found.length !== old.length) return found;
  if (!input.unordered) return old.map((item, index) => merged(fields, item, found[index]));
  // Matches each old item with an equal found one; the rest is drift.
  const rest = [...found];
  const taken = old.map((item) => {
    const index = rest.findIndex((candidate) => same(item, merged(fields, item, candidate), { fields }));
    if (index < 0) return undefined;
    rest.splice(index, 1);
    return item;
  });
  return taken.includes(undefined) ? found : old;
}
