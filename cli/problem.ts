import { codeOf, isDenied, isMissing, isOutage, isThrottled } from "../runtime/lib/errors";
import { oneLine } from "../runtime/lib/oneLine";

/** An error that ends a command. Exit code 1: failed or not found; 2: wrong usage. */
export interface Problem extends Error {
  exitCode: 1 | 2;
  /** What AWS threw, if it did. */
  cause?: unknown;
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
    if (isProblem(error)) throw error;
    throw Object.assign(inWords(error, what, policy && [policy].flat()), { cause: error });
  }
}

const login = "AWS_PROFILE or the other variables that the AWS SDK reads";

function inWords(error: unknown, what: string, policies: PeoplePolicy[] | undefined): Problem {
  const account = policies ? "the security account" : "the account that you deploy into";
  const code = codeOf(error);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  const said = `AWS says: ${[code, message].filter((text) => text && (text === message || !message.includes(text))).join(": ")}`;
  if (policies && isDenied(error)) {
    return problem(
      `Access denied: your credentials may not ${what}. You need the policy in the output ` +
        `${policies.join(" or ")} of the security account's stack. ${said}`,
    );
  }
  if (code === "CredentialsProviderError") {
    const start = profile()
      ? `The profile ${profile()} (AWS_PROFILE) gives no credentials`
      : "There are no AWS credentials";
    return problem(`${start}: set ${login} for ${account}. The AWS SDK says: ${message}`);
  }
  if (
    /^(ExpiredToken|TokenRefreshRequired|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNot)/.test(
      code,
    )
  ) {
    return problem(`AWS no longer accepts the credentials (${code}): log in again. ${said}`);
  }
  if (/region is missing/i.test(message)) {
    const of = profile() ? `; the profile ${profile()} (AWS_PROFILE) has none, or does not exist` : "";
    return problem(`There is no Region: set AWS_REGION to the home Region of the security account${of}.`);
  }
  if (isThrottled(error))
    return problem(`Could not ${what}, because AWS is throttling: try again in a minute. ${said}`);
  if (isOutage(error) || /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|TimeoutError/.test(message)) {
    return problem(`Could not ${what}: AWS cannot be reached or is failing. Try again. ${said}`);
  }
  if (isMissing(error))
    return problem(
      `Could not ${what}, because it is not there: deploy the security account's stack with this version. ${said}`,
    );
  return problem(`Could not ${what}. ${said}`);
}

/** The profile that the user set, as one word of a sentence. */
const profile = (): string | undefined => process.env["AWS_PROFILE"] && `"${oneLine(process.env["AWS_PROFILE"])}"`;
