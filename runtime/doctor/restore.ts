import { operatorCommand } from "../notices/operatorCommand";

/**
 * What restores the parts of an account. A deployment alone does not: Pulumi compares the program with its own state, and with the
 * account only if it is told to (https://www.pulumi.com/docs/iac/cli/commands/pulumi_up/).
 */
export const restore = `Restore it with \`${operatorCommand("fleet repair --only STACK")}\`, or with \`pulumi up --refresh\` in the account's stack.`;
