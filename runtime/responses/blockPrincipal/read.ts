import type { IAM } from "@aws-sdk/client-iam";
import { isMissing } from "../../errors";
import type { ReadContext } from "../../response";
import type { Target } from "../../target";
import { lookAgain } from "./plan";
import { readAttachedQuota } from "./readQuota";
import { policyExists, readRole } from "./readRole";
import { readUser } from "./readUser";
import type { PrincipalBefore, PrincipalState } from "./state";

/** The client that blocking needs. IAM has no Region; any Region of the partition leads to it. */
export interface BlockClients {
  iam: IAM;
}

/**
 * Reads the role or user, always as a whole: the point of another look is what somebody else did meanwhile. Only quotas are
 * read once. Undefined if it does not exist, or if every finding is about an earlier one of the same name, which has another
 * unique id.
 */
export async function read(
  { iam }: BlockClients,
  target: Target,
  context: ReadContext<PrincipalState, PrincipalBefore>,
): Promise<PrincipalState | undefined> {
  const { previous, stale, before } = context;
  const kind = target.kind === "iam-user" ? "user" : "role";
  try {
    const [found, attachedQuota] = await Promise.all([
      kind === "user" ? readUser(iam, target.id) : readRole(iam, target),
      previous?.attachedQuota ?? readAttachedQuota(iam, kind),
    ]);
    const wanted = context.wanted
      .map((details) => ofThis(details, found.uniqueId))
      .filter((details) => details !== undefined);
    if (context.wanted.length > 0 && wanted.length === 0) return undefined;
    const restorable = previous || !before?.boundary ? previous?.restorable : await policyExists(iam, before.boundary);
    return {
      ...found,
      kind,
      name: target.id,
      accountId: target.accountId,
      partition: target.partition,
      attachedQuota,
      now: previous?.now ?? `${new Date().toISOString().slice(0, 19)}Z`,
      changed: previous !== undefined && stale.length > 0 && !stale.includes(lookAgain),
      wanted,
      ...(restorable !== undefined && { restorable }),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * What a finding asks for of this very role or user: sessions carry the unique id of their role, and the session of a role
 * that was deleted is over. Undefined if nothing is left.
 */
function ofThis(details: Record<string, string>, uniqueId: string): Record<string, string> | undefined {
  const { sessions, ...rest } = details;
  const named = sessions?.split(" ") ?? [];
  const own = named.filter((session) => isId(session.slice(0, session.indexOf(":")), uniqueId));
  if (named.length > 0 && own.length === 0 && !rest["whole"]) return undefined;
  if (rest["uniqueId"] && !isId(rest["uniqueId"], uniqueId)) return undefined;
  return { ...rest, ...(own.length > 0 && { sessions: own.join(" ") }) };
}

/** Ids of another form than AROA... and AIDA... tell nothing. */
function isId(named: string, live: string): boolean {
  return named === live || named.slice(0, 4) !== live.slice(0, 4);
}
