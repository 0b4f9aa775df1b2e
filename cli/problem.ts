import { codeOf, isDenied } from "../runtime/lib/errors";
import { oneLine } from "../runtime/lib/oneLine";

/** An error that ends a command. Exit code 1: failed or not found; 2: wrong usage. */
export interface Problem extends Error {
  exitCode: 1 | 2;
}

/** An error whose message tells the user everything. */
export function problem(message: string, exitCode: 1 | 2 = 1): Problem {
  return Object.assign(new Error(message), { exitCode });
}

/** Whether an error is for the user. */
export const isProblem = (error: unknown): error is Problem => error instanceof Error && "exitCode" in error;

/** The policies for people in the outputs of the security account's stack. */
export type PeoplePolicy = "operatorPolicy" | "approverPolicy" | "auditorPolicy";

/**
 * Calls AWS and turns its errors into problems for the user.
 *
 * @param what the attempted action, such as "read the journal"
 * @param policy the policy that allows the call; undefined for a call that needs no policy, in the account of a stack
 */
export async function callAws<Result>(
  what: string,
  policy: PeoplePolicy | PeoplePolicy[] | undefined,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw isProblem(error) ? error : inWords(error, what, policy && [policy].flat());
  }
}

const login = "AWS_PROFILE or the other variables that the AWS SDK reads";

function inWords(error: unknown, what: string, policies: PeoplePolicy[] | undefined): Problem {
  const account = policies ? "the security account" : "the account that you deploy into";
  const code = codeOf(error);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  if (policies && isDenied(error)) {
    return problem(
      `Access denied: your credentials may not ${what}. You need the policy in the output ` +
        `${policies.join(" or ")} of the security account's stack. AWS says: ${message}`,
    );
  }
  if (code === "CredentialsProviderError") {
    return problem(`There are no AWS credentials: set ${login} for ${account}. (${message})`);
  }
  if (/^(ExpiredToken|TokenRefreshRequired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(code)) {
    return problem(`AWS no longer accepts the credentials (${code}): log in again. AWS says: ${message}`);
  }
  if (/region is missing/i.test(message)) {
    return problem("There is no Region: set AWS_REGION to the home Region of the security account.");
  }
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|TimeoutError/.test(`${code} ${message}`)) {
    return problem(`Could not ${what}: AWS cannot be reached (${message || code}).`);
  }
  return problem(`Could not ${what}: ${code && !message.includes(code) ? `${code}: ` : ""}${message}`);
}
