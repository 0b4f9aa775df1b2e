import { RunError } from "@pulumi/pulumi/errors";

/**
 * An error for the person who configures or deploys. Pulumi shows only its message, because the stack trace does not
 * help and Node.js 20 takes a minute to format it.
 */
export function userError(message: string): Error {
  return Object.assign(new RunError(message), { stack: "" });
}
