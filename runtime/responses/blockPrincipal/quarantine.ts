import { isUsed, namesNoSession, wantedSessions } from "./judge";
import { podKey, podOf, podSession } from "./podSessions";
import type { BlockSettings, Denials, Lever, PrincipalState } from "./state";

/**
 * Maximum size of a managed policy, in characters without white space:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const largestPolicy = 6144;

/**
 * A policy as compact JSON. An attached policy only denies. A permissions boundary must allow what it does not deny, which
 * grants nothing, and its Deny always applies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html).
 */
export function documentOf(lever: Lever, { sessions, issuedBefore }: Denials): string {
  const named = sessions.filter((session) => podOf(session) === undefined);
  const pods = sessions.flatMap((session) => podOf(session) ?? []);
  const deny = (Sid: string, Condition: object) => ({ Sid, Effect: "Deny", Action: "*", Resource: "*", Condition });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      ...(lever === "bound" ? [{ Sid: "LimitNothingElse", Effect: "Allow", Action: "*", Resource: "*" }] : []),
      ...(named.length > 0 ? [deny("DenySessions", { StringEquals: { "aws:userid": named } })] : []),
      ...(pods.length > 0 ? [deny("DenyPods", { StringEquals: { [podKey]: pods } })] : []),
      ...(issuedBefore ? [deny("DenyOlderSessions", { DateLessThan: { "aws:TokenIssueTime": issuedBefore } })] : []),
    ],
  });
}

/** What a stored document denies; undefined unless `documentOf` writes exactly this document. */
export function denialsIn(lever: Lever, document: string | undefined): Denials | undefined {
  const statements = statementsOf(document);
  const conditions = statements.map((statement) => statement?.Condition ?? {});
  const sessions = conditions.flatMap(({ StringEquals = {} }) => [
    ...[StringEquals["aws:userid"] ?? []].flat(),
    ...[StringEquals[podKey] ?? []].flat().map((uid) => podSession(String(uid))),
  ]);
  const issuedBefore = conditions.map((condition) => condition.DateLessThan?.["aws:TokenIssueTime"]).find(Boolean);
  if (issuedBefore && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(issuedBefore)) return undefined;
  if (sessions.length === 0 && !issuedBefore) return undefined;
  const denials = { sessions, ...(issuedBefore && { issuedBefore }) };
  return documentOf(lever, denials) === document ? denials : undefined;
}

/** The document may be any JSON: others may have written it. */
function statementsOf(document: string | undefined): any[] {
  try {
    const { Statement } = JSON.parse(document ?? "null") ?? {};
    return Array.isArray(Statement) ? Statement : [];
  } catch {
    return [];
  }
}

/**
 * What our policies in use deny. An unused policy, or one whose document is not exactly one of ours, is ignored, and so is a
 * time from before this containment.
 */
export function inForce(state: PrincipalState): Denials {
  return state.own
    .filter(({ arn }) => isUsed(state, arn))
    .flatMap(({ denials }) => denials ?? [])
    .map((denials) => believed(denials, state.since))
    .reduce(union, { sessions: [] });
}

function believed({ sessions, issuedBefore }: Denials, since: string): Denials {
  return { sessions, ...(issuedBefore && issuedBefore >= since && { issuedBefore }) };
}

/** The union of both. */
export function union(left: Denials, right: Denials): Denials {
  const sessions = [...new Set([...left.sessions, ...right.sessions])].sort();
  const [issuedBefore] = [left.issuedBefore, right.issuedBefore]
    .filter((time) => time !== undefined)
    .sort()
    .reverse();
  return { sessions, ...(issuedBefore && { issuedBefore }) };
}

/** Whether one denies everything that the other does; all times since this containment began are equivalent. */
export function covers(wide: Denials, narrow: Denials, since: string): boolean {
  if (narrow.issuedBefore && !(wide.issuedBefore && wide.issuedBefore >= since)) return false;
  return narrow.sessions.every((session) => wide.sessions.includes(session));
}

/**
 * What must still be denied: the sessions that the findings name, and all sessions so far if the settings require it or a
 * finding does not name its session. The time of the first containment stays, so that a later finding does not cut off all
 * newer sessions again. Undefined if nothing is missing.
 */
export function missingDenials(state: PrincipalState, { roles }: Pick<BlockSettings, "roles">): Denials | undefined {
  const there = inForce(state);
  const sessions = wantedSessions(state).filter((session) => !there.sessions.includes(session));
  const older = (roles === "older-sessions" || namesNoSession(state)) && !there.issuedBefore;
  if (sessions.length === 0 && !older) return undefined;
  return { sessions, ...(older && { issuedBefore: state.now }) };
}
