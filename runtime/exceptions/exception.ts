/** What an exception tag's value says. Free text has no fields and exempts from everything, for ever. */
export interface ExceptionFields {
  for?: string[];
  until?: string;
  by?: string;
  ref?: string;
}

/** Whether a resource is exempt from a response, and why; the reason is shown to people either way. */
export interface ExceptionVerdict {
  exempt: boolean;
  /** Undefined if the resource does not carry the tag at all. */
  reason?: string;
}

const keys = ["for", "until", "by", "ref"];

/**
 * Judges the exception tag of a resource.
 *
 * The value is free text (exempt from every response, without end, as in the original sample) or `key=value` fields
 * separated by blanks: `for=isolate-instance+block-principal until=2027-01-31 by=owner@example.com ref=SEC-123`. With
 * fields the resource is exempt only if `for` (if given) names the response and `until` (a day, inclusive, UTC) has not
 * passed. An empty value and the words false, no, off and none never exempt; a malformed field exempts from nothing.
 *
 * @param tags the tags that the resource has at this moment
 * @param key the configured tag key; case counts
 */
export function judgeException(
  tags: Record<string, string>,
  key: string,
  response: string,
  now: Date,
): ExceptionVerdict {
  if (!(key in tags)) return { exempt: false };
  const value = (tags[key] ?? "").trim();
  if (["", "false", "no", "off", "none"].includes(value.toLowerCase())) {
    return { exempt: false, reason: `tag ${key} has the value "${value}", which does not exempt` };
  }
  const fields = parseFields(value);
  if (!fields) {
    return pastDay(value, now)
      ? { exempt: false, reason: `tag ${key} is a date in the past: ${value}` }
      : { exempt: true, reason: `tag ${key}="${value}" exempts from every response without end` };
  }
  return judgeFields(fields, key, response, now);
}

function judgeFields(fields: ExceptionFields, key: string, response: string, now: Date): ExceptionVerdict {
  const not = (reason: string): ExceptionVerdict => ({
    exempt: false,
    reason: `tag ${key} does not exempt: ${reason}`,
  });
  if (fields.for && !fields.for.includes(response))
    return not(`it is for ${fields.for.join(", ")}, not for ${response}`);
  if (fields.until !== undefined) {
    if (endOfDay(fields.until) === undefined) return not(`until=${fields.until} is not a day in the form 2027-01-31`);
    if (pastDay(fields.until, now)) return not(`it ended on ${fields.until}`);
  }
  const details = [fields.until && `until ${fields.until}`, fields.by && `by ${fields.by}`, fields.ref].filter(Boolean);
  return { exempt: true, reason: `tag ${key} exempts from ${response}${details.map((text) => `, ${text}`).join("")}` };
}

/** The fields of a value, or undefined if it is free text. One known `key=` at the start makes it fields. */
function parseFields(value: string): ExceptionFields | undefined {
  const words = value.split(/\s+/).map((word) => {
    const at = word.indexOf("=");
    return at < 0 ? [word, ""] : [word.slice(0, at), word.slice(at + 1)];
  });
  if (!words.some(([name]) => keys.includes(name!) && value.includes(`${name}=`))) return undefined;
  const named = Object.fromEntries(words);
  return { ...named, ...(named["for"] !== undefined && { for: named["for"].split("+") }) };
}

/** The last moment of a day in UTC, in milliseconds; undefined if the text is no day. */
function endOfDay(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T23:59:59.999Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time;
}

function pastDay(day: string, now: Date): boolean {
  const end = endOfDay(day);
  return end !== undefined && end < now.getTime();
}
