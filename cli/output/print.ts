import { oneLine } from "../../runtime/lib/oneLine";
import type { World } from "../world";

/** Prints a text on standard output. Whatever comes from elsewhere has to have gone through `safe`. */
export function say(world: World, text: string): void {
  world.out.write(`${text}\n`);
}

/** Tells something beside the point: progress, hints, questions. */
export function tell(world: World, text: string): void {
  world.err.write(`${text}\n`);
}

/**
 * Prints data for machines. What could control a terminal that shows it is escaped, which changes nothing for a reader of
 * JSON; JSON.stringify does that for the first 32 characters only.
 */
export function sayJson(world: World, data: unknown): void {
  const text = JSON.stringify(data, undefined, 2).replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
  say(world, text);
}

/** A value that came from elsewhere, as text without anything that could control the terminal. */
export const safe = (value: unknown): string =>
  oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
