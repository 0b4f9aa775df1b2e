/**
 * A command of the operators' tool, exactly as it has to be run in a clone of this repository. No other code says how the
 * tool is started. `npm`'s runner of packages would ask the public registry outside a clone, and run what it gets there
 * with an operator's credentials (https://docs.npmjs.com/cli/v11/commands/npm-exec); a file of the clone is there or is not.
 *
 * @param text the command with its arguments; without it the tool alone
 */
export const operatorCommand = (text = ""): string => `node cli/firebreak.cjs ${text}`.trimEnd();
