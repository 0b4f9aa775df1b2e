import { html, type Markup } from "./markup";

const units: [name: string, seconds: number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
];

/** A duration in its two largest units: "42 s", "3 min 10 s", "2 d 5 h". Below ten seconds it has tenths. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${Math.round(seconds * 10) / 10} s`;
  let rest = Math.round(seconds);
  const parts = units.map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { name, count };
  });
  const first = parts.findIndex((part) => part.count > 0);
  return parts
    .slice(first, first + 2)
    .filter((part) => part.count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(" ");
}

/** A time to the minute, in UTC: "2026-11-26 02:41". Text that is not a time stays unchanged. */
export const minute = (iso: string): Markup => timeElement(iso, 16);

/** A time to the second, in UTC. */
export const second = (iso: string): Markup => timeElement(iso, 19);

/** The day of a time, in UTC. */
export const day = (iso: string): Markup => timeElement(iso, 10);

function timeElement(iso: string, length: number): Markup {
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(iso)) return html`${iso}`;
  return html`<time datetime="${iso}">${iso.slice(0, length).replace("T", " ")}</time>`;
}
