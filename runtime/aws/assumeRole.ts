import type { STS } from "@aws-sdk/client-sts";
import { coded, codeOf, isDenied, messageOf } from "../lib/errors";
import type { SessionCredentials } from "../model/response";
import type { Target } from "../model/target";

/** The shortest session that AWS gives, in seconds; a containment takes less. */
export const shortestSession = 900;

/**
 * The longest one that a role gets which assumes a role, in seconds, whatever the assumed role allows:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const longestSession = 3600;

interface SessionOptions {
  /** CloudTrail shows it with every call. */
  name: string;
  /** Absent if the role's own policy is narrow enough. */
  policy?: string;
  /** How long the credentials last. */
  seconds?: number | undefined;
  /** Is told how much of the allowed size the policy takes, in percent, as AWS reckons it. */
  packed?(percent: number): void;
}

/**
 * Credentials for the target's account.
 *
 * @param role its name behind its path: what follows `role/` in its ARN
 * @throws WrongAccount if the session is in another account than the target; then a target that cannot be found would look
 * like one that is gone. AccessDenied, with what to compare, if there is no such role or it does not trust this function: STS
 * tells neither from the other
 */
export async function assumeRole(
  sts: STS,
  target: Pick<Target, "accountId" | "partition">,
  role: string,
  { name, policy, seconds = shortestSession, packed }: SessionOptions,
): Promise<SessionCredentials> {
  const RoleArn = `arn:${target.partition}:iam::${target.accountId}:role/${role}`;
  const input = {
    RoleArn,
    RoleSessionName: name.slice(0, 64),
    DurationSeconds: seconds,
    ...(policy && { Policy: policy }),
  };
  const answer = await sts.assumeRole(input).catch((error: unknown) => {
    throw isDenied(error) ? notTrusted(target.accountId, role, RoleArn, error) : error;
  });
  const account = answer.AssumedRoleUser?.Arn?.split(":")[4];
  if (account !== target.accountId) {
    throw coded("WrongAccount", `${RoleArn} gave a session in account ${account}, not in ${target.accountId}`);
  }
  if (answer.PackedPolicySize !== undefined) packed?.(answer.PackedPolicySize);
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials!;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}

function notTrusted(account: string, role: string, arn: string, error: unknown): Error {
  return coded(
    codeOf(error),
    `${arn} does not exist or does not trust this function: is Firebreak's stack of account ${account} deployed, is the account in the organization, and does the stack have the rolePath and the rolePrefix that "${role}" begins with, as the security account's has? AWS says: ${messageOf(error)}`,
  );
}
