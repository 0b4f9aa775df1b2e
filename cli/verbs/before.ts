import { safe } from "../output/print";

/** Longest list that is told item by item. */
const most = 20;

/**
 * The state that a containment has saved, a line a value. Each response saves what it needs, so nothing more is known of it
 * than its names.
 */
export function beforeLines(before: unknown): string[] {
  const lines = linesOf(before, "");
  return lines.length > most ? [...lines.slice(0, most), `and ${lines.length - most} more values, see --json`] : lines;
}

function linesOf(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${name}: none`];
    if (value.every((item) => typeof item !== "object")) return [`${name}: ${value.map(safe).join(", ")}`];
    return value.flatMap((item, at) => linesOf(item, `${name}[${at}]`));
  }
  if (value !== null && typeof value === "object") {
    return Object.entries(value).flatMap(([key, item]) => linesOf(item, name ? `${name}.${safe(key)}` : safe(key)));
  }
  return [`${name}: ${value === null ? "none" : safe(value)}`];
}
