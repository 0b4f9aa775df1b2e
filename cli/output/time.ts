import { problem } from "../problem";
import { safe } from "./print";

const unitMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Parses a time that the user gives: an age (`30m`, `12h`, `7d`, `4w`), or a day or time in ISO 8601, in UTC.
 *
 * @returns ISO 8601
 * @throws Problem with exit code 2 that names the accepted forms, or says that the time is in the future
 */
export function momentOf(text: string, option: string, now: Date): string {
  const moment = momentIn(text, now);
  if (moment === undefined)
    throw problem(
      `--${option} is "${safe(text)}": it must be an age such as 30m, 12h, 7d or 4w, or a day or time in UTC such as ` +
        "2026-11-26 or 2026-11-26T02:00:00Z",
      2,
    );
  if (moment > now.getTime())
    throw problem(`--${option} is "${safe(text)}": that is in the future; it is now ${now.toISOString()}`, 2);
  return new Date(moment).toISOString();
}

/** Milliseconds since 1970. A day that the calendar does not have is none. */
function momentIn(text: string, now: Date): number | undefined {
  const ago = /^(\d{1,4})([mhdw])$/.exec(text);
  if (ago) return now.getTime() - Number(ago[1]) * unitMs[ago[2]!]!;
  const time = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text.slice(0, 10))) return undefined;
  return time;
}

/** A time in short form: "2026-11-26 02:41:07", UTC. */
export const shortTime = (iso: string) => iso.slice(0, 19).replace("T", " ");

/** How long ago a time was: "3 days", "5 hours". */
export function age(iso: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(iso)) / 60_000));
  const [count, unit] =
    minutes < 60
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), "hour"]
        : [Math.floor(minutes / 1440), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
