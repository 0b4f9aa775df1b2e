import { safe } from "../output/print";

/** The longest list that is shown in full. */
const maxLines = 20;

/**
 * The prior state that a containment saved, one value a line. Its structure is not known here, because each response
 * saves what it needs.
 */
export function priorStateLines(priorState: unknown): string[] {
  const lines = linesOf(priorState, "");
  return lines.length > maxLines
    ? [...lines.slice(0, maxLines), `and ${lines.length - maxLines} more values, see --json`]
    : lines;
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
