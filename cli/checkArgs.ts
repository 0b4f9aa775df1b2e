import { safe } from "./output/print";
import { problem } from "./problem";
import type { Option, Verb } from "./verb";

/** The longest value: the journal's keys, the longest of which holds a finding's id, take no more. */
const maxLength = 1000;

/**
 * Checks every value of a command line by what the command declares, so that no wrong value ends as an empty result.
 *
 * @returns the values, numbers as numbers
 * @throws Problem with exit code 2 that names the value and what it must be
 */
export function checkedArgs(verb: Verb, args: Record<string, unknown>): Record<string, unknown> {
  const checked = { ...args };
  for (const name of Object.keys(verb.positionals ?? {})) checkText(`<${name}>`, args[name]);
  for (const [name, option] of Object.entries(verb.options ?? {})) {
    const value = args[name];
    if (Array.isArray(value)) throw problem(`--${name} is given ${value.length} times: give it once`, 2);
    if (option.type === "number" && value !== undefined) checked[name] = numberOf(name, String(value), option);
    else checkText(`--${name}`, value);
  }
  return checked;
}

/** A switch takes no value but true and false; the parser reads everything else as false. @throws Problem that names it */
export function checkFlags(verb: Verb, argv: string[]): void {
  for (const word of argv) {
    const [, name, value] = /^--([\w-]+)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || verb.options?.[name]?.type !== "boolean") continue;
    if (value !== "true" && value !== "false")
      throw problem(`--${name} is "${safe(value)}": give --${name} alone, without a value`, 2);
  }
}

function checkText(what: string, value: unknown): void {
  if (typeof value !== "string") return;
  if (value.trim() === "") throw problem(`${what} is empty`, 2);
  if (value.length > maxLength)
    throw problem(`${what} has ${value.length} characters: it must have at most ${maxLength}`, 2);
}

function numberOf(name: string, text: string, { range }: Option): number {
  const number = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const { least, most, whole } = range!;
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  throw problem(
    `--${name} is "${safe(text)}": it must be a ${whole ? "whole " : ""}number from ${least} to ${most}`,
    2,
  );
}
