import { RunError } from "@pulumi/pulumi/errors";

/**
 * An error of whoever configures or deploys. Pulumi shows its message alone: where in the program it was noticed helps
 * nobody, and formatting such a stack takes Node.js 20 a minute.
 */
export function userError(message: string): Error {
  return Object.assign(new RunError(message), { stack: "" });
}
