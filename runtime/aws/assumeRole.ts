import type { STS } from "@aws-sdk/client-sts";
import { coded, codeOf, isDenied, messageOf } from "../lib/errors";
import type { SessionCredentials } from "../model/response";
import type { Target } from "../model/target";

/** The shortest session that AWS gives, in seconds; a containment takes less. */
export const shortestSession = 900;

/**
 * The longest session in role chaining, in seconds, whatever the assumed role allows:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const longestSession = 3600;

interface SessionOptions {
  /** Shown in CloudTrail with every call. */
  name: string;
  /** Absent if the role's own policy is narrow enough. */
  policy?: string;
  /** How long the credentials last. */
  seconds?: number | undefined;
  /** Receives the share of the allowed size that the policy uses, in percent, as computed by AWS. */
  packed?(percent: number): void;
}

/**
 * Credentials for the target's account.
 *
 * @param role its name behind its path: what follows `role/` in its ARN
 * @throws WrongAccount if the session is in another account than the target, where the target would look deleted. AccessDenied,
 * with what to compare, if the role does not exist or does not trust this function: STS does not distinguish these
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
    `${arn} does not exist or does not trust this function: is Firebreak's stack of account ${account} deployed, is the account in the organization, and do the stack's rolePath and rolePrefix match "${role}", as those of the security account's stack? AWS says: ${messageOf(error)}`,
  );
}
