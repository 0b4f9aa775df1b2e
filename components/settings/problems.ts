import type { z } from "zod";
import { didYouMean, nearest } from "../../runtime/lib/nearest";

/** The namespace of the settings in a stack's file. */
export const namespace = "firebreak";

/** Which keys there are, as far as it is known. */
export interface GivenKeys {
  /** Every key of the configuration with its namespace, defaults of the project included. */
  all: string[];
  /** The keys of the stack's own file, with their namespace. */
  own: string[];
}

/** Keys that nothing reads, each with the one that was most likely meant. */
export function unknownKeys(all: string[], known: string[]): string[] {
  return all.flatMap((full) => {
    const at = full.indexOf(":");
    const [space, key] = [full.slice(0, at), full.slice(at + 1)];
    if (space === namespace) {
      return known.includes(key) ? [] : [`${key} is no setting${didYouMean(key, known)}`];
    }
    // Other namespaces are those of providers; one that is nearly ours is a mistake.
    const meant = known.includes(key) && nearest(space, [namespace], 2) !== undefined;
    return meant ? [`${key} is set as ${full}: did you mean ${namespace}:${key}?`] : [];
  });
}

/** Keys of a service account's own file that only the security account's stack reads. */
export function idleKeys(own: string[], masterOnly: string[]): string[] {
  return own
    .filter((full) => full.startsWith(`${namespace}:`))
    .map((full) => full.slice(namespace.length + 1))
    .filter((key) => masterOnly.includes(key))
    .map((key) => `${key} has no effect in a stack of kind service: set it in the stack of kind master`);
}

/** What is wrong with a value, with its key, itself and what is allowed. */
export function problemOf(issue: z.core.$ZodIssue, given: Record<string, unknown>, known: string[]): string {
  const where = issue.path.join(".") || "configuration";
  const value = issue.path.reduce<any>((at, key) => at?.[key], given);
  if (issue.code === "unrecognized_keys") {
    const wrong = issue.keys.map((key) => `${key}${didYouMean(key, known)}`);
    return `${issue.path.join(".")} has the unknown key ${wrong.join(", ")}`;
  }
  const near =
    issue.code === "invalid_value" && typeof value === "string" ? didYouMean(value, issue.values.map(String)) : "";
  const zero = issue.message.includes("account id") ? withLeadingZero(value) : "";
  return `${where} is ${shown(value)}: it has to be ${issue.message.replace(/^Invalid (input|option): expected /, "")}${near}${zero}`;
}

/**
 * The account id that a number once was. Pulumi's YAML takes digits that begin with 0 for an octal number if they can be one,
 * else for a decimal one.
 */
function withLeadingZero(value: unknown): string {
  if (!/^\d{1,11}$/.test(String(value))) return "";
  const octal = Number(value).toString(8);
  const digits = [octal, String(value)].find((text) => text.length === 11);
  return digits === undefined ? "" : `: did you mean "0${digits}"?`;
}

/** A value as a person reads it. */
export const shown = (value: unknown): string => (value === undefined ? "missing" : JSON.stringify(value));

/** All that is wrong, a line each. */
export const problemText = (problems: string[]): string =>
  `The stack's configuration cannot be used.\n${problems.map((text) => `  - ${namespace}:${text}`).join("\n")}\nSee the comments in the stack's Pulumi.<stack>.yaml.`;
