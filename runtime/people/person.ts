import { callerIn, isAmong } from "./caller";

/**
 * Why two callers may be one person, in words that follow a colon; undefined if they are two.
 *
 * GetCallerIdentity answers no source identity
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html), so names are all there is, and a name
 * counts only where its bearer cannot choose it. Where that cannot be known, two callers count as one person.
 *
 * @param personalSessions ARNs, with `*`, of roles whose session names are names of people
 */
export function whySamePerson(left: string, right: string, personalSessions: string[]): string | undefined {
  if (left === right) return "it is the same session or user";
  const one = claimOf(left);
  const other = claimOf(right);
  if (!one || !other) return "one of them is neither a user nor a session of a role";
  if (isSameName(one, other)) return `both are called ${one}`;
  return whyNameless(left, personalSessions) ?? whyNameless(right, personalSessions);
}

/** Why a caller's name does not tell who it is; undefined if it does. */
export function whyNameless(arn: string, personalSessions: string[]): string | undefined {
  const caller = callerIn(arn);
  if (!caller) return `${arn} is neither a user nor a session of a role`;
  if (caller.kind === "user" || isIdentityCenter(caller.name) || isAmong(arn, personalSessions)) return undefined;
  return `everyone who assumes the role ${caller.name} may choose the name of the session, so it does not tell who it is (docs/operations.md, "Who is who")`;
}

/** The name that a caller bears, freely chosen or not. */
function claimOf(arn: string): string | undefined {
  const caller = callerIn(arn);
  return caller?.session ?? caller?.name;
}

/** One person may have a mail address as the name here and its first part there. Case makes no difference in either. */
function isSameName(left: string, right: string): boolean {
  const [one, other] = [left.toLowerCase(), right.toLowerCase()];
  if (one === other) return true;
  const [first] = one.split("@");
  return first === other.split("@")[0] && one.includes("@") !== other.includes("@");
}

/**
 * Sessions of Identity Center bear the user's name, whatever the permission set; AWS sets it
 * (https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html).
 */
const isIdentityCenter = (role: string): boolean => /^AWSReservedSSO_[\w+=,.@-]{1,32}_[0-9a-f]{16}$/.test(role);
