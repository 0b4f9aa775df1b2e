import { oneLine } from "../lib/oneLine";

/**
 * A command of the operators' tool, exactly as it is run in a clone of this repository. No other code says how the tool is
 * started. Outside a clone, npm's package runner would run whatever the public registry returns, with an operator's credentials
 * (https://docs.npmjs.com/cli/v11/commands/npm-exec); a file of the clone cannot be replaced that way.
 *
 * @param text the command with its arguments; the tool alone if empty
 */
export const operatorCommand = (text = ""): string => `node cli/firebreak.cjs ${text}`.trimEnd();

/** A text from outside as one word of a shell's command line. */
export function shellWord(text: string): string {
  const clean = oneLine(text);
  return /^[\w.:/@=+,-]+$/.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`;
}
