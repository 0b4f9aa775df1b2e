import type { ExceptionLimits } from "../model/responderSettings";
import { endOfDay, timeOf } from "./day";
import { type ExceptionFields, readTagValue } from "./tagValue";

/** The result of checking the signature in a tag: genuine, or why it does not count. */
export type SignatureCheck = { genuine: true } | { genuine: false; why: string };

/** What an exception tag is judged by. */
export interface ExceptionCase {
  /** The tags that the resource has at this moment. */
  tags: Record<string, string>;
  /** The configured tag key; case counts. */
  key: string;
  limits: ExceptionLimits;
  response: string;
  now: Date;
  /** The finding's first activity, ISO 8601. */
  firstSeen: string;
  /** Undefined if the value has no signature. */
  signature?: SignatureCheck;
}

/** Whether a resource is exempt from a response, and why; the reason is shown to people either way. */
export interface ExceptionVerdict {
  exempt: boolean;
  /** Undefined if the resource does not carry the tag at all. */
  reason?: string;
  /** The last day and the owner, if the value names them and exempts. */
  until?: string;
  owner?: string;
}

/** The default: every tag counts. */
export const noLimits: ExceptionLimits = { expiryRequired: false, signatureRequired: false, never: [] };

const day = 86_400_000;

/**
 * Judges the exception tag of a resource.
 *
 * The value is free text (exempt from every response, without end, as in the original sample) or `key=value` fields
 * separated by blanks: `for=isolate-instance+block-principal until=2027-01-31 by=owner@example.com ref=SEC-123`. With
 * fields the resource is exempt only if `for` (if given) names the response and `until` (a day, inclusive, UTC) has not
 * passed. An empty value and the words false, no, off and none never exempt; a malformed field exempts from nothing. The
 * limits of config come on top, and a signature that does not count makes the whole value void.
 */
export function judgeException(given: ExceptionCase): ExceptionVerdict {
  const { tags, key, now } = given;
  if (!(key in tags)) return withoutTag(tags, key);
  const value = readTagValue(tags[key] ?? "");
  if (value.form === "no") {
    return { exempt: false, reason: `tag ${key} has the value "${value.text}", which does not exempt` };
  }
  if (value.form === "nearly") {
    return { exempt: false, reason: `tag ${key}="${value.text}" does not exempt: ${value.why}` };
  }
  if (value.form === "text") {
    if (pastDay(value.text, now)) return { exempt: false, reason: `tag ${key} is a date in the past: ${value.text}` };
    const fault = textFault(given);
    return fault
      ? { exempt: false, reason: `tag ${key}="${value.text}" does not exempt: ${fault}` }
      : { exempt: true, reason: `tag ${key}="${value.text}" exempts from every response without end` };
  }
  const { fields } = value;
  const fault =
    (value.repeated.length > 0 && `it has ${value.repeated.join(" and ")} more than once`) ||
    (fields.sig !== undefined && value.unknown.length > 0 && `it has unsigned fields: ${value.unknown.join(" ")}`) ||
    fieldFault(fields, given);
  if (fault) return { exempt: false, reason: `tag ${key} does not exempt: ${fault}` };
  const { until, by, ref, sig } = fields;
  const details = [until && `until ${until}`, by && `by ${by}`, ref, sig && "signed"].filter(Boolean);
  return {
    exempt: true,
    reason: `tag ${key} exempts from ${given.response}${details.map((text) => `, ${text}`).join("")}`,
    ...(until && { until }),
    ...(by && { owner: by }),
  };
}

/** Tag keys are case-sensitive: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
function withoutTag(tags: Record<string, string>, key: string): ExceptionVerdict {
  const bare = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, "");
  const near = Object.keys(tags).find((other) => bare(other) === bare(key));
  if (near === undefined) return { exempt: false };
  return { exempt: false, reason: `tag "${near}" does not exempt: the exception key is exactly "${key}"` };
}

/** Why free text does not exempt; it has neither end nor scope nor signature. */
function textFault({ limits, response }: ExceptionCase): string | undefined {
  if (limits.never.includes(response)) return neverExempt(response);
  if (limits.signatureRequired) return "free text is not signed, and a signature is required";
  if (limits.expiryRequired || limits.longestDays !== undefined) return "free text has no end, and an end is required";
  return undefined;
}

const neverExempt = (response: string) => `exceptions from ${response} are not allowed`;

function fieldFault(fields: ExceptionFields, given: ExceptionCase): string | undefined {
  const { response, limits, signature } = given;
  if (limits.never.includes(response)) return neverExempt(response);
  if (fields.sig !== undefined) {
    const missing = (["for", "until", "by", "ref", "at"] as const).filter((name) => !fields[name]);
    if (missing.length > 0) return `it is signed, but lacks ${missing.map((name) => `${name}=`).join(", ")}`;
    if (!signature) return "its signature was not checked";
    if (!signature.genuine) return signature.why;
  } else if (limits.signatureRequired) return "it is not signed, and a signature is required";
  if (fields.for && !fields.for.includes(response)) return `it is for ${fields.for.join(", ")}, not for ${response}`;
  return termFault(fields, given);
}

/** Why the time of an exception is not valid: its issue, its end, its length. */
function termFault({ at, until }: ExceptionFields, { limits, now, firstSeen }: ExceptionCase): string | undefined {
  const issued = at === undefined ? undefined : timeOf(at);
  if (at !== undefined) {
    if (issued === undefined) return `at=${at} is not a time in the form 2026-11-26T02:41:00Z`;
    if (issued > Date.parse(firstSeen)) {
      return `it was issued at ${at}, after the finding's first activity at ${firstSeen}`;
    }
  }
  if (until === undefined) {
    if (limits.expiryRequired) return "it has no until=, and an end is required";
    const { longestDays } = limits;
    return longestDays === undefined ? undefined : `it has no end; at most ${longestDays} days are allowed`;
  }
  const end = endOfDay(until);
  if (end === undefined) return `until=${until} is not a day in the form 2027-01-31`;
  if (end < now.getTime()) return `it ended on ${until}`;
  return lengthFault(until, issued ?? now.getTime(), limits);
}

/** Why an exception is too long. The day of its issue is not counted. */
export function lengthFault(until: string, from: number, { longestDays }: ExceptionLimits): string | undefined {
  if (longestDays === undefined) return undefined;
  const latest = new Date(from + longestDays * day).toISOString().slice(0, 10);
  if (until <= latest) return undefined;
  return `its last day is ${until}, but at most ${longestDays} days are allowed, until ${latest}`;
}

function pastDay(text: string, now: Date): boolean {
  const end = endOfDay(text);
  return end !== undefined && end < now.getTime();
}
