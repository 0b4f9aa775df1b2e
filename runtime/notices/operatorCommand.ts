/**
 * A command of the operators' tool, exactly as it is run in a clone of this repository. No other code says how the tool is
 * started. Outside a clone, npx would ask the public registry and run whatever it returns with an operator's credentials
 * (https://docs.npmjs.com/cli/v11/commands/npm-exec); a file of the clone cannot be replaced that way.
 *
 * @param text the command with its arguments; the tool alone if empty
 */
export const operatorCommand = (text = ""): string => `node cli/firebreak.cjs ${text}`.trimEnd();
