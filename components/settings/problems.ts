import type { z } from "zod";
import { didYouMean, nearest } from "../../runtime/lib/nearest";

/** The namespace of the settings in a stack's file. */
export const namespace = "firebreak";

/** The keys of the configuration, as far as they are known. */
export interface GivenKeys {
  /** Every key of the configuration with its namespace, defaults of the project included. */
  all: string[];
  /** The keys of the stack's own file, with their namespace. */
  own: string[];
}

/** Unknown keys, each with the key that was probably meant. */
export function unknownKeys(all: string[], known: string[]): string[] {
  return all.flatMap((full) => {
    const at = full.indexOf(":");
    const [space, key] = [full.slice(0, at), full.slice(at + 1)];
    if (space === namespace) {
      return known.includes(key) ? [] : [`${key} is not a setting${didYouMean(key, known)}`];
    }
    // Other namespaces belong to providers, but one that is similar to ours is a mistake.
    const meant = known.includes(key) && nearest(space, [namespace], 2) !== undefined;
    return meant ? [`${key} is set as ${full}: did you mean ${namespace}:${key}?`] : [];
  });
}

/** Keys in a member account's own file that only the security account's stack reads. */
export function idleKeys(own: string[], masterOnly: string[]): string[] {
  return own
    .filter((full) => full.startsWith(`${namespace}:`))
    .map((full) => full.slice(namespace.length + 1))
    .filter((key) => masterOnly.includes(key))
    .map((key) => `${key} has no effect in a stack of kind service: set it in the stack of kind master`);
}

/** A problem with a value: its key, the value and what is allowed. */
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
  return `${where} is ${shown(value)}: it must be ${issue.message.replace(/^Invalid (input|option): expected /, "")}${near}${zero}`;
}

/**
 * The account id that YAML turned into a number. Pulumi's YAML reads digits that begin with 0 as an octal number if
 * possible, else as a decimal number.
 */
function withLeadingZero(value: unknown): string {
  if (!/^\d{1,11}$/.test(String(value))) return "";
  const octal = Number(value).toString(8);
  const digits = [octal, String(value)].find((text) => text.length === 11);
  return digits === undefined ? "" : `: did you mean "0${digits}"?`;
}

/** A value in readable form. */
export const shown = (value: unknown): string => (value === undefined ? "missing" : JSON.stringify(value));

/** All problems, one line each. */
export const problemText = (problems: string[]): string =>
  `The stack's configuration is invalid.\n${problems.map((text) => `  - ${namespace}:${text}`).join("\n")}\nSee the comments in Pulumi.<stack>.yaml.`;
