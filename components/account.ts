import { userError } from "./userError";

/**
 * Stops a deployment with the wrong credentials before anything is made.
 *
 * @throws Error that names both accounts
 */
export function checkAccount(configured: string, actual: string): void {
  if (configured === actual) return;
  throw userError(
    `firebreak:accountId is "${configured}" and the AWS credentials belong to account "${actual}": use credentials of the configured account, or the stack that belongs to this one`,
  );
}
