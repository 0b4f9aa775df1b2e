import { callerIn, isAmong } from "./caller";

/**
 * Why two callers may be one person, in words that follow a colon; undefined if they are two.
 *
 * GetCallerIdentity returns no source identity
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html), so only names are available, and a name counts
 * only if its bearer cannot choose it. If that is unknown, two callers count as one person.
 *
 * @param personalSessions ARN patterns of roles whose session names are names of people
 */
export function whySamePerson(left: string, right: string, personalSessions: string[]): string | undefined {
  if (left === right) return "it is the same session or user";
  const one = claimOf(left);
  const other = claimOf(right);
  if (!one || !other) return "one of them is neither a user nor a session of a role";
  if (isSameName(one, other)) return `both are called ${one}`;
  return whyNameless(left, personalSessions) ?? whyNameless(right, personalSessions);
}

/** Why a caller's name does not identify a person; undefined if it does. */
export function whyNameless(arn: string, personalSessions: string[]): string | undefined {
  const caller = callerIn(arn);
  if (!caller) return `${arn} is neither a user nor a session of a role`;
  if (caller.kind === "user" || isIdentityCenter(caller.name) || isAmong(arn, personalSessions)) return undefined;
  return `everyone who assumes the role ${caller.name} may choose its session name, so the session does not identify a person (docs/operations.md, "Who is who")`;
}

/** The caller's name, freely chosen or not. */
function claimOf(arn: string): string | undefined {
  const caller = callerIn(arn);
  return caller?.session ?? caller?.name;
}

/** One person may be named by a mail address in one place and by its first part in another. Case is ignored. */
function isSameName(left: string, right: string): boolean {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one === other) return true;
  const [first] = one.split("@");
  return first === other.split("@")[0] && one.includes("@") !== other.includes("@");
}

/**
 * Sessions of Identity Center have the user's name, whatever the permission set; AWS sets it
 * (https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html).
 */
const isIdentityCenter = (role: string): boolean => /^AWSReservedSSO_[\w+=,.@-]{1,32}_[0-9a-f]{16}$/.test(role);
