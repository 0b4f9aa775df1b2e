import { codeOf, isDenied } from "../runtime/lib/errors";
import { oneLine } from "../runtime/lib/oneLine";

/** What ends a command: 1 for what failed or was not found, 2 for what the user has to write in another way. */
export interface Problem extends Error {
  exitCode: 1 | 2;
}

/** An error whose message is all that the user has to know. */
export function problem(message: string, exitCode: 1 | 2 = 1): Problem {
  return Object.assign(new Error(message), { exitCode });
}

/** Whether an error is meant for the user as it stands. */
export const isProblem = (error: unknown): error is Problem => error instanceof Error && "exitCode" in error;

/** The policies that the security account's stack puts out for people, and what each of them is for. */
export type PeoplePolicy = "operatorPolicy" | "approverPolicy" | "auditorPolicy";

/**
 * Does a call to AWS; what it throws becomes an error in plain words.
 *
 * @param what what was tried, such as "read the journal"
 * @param policy the policy without which the call is denied; undefined for a call that is allowed to everybody, and is made in
 *   the account of a stack
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
      `Access denied: your credentials may not ${what}. What is missing is the policy of the output ` +
        `${policies.join(" or ")} of the security account's stack. AWS says: ${message}`,
    );
  }
  if (code === "CredentialsProviderError") {
    return problem(`There are no AWS credentials: set ${login} to those of ${account}. (${message})`);
  }
  if (/^(ExpiredToken|TokenRefreshRequired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature)/.test(code)) {
    return problem(`AWS does not accept the credentials any more (${code}): log in again. AWS says: ${message}`);
  }
  if (/region is missing/i.test(message)) {
    return problem("There is no Region: set AWS_REGION to the home Region of the security account.");
  }
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|TimeoutError/.test(`${code} ${message}`)) {
    return problem(`Could not ${what}: AWS cannot be reached (${message || code}).`);
  }
  return problem(`Could not ${what}: ${code && !message.includes(code) ? `${code}: ` : ""}${message}`);
}
