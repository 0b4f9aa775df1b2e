/** The last moment of a day in UTC, in milliseconds since 1970; undefined if the text is no day such as 2027-01-31. */
export function endOfDay(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const time = Date.parse(`${day}T23:59:59.999Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : time;
}

/** Milliseconds since 1970 of a moment in UTC; undefined if the text is no time such as 2026-11-26T02:41:00Z. */
export function timeOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) || `${new Date(time).toISOString().slice(0, 19)}Z` !== text ? undefined : time;
}
