import type { IAM } from "@aws-sdk/client-iam";
import { isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import type { BlockClients } from "./clients";
import { lookAgain } from "./plan";
import { readRoom } from "./readAccount";
import { openedPart, readOpened } from "./readOpened";
import { listOwn, policyExists, readOwn } from "./readOwn";
import { type Found, readRole } from "./readRole";
import { readUser } from "./readUser";
import type { PrincipalPriorState, PrincipalState } from "./state";

type Context = ReadContext<PrincipalState, PrincipalPriorState>;

/**
 * Reads the role or user, always completely: another check looks for changes by others. Quotas are read once, and the sessions
 * that it opened are read after the block. Undefined if it does not exist, or if every finding is about an earlier one of the
 * same name, which has another unique id.
 */
export async function read(
  clients: BlockClients,
  target: Target,
  context: Context,
): Promise<PrincipalState | undefined> {
  const { iam } = clients;
  const { previous, stale, priorState } = context;
  const kind = target.kind === "iam-user" ? "user" : "role";
  try {
    const [found, room] = await Promise.all([
      kind === "user" ? readUser(iam, target.id) : readRole(iam, target.id),
      previous ?? readRoom(iam, kind),
    ]);
    const wanted = context.wanted
      .map((details) => ofThis(details, found.uniqueId))
      .filter((details) => details !== undefined);
    if (context.wanted.length > 0 && wanted.length === 0) return undefined;
    const restorable =
      previous || !priorState?.boundary ? previous?.restorable : await policyExists(iam, priorState.boundary);
    const own = kind === "user" ? { own: [], nextName: "" } : await readPolicies(iam, target, found, context);
    const { attachedQuota, policyRoom } = room;
    const now = previous?.now ?? timeOf(context) ?? `${new Date().toISOString().slice(0, 19)}Z`;
    const about = { kind, name: target.id, uniqueId: found.uniqueId, wanted } as const;
    const opened = stale.includes(openedPart) ? await readOpened(clients, about) : previous?.opened;
    return {
      ...found,
      ...own,
      ...about,
      accountId: target.accountId,
      partition: target.partition,
      attachedQuota,
      policyRoom,
      now,
      since: context.saved ? (context.saved.since ?? "") : now,
      changed: previous !== undefined && stale.some((part) => part !== openedPart) && !stale.includes(lookAgain),
      ...(restorable !== undefined && { restorable }),
      ...(opened && { opened }),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function readPolicies(iam: IAM, target: Target, { boundary, attached }: Found, context: Context) {
  const used = [...attached, ...(boundary ? [boundary] : [])];
  return context.priorState ? listOwn(iam, target, used) : readOwn(iam, target, used, context);
}

/**
 * The time that this run has already written into a policy: after a failure everything is read as if for the first time, and
 * the same policy must be recognized.
 */
function timeOf({ confirmed = [] }: Context): string | undefined {
  const made = confirmed.findLast(({ operation }) => operation === "CreatePolicy");
  return /"aws:TokenIssueTime":"([^"]+)"/.exec(String(made?.input["PolicyDocument"] ?? ""))?.[1];
}

/**
 * What a finding requests for this role or user itself: sessions contain the unique id of their role, and sessions of a deleted
 * role have ended. A session that is known only by its name is one of the live role. Undefined if nothing is left.
 */
function ofThis(details: Record<string, string>, uniqueId: string): Record<string, string> | undefined {
  const { sessions, sessionNames, ...rest } = details;
  const byName = sessionNames?.split(" ").map((name) => `${uniqueId}:${name}`) ?? [];
  const named = [...(sessions?.split(" ") ?? []), ...byName];
  const own = named.filter((session) => isId(session.slice(0, session.indexOf(":")), uniqueId));
  if (named.length > 0 && own.length === 0 && !rest["whole"]) return undefined;
  if (rest["uniqueId"] && !isId(rest["uniqueId"], uniqueId)) return undefined;
  return { ...rest, ...(own.length > 0 && { sessions: own.join(" ") }) };
}

/** Ids of a form other than AROA... and AIDA... are not compared. */
function isId(named: string, live: string): boolean {
  return named === live || named.slice(0, 4) !== live.slice(0, 4);
}
