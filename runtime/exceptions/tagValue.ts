import type { GrantedException } from "../journal/items";

/** The fields of an exception tag's value, as they stand there. */
export interface ExceptionFields {
  /** The responses that it exempts from. */
  for?: string[];
  /** The last day, inclusive, in UTC. */
  until?: string;
  /** The owner. */
  by?: string;
  /** Where it was decided, for example a ticket. */
  ref?: string;
  /** When it was issued. */
  at?: string;
  /** What the approver's key made of the other fields and the resource. */
  sig?: string;
}

/** What the value of an exception tag is: a word that never exempts, free text, or fields. */
export type TagValue =
  | { form: "no"; text: string }
  | { form: "text"; text: string }
  | { form: "fields"; text: string; fields: ExceptionFields; repeated: string[]; unknown: string[] };

/** The longest value of a tag that every service takes, in characters. */
export const longestTagValue = 256;

const fieldNames = ["for", "until", "by", "ref", "at", "sig"];

/**
 * Reads the value of an exception tag: `key=value` fields separated by blanks, or free text if none of the known keys is
 * there.
 */
export function readTagValue(value: string): TagValue {
  const text = value.trim();
  if (["", "false", "no", "off", "none"].includes(text.toLowerCase())) return { form: "no", text };
  const words = text.split(/\s+/).map((word): [string, string] => {
    const at = word.indexOf("=");
    return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
  });
  if (!words.some(([name]) => fieldNames.includes(name) && text.includes(`${name}=`))) return { form: "text", text };
  const named = words.map(([name]) => name);
  const known = Object.fromEntries(words.filter(([name]) => fieldNames.includes(name)));
  return {
    form: "fields",
    text,
    fields: { ...known, ...(known["for"] !== undefined && { for: known["for"].split("+") }) },
    repeated: fieldNames.filter((name) => named.filter((other) => other === name).length > 1),
    unknown: named.filter((name) => !fieldNames.includes(name)),
  };
}

/** The fields as a tag's value. */
export function writeTagValue(fields: ExceptionFields): string {
  return fieldNames
    .flatMap((name) => {
      const value = fields[name as keyof ExceptionFields];
      return value === undefined ? [] : [`${name}=${Array.isArray(value) ? value.join("+") : value}`];
    })
    .join(" ");
}

/** The value of the tag that an entry of the register stands for. */
export const grantedValue = ({ responses, until, owner, reference, issuedAt, signature }: GrantedException): string =>
  writeTagValue({ for: responses, until, by: owner, ref: reference, at: issuedAt, sig: signature });
