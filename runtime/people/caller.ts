import { matchesWildcard } from "../lib/wildcard";

/** A user or a session of a role, as its ARN names it. */
export interface Caller {
  partition: string;
  accountId: string;
  kind: "user" | "role";
  /** Of the user or the role, without its path. */
  name: string;
  /** The name of the role's session. */
  session?: string;
}

/**
 * The user or the role's session that an ARN of GetCallerIdentity names
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 *
 * @returns undefined for everything else: the root user, who is not a person; a federated user, whose name can be chosen; and a
 *   path with characters that no name has
 */
export function callerIn(arn: string): Caller | undefined {
  const [, partition, accountId, user] =
    /^arn:(aws[a-z-]*):iam::(\d{12}):user(?:\/[\w+=,.@-]+)*\/([\w+=,.@-]{1,64})$/.exec(arn) ?? [];
  if (partition && accountId && user) return { partition, accountId, kind: "user", name: user };
  const [, at, owner, role, session] =
    /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\/([\w+=,.@-]{2,64})$/.exec(arn) ?? [];
  if (at && owner && role && session) return { partition: at, accountId: owner, kind: "role", name: role, session };
  return undefined;
}

/**
 * Whether one of the ARN patterns matches the caller. The ARN of a session lacks the role's path, so a role is compared by its
 * name, which is unique within the account.
 */
export function isAmong(arn: string, patterns: string[]): boolean {
  const caller = callerIn(arn);
  if (!caller) return false;
  return patterns.some((pattern) => (caller.kind === "user" ? matchesWildcard(pattern, arn) : isRole(pattern, caller)));
}

function isRole(pattern: string, { partition, accountId, name }: Caller): boolean {
  const [, at, owner, named] = /^arn:([\w-]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(pattern) ?? [];
  return at === partition && owner === accountId && matchesWildcard(named!, name);
}
