import { isQuarantined, type PrincipalState, wantedSessions } from "./state";

/** What a quarantine policy denies. */
export interface Denials {
  /** aws:userid of role sessions. */
  sessions: string[];
  /** Sessions that were issued before this time, in ISO 8601. */
  issuedBefore?: string;
}

/**
 * The most that IAM takes of a managed policy, in characters without white space:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const largestPolicy = 6144;

/**
 * A quarantine policy as compact JSON. Used as permissions boundary, its Allow grants nothing and its Deny always holds
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html), so making it needs no right to grant.
 */
export function documentOf({ sessions, issuedBefore }: Denials): string {
  const deny = (Sid: string, Condition: object) => ({ Sid, Effect: "Deny", Action: "*", Resource: "*", Condition });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "LimitNothingElse", Effect: "Allow", Action: "*", Resource: "*" },
      ...(sessions.length > 0 ? [deny("DenySessions", { StringEquals: { "aws:userid": sessions } })] : []),
      ...(issuedBefore ? [deny("DenyOlderSessions", { DateLessThan: { "aws:TokenIssueTime": issuedBefore } })] : []),
    ],
  });
}

/** What a stored document denies; undefined unless it is exactly one that `documentOf` writes. */
export function denialsIn(document: string | undefined): Denials | undefined {
  const statements = statementsOf(document);
  const conditions = statements.map((statement) => statement?.Condition ?? {});
  const sessions = conditions.flatMap((condition) => condition.StringEquals?.["aws:userid"] ?? []);
  const issuedBefore = conditions.map((condition) => condition.DateLessThan?.["aws:TokenIssueTime"]).find(Boolean);
  const denials = { sessions, ...(issuedBefore && { issuedBefore }) };
  return documentOf(denials) === document ? denials : undefined;
}

/** Any JSON may stand there: somebody else may have written it. */
function statementsOf(document: string | undefined): any[] {
  try {
    const { Statement } = JSON.parse(document ?? "null") ?? {};
    return Array.isArray(Statement) ? Statement : [];
  } catch {
    return [];
  }
}

/**
 * What the quarantine policy has to deny: what the findings name, and what it denies already if it is in use. So the time
 * of the first containment stays, and a session that an earlier delivery named is not let in again; what a policy says that
 * lies about unused counts for nothing. Undefined if there is nothing to deny.
 */
export function wantedDenials(state: PrincipalState, olderSessions: boolean): Denials | undefined {
  const stored: Denials = (isQuarantined(state) && denialsIn(state.quarantine?.document)) || { sessions: [] };
  const sessions = [...new Set([...stored.sessions, ...wantedSessions(state)])].sort();
  const issuedBefore = stored.issuedBefore ?? (olderSessions ? state.now : undefined);
  if (sessions.length === 0 && !issuedBefore) return undefined;
  return { sessions, ...(issuedBefore && { issuedBefore }) };
}
