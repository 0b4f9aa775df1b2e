import { oneLine } from "../lib/oneLine";
import type { Named } from "../model/finding";

/** Maximum number of names of a finding, and maximum characters of each. */
const most = 20;
const longest = 300;

/**
 * The things that a finding names, each once and in one line. Attackers choose many of these names, for example the key of
 * an object.
 *
 * @param found pairs of what a thing is and what it is called; pairs without a name are left out
 */
export function namedThings(found: [what: string, name: unknown][]): Named[] {
  const things = found.flatMap(([what, name]): Named[] => {
    const text = typeof name === "string" ? oneLine(name).slice(0, longest) : "";
    return text && text !== "null" ? [{ what, name: text }] : [];
  });
  const first = ({ what, name }: Named, index: number) =>
    things.findIndex((other) => other.what === what && other.name === name) === index;
  return things.filter(first).slice(0, most);
}

/**
 * The name in an ARN: what follows the last slash, as in `task-definition/checkout:12`, or else the word that says what it
 * is, as in `function:invoice-pdf`. Any other text stays as it is.
 */
export function lastOfArn(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  if (!text.startsWith("arn:")) return text;
  const resource = text.split(":").slice(5).join(":");
  if (resource.includes("/")) return resource.slice(resource.lastIndexOf("/") + 1);
  return resource.slice(resource.indexOf(":") + 1);
}

/** A part of an unvalidated event: undefined if it is missing or of another type. */
export function part(value: unknown, ...path: string[]): any {
  return path.reduce<any>((at, key) => (at !== null && typeof at === "object" ? at[key] : undefined), value);
}

/** A list in an unvalidated event: empty if it is not a list, cut at 100 items. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, 100) : [];
}
