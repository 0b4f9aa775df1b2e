import { nearest } from "../lib/nearest";
import type { GrantedException } from "../model/journalItems";

/** The fields of an exception tag's value, as written. */
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
  /** The signature of the other fields and the resource. */
  sig?: string;
}

/** What the value of an exception tag is: a word that never exempts, free text, or fields. */
export type TagValue =
  | { form: "no"; text: string }
  | { form: "text"; text: string }
  // Almost fields, or almost a day: an attempt to limit an exception must not make it unlimited.
  | { form: "nearly"; text: string; why: string }
  | { form: "fields"; text: string; fields: ExceptionFields; repeated: string[]; unknown: string[] };

/** Maximum length of a tag value in every service, in characters. */
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
  const nearly = nearlyField(text);
  if (nearly) return { form: "nearly", text, why: nearly };
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

/** Words that people write instead of the names of fields. */
const otherNames: Record<string, string> = {
  end: "until",
  ends: "until",
  expire: "until",
  expires: "until",
  expiry: "until",
  till: "until",
  untill: "until",
  validuntil: "until",
  response: "for",
  responses: "for",
  owner: "by",
  reference: "ref",
  ticket: "ref",
  signature: "sig",
};

/** The likely intention of a value that almost has fields; undefined if it has fields, or none at all. */
function nearlyField(text: string): string | undefined {
  for (const [, name = "", sign = ""] of text.matchAll(/(?<!\S)([\p{L}-]+)(\s*[=:]\s*)(?=\S)/gu)) {
    if (fieldNames.includes(name) && sign.startsWith("=")) continue;
    const word = name.toLowerCase().replaceAll("-", "");
    const meant = otherNames[word] ?? (fieldNames.includes(word) ? word : nearest(word, ["until"], 1));
    if (meant) return `"${name}${sign}" is not a field: did you mean ${meant}=?`;
  }
  const day = /^(?:until|till|expires?|ends?)\s+(?:on\s+)?(\S+)$/i.exec(text)?.[1];
  if (day !== undefined) return `write a last day as until=${/^\d{4}-\d\d-\d\d$/.test(day) ? day : "2027-01-31"}`;
  if (/^(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}|\d{4}-\d{1,2}-\d{1,2})$/.test(text)) {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? undefined : "write a last day as until=2027-01-31";
  }
  return undefined;
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
