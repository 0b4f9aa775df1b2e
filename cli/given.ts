import { z } from "zod";

/** A value that stands alone on a command line, where it must not be taken for an option. */
export const named = z
  .string()
  .max(1000)
  .regex(/^[^-\s]/, "must not begin with - or a space");

export const accountId = z.string().regex(/^\d{12}$/, "an account id of 12 digits");

/** `--name=value` for each value that was given: no value can be taken for an option. */
export const optionsOf = (given: Record<string, unknown>, ...names: string[]): string[] =>
  names.filter((name) => given[name] !== undefined).map((name) => `--${name}=${given[name]}`);
