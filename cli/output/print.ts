import { oneLine } from "../../runtime/lib/oneLine";
import type { World } from "../world";

/** Prints text to standard output. Pass every value from outside through `safe` first. */
export function say(world: World, text: string): void {
  world.out.write(`${text}\n`);
}

/** Prints progress, hints and questions to standard error. */
export function tell(world: World, text: string): void {
  world.err.write(`${text}\n`);
}

/**
 * Prints data as JSON. All control characters are escaped, so that the data cannot control a terminal; JSON.stringify
 * escapes only the first 32. For a JSON parser nothing changes.
 */
export function sayJson(world: World, data: unknown): void {
  say(world, escaped(JSON.stringify(data, undefined, 2)));
}

/** Prints data as one line of JSON, for output of which the reader wants each part as soon as it is there. */
export function sayJsonLine(world: World, data: unknown): void {
  say(world, escaped(JSON.stringify(data)));
}

/** Prints a JSON array item by item, each as soon as it is there. */
export function jsonList(world: World) {
  let begun = false;
  return {
    add(item: unknown) {
      world.out.write(`${begun ? "," : "["}\n${escaped(JSON.stringify(item, undefined, 2))}`);
      begun = true;
    },
    end() {
      world.out.write(begun ? "\n]\n" : "[]\n");
    },
  };
}

const escaped = (text: string): string =>
  text.replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/** A value from outside as text, without characters that could control the terminal. */
export const safe = (value: unknown): string =>
  oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
