import type { Heartbeat } from "../journal/heartbeats";
import { type Place, placeName } from "./testEvent";

/** What the watch observed in one account. */
export interface Listened {
  account: string;
  /** Why the account could not be entered, so that nothing was sent there. */
  problem?: string;
  /** The Regions to test, whether the test event arrived, and why it could not be sent. */
  places: { region: string; arrived: boolean; problem?: string }[];
}

/** A place that does not reach the security account. */
export interface Silence extends Place {
  /** In ISO 8601. */
  since: string;
  why: string;
}

/** The conclusions from one watch of all accounts. */
export interface Hearing {
  /** Everything that is silent now. */
  silent: Silence[];
  /** Of these, the places that were not silent in the previous watch. */
  fresh: Silence[];
  /** Places that are no longer silent. */
  back: Place[];
  /** Accounts that cannot be entered and were never heard: most likely they have no stack. */
  uncovered: string[];
  /** Accounts that cannot be entered any more. */
  closed: string[];
  /** The entries of accounts that changed. */
  changed: Heartbeat[];
}

/** Whether the setting excludes a place: by account, or by account and Region. */
const isExcepted = (excepted: string[], place: Place): boolean =>
  excepted.includes(place.account) || excepted.includes(placeName(place));

/**
 * Which places are silent. A place is expected after its first heartbeat, or once its account's stack covers it. An account that
 * cannot be entered is silent in every Region that was ever heard: removing the role or the rule must not make an account look as
 * if it had never existed.
 *
 * @param known the heartbeats so far
 * @param listened what this watch observed in every account of the organization
 * @param excepted accounts, or `account/Region`, that are to be silent
 * @param now in ISO 8601
 */
export function hearing(known: Heartbeat[], listened: Listened[], excepted: string[], now: string): Hearing {
  const result: Hearing = { silent: [], fresh: [], back: [], uncovered: [], closed: [], changed: [] };
  for (const seen of listened) {
    const { account } = seen;
    const before = known.find((one) => one.account === account);
    if (!before && seen.problem !== undefined) {
      if (!isExcepted(excepted, { account, region: "" })) result.uncovered.push(account);
      continue;
    }
    if (seen.problem !== undefined && !isExcepted(excepted, { account, region: "" })) result.closed.push(account);
    const whys = reasonsOf(seen, before, excepted);
    const heard = seen.places.filter(({ arrived }) => arrived).map(({ region }) => region);
    const after: Heartbeat = {
      ...before,
      account,
      regions: [...new Set([...(before?.regions ?? []), ...heard])].sort(),
      silent: Object.fromEntries(Object.keys(whys).map((region) => [region, before?.silent[region] ?? now])),
    };
    for (const [region, since] of Object.entries(after.silent)) {
      const silence = { account, region, since, why: whys[region]! };
      result.silent.push(silence);
      if (!before?.silent[region]) result.fresh.push(silence);
    }
    const ended = Object.keys(before?.silent ?? {}).filter((region) => !after.silent[region]);
    result.back.push(...ended.map((region) => ({ account, region })));
    if (!before || !isSame(before, after)) result.changed.push(after);
  }
  return result;
}

/** Why each silent Region of an account is silent. */
function reasonsOf(seen: Listened, before: Heartbeat | undefined, excepted: string[]): Record<string, string> {
  const { account, problem, places } = seen;
  const silent =
    problem !== undefined
      ? (before?.regions ?? []).map((region) => ({ region, why: `the account cannot be entered: ${problem}` }))
      : places
          .filter(({ arrived }) => !arrived)
          .map((place) => ({
            region: place.region,
            why: place.problem ? `no test event could be sent: ${place.problem}` : "a test event did not arrive",
          }));
  const expected = silent.filter(({ region }) => !isExcepted(excepted, { account, region }));
  return Object.fromEntries(expected.map(({ region, why }) => [region, why]));
}

function isSame(one: Heartbeat, other: Heartbeat): boolean {
  const text = ({ regions, silent }: Heartbeat) => JSON.stringify([[...regions].sort(), Object.entries(silent).sort()]);
  return text(one) === text(other);
}

/** The numbers for the alarms. */
export interface Counts {
  silent: number;
  /** Accounts that cannot be entered; undefined if it is unknown which accounts there are. */
  uncovered: number | undefined;
  /** Other accounts in which something is silent, at fault or could not be checked. */
  partly: number;
}

/**
 * The numbers for the alarms, from the last result about each account.
 *
 * @param current the entries of all accounts; of two about one account, the first counts
 */
export function countsOf(
  { silent, closed }: Hearing,
  { uncovered, forgotten }: { uncovered: string[]; forgotten: string[] },
  current: Heartbeat[],
  isListed: boolean,
): Counts {
  const out = new Set([...uncovered, ...closed]);
  const first: Record<string, Heartbeat> = {};
  for (const entry of current) first[entry.account] ??= entry;
  const last = Object.values(first);
  const faulty = last
    .filter(({ account, partly }) => partly && !forgotten.includes(account))
    .map(({ account }) => account);
  const partly = new Set([...silent.map(({ account }) => account), ...faulty].filter((account) => !out.has(account)));
  return { silent: silent.length, uncovered: isListed ? out.size : undefined, partly: partly.size };
}

/** Whether an account is examined in this run: each account is examined once a day. */
export const isDue = (account: string, run: number, runsADay: number): boolean =>
  Number(account) % runsADay === run % runsADay;
