import { coded, messageOf } from "../../lib/errors";
import type { BlockClients } from "./clients";
import { wantedSessions } from "./judge";
import { podOf } from "./podSessions";
import type { Opened, PrincipalState } from "./state";

/** The part of the state that is read after the block: it is not needed before. */
export const openedPart = "opened";

type Trail = NonNullable<BlockClients["trail"]>;
type About = Pick<PrincipalState, "kind" | "name" | "uniqueId" | "wanted">;

/** Hours that a role session can last: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const longestHours = { user: 12, role: 1 };

const notLookedUp = "the role sessions that it opened could not be looked up";

/** Maximum number of names that are looked up, and of pages with 50 events each. */
const most = { names: 2, pages: 2 };
/** CloudTrail takes two lookups a second for an account and Region. */
const betweenLookups = 500;
/** Maximum duration of the lookups in one Region, in milliseconds. */
const patience = 10_000;

/**
 * The role sessions that a user, or the named sessions of a role, opened and that may still be valid: a deny on the principal
 * does not reach them, as the policies of their own roles apply. Looked up in CloudTrail's event history
 * (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html), where the user name of a session is the
 * session's name. Bounded, and never an error: gaps are reported.
 */
export async function readOpened(clients: BlockClients, about: About): Promise<Opened> {
  const known = wantedSessions(about).filter((session) => podOf(session) === undefined);
  const names = about.kind === "user" ? [about.name] : known.map((id) => id.slice(id.indexOf(":") + 1));
  const trails = [...new Set([clients.trail, clients.globalTrail])].filter((trail) => trail !== undefined);
  if (names.length === 0) return { sessions: [], gaps: [`${notLookedUp}: none of its sessions is known`] };
  if (trails.length === 0) return { sessions: [], gaps: [notLookedUp] };
  const found = await Promise.all(trails.map((trail) => lookUp(trail, names.slice(0, most.names), about)));
  const skipped = names.slice(most.names).map((name) => `the sessions that ${name} opened were not looked up`);
  return {
    sessions: [...new Set(found.flatMap(({ sessions }) => sessions))],
    gaps: [...new Set([...found.flatMap(({ gaps }) => gaps), ...skipped])],
  };
}

/** In one Region. An error or a timeout ends the lookup and is reported. */
async function lookUp(trail: Trail, names: string[], about: About): Promise<Opened> {
  const found: Opened = { sessions: [], gaps: [] };
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(coded("Timeout", "CloudTrail took too long")), patience);
  });
  try {
    await Promise.race([lookUpNames(trail, names, about, found), tooLate]);
  } catch (error) {
    found.gaps.push(`${notLookedUp}: ${messageOf(error)}`);
  } finally {
    clearTimeout(late);
  }
  return found;
}

async function lookUpNames(trail: Trail, names: string[], about: About, found: Opened): Promise<void> {
  const now = Date.now();
  const StartTime = new Date(now - longestHours[about.kind] * 3_600_000);
  let lookups = 0;
  for (const name of names) {
    let NextToken: string | undefined;
    for (let page = 0; page < most.pages && (page === 0 || NextToken); page++) {
      if (lookups++ > 0) await new Promise((resolve) => setTimeout(resolve, betweenLookups));
      const LookupAttributes = [{ AttributeKey: "Username" as const, AttributeValue: name }];
      const answer = await trail.lookupEvents({ LookupAttributes, StartTime, MaxResults: 50, NextToken });
      found.sessions.push(
        ...(answer.Events ?? []).flatMap((event) => sessionIn(event.CloudTrailEvent, about, now) ?? []),
      );
      NextToken = answer.NextToken;
    }
    if (!NextToken) continue;
    found.gaps.push(
      `${name} made more than ${50 * most.pages} calls: only the newest were searched for sessions that it opened`,
    );
  }
}

/** The session in one event: https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
function sessionIn(text: string | undefined, about: About, now: number): string | undefined {
  const event = parsed(text);
  if (!/^(AssumeRole|AssumeRoot)$/.test(event?.eventName ?? "") || event.errorCode) return undefined;
  const caller = String(event.userIdentity?.principalId ?? "");
  const isOwn = about.kind === "user" ? caller === about.uniqueId : wantedSessions(about).includes(caller);
  const { roleArn, targetPrincipal, durationSeconds = 3600 } = event.requestParameters ?? {};
  const session = event.responseElements?.assumedRoleUser?.arn ?? roleArn ?? targetPrincipal;
  const opened = Date.parse(event.eventTime);
  const stated = Date.parse(event.responseElements?.credentials?.expiration ?? "");
  const end = Number.isNaN(stated) ? opened + 1000 * Number(durationSeconds) : stated;
  if (!isOwn || !session || !(end > now)) return undefined;
  return (
    `${about.kind} ${about.name} opened session ${session} at ${event.eventTime}, which works until ${new Date(end).toISOString()}: the block does not reach it, ` +
    "so block that role as well"
  );
}

function parsed(text: string | undefined): any {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
}
