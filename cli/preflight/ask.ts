import type { Reading } from "../../runtime/doctor/reading";
import { codeOf, isDenied, messageOf } from "../../runtime/lib/errors";
import { oneLine } from "../../runtime/lib/oneLine";
import type { PreflightPermission } from "./permissions";

/** Makes a call that needs a permission. An error of AWS becomes a text, and preflight goes on. */
export type Ask = <Value>(permission: PreflightPermission, call: () => Promise<Value>) => Promise<Reading<Value>>;

/** Whether the credentials themselves are invalid, so that no further call can succeed. */
const isCredentialFault = (error: unknown) =>
  /^(CredentialsProviderError|ExpiredToken|TokenRefreshRequired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(
    codeOf(error),
  );

/**
 * Makes calls, at most `limit` of them in parallel.
 *
 * @throws AWS's error if there are no credentials or AWS does not accept them
 */
export function asker(limit: number): Ask {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (permission, call) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return { value: await call() };
    } catch (error) {
      if (isCredentialFault(error)) throw error;
      return { problem: problemOf(permission, error) };
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** SNS has its own error code: https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
const isRefused = (error: unknown) => isDenied(error) || /^AuthorizationError/.test(codeOf(error));

function problemOf(permission: PreflightPermission, error: unknown): string {
  const said = oneLine(messageOf(error));
  return isRefused(error) ? `the permission ${permission} is missing (${said})` : `${permission} failed (${said})`;
}
