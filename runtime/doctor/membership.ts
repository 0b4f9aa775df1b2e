import type { Member } from "../journal/members";
import type { AccountChange } from "./accountEvents";
import type { Listed } from "./listAccounts";

/**
 * For how many minutes a change is left alone: StackSets deploy a new or moved account within minutes
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-manage-auto-deployment.html). With the interval
 * of the watch, people are notified within the hour. It is less than that interval, so that a watch that starts a little early
 * does not put the notice off to the next one.
 */
export const settlingMinutes = 25;

/** What is known about the accounts at one moment. */
export interface Sight {
  /** What was known before. */
  members: Member[];
  /** The accounts to examine: those of the organization, and those that the configuration names. */
  present: string[];
  /** The organization's own list; undefined if it could not be read. */
  listed?: Listed[];
  /** Accounts that were heard before. */
  heard: string[];
  /** Accounts that cannot be entered and were never heard. */
  uncovered: string[];
  /** In ISO 8601. */
  now: string;
}

/** What changed among the accounts. */
export interface Membership {
  /** Accounts that are not covered, of which people do not know. */
  outside: Member[];
  moved: { account: string; from: string; to: string; isCovered: boolean }[];
  /** Accounts that are no longer examined, and why. */
  gone: { account: string; why: string }[];
  /** Those, and accounts that ended before people could know of them, such as a closed one that an event says was moved. */
  forgotten: string[];
  /** Every account that is not covered, except new ones, which may still be deployed. */
  uncovered: string[];
  /** Those whose change is now old enough to examine them. */
  settled: string[];
  /** The entries that changed. */
  changed: Member[];
}

/**
 * An account's entry after a change; undefined if the change was known before, so that a repeated event has no effect.
 *
 * @param now in ISO 8601
 */
export function withChange(before: Member | undefined, change: AccountChange, now: string): Member | undefined {
  const { account, unit, ended } = change;
  if (ended) return !before || before.ended ? undefined : { ...before, ended };
  if (!before || before.ended) return { account, ...(unit && { unit }), since: now, pending: "new" };
  if (unit === undefined || unit === before.unit) return undefined;
  // A new account is moved to its place right away, which is no news of its own.
  if (before.pending === "new") return { ...before, unit };
  const from = before.from ?? before.unit ?? change.from;
  return from === undefined ? { ...before, unit } : { ...before, unit, since: now, pending: "moved", from };
}

/** Compares the accounts with what was known of them. Each change is reported once, when it has settled. */
export function compareMembers({ members, present, listed, heard, uncovered, now }: Sight): Membership {
  const result: Membership = {
    outside: [],
    moved: [],
    gone: [],
    forgotten: [],
    uncovered: [],
    settled: [],
    changed: [],
  };
  const known = Object.fromEntries(members.map((member) => [member.account, member]));
  const places = Object.fromEntries((listed ?? []).map((one) => [one.account, one]));
  for (const account of present) {
    const before = known[account];
    const { unit, name = before?.name } = places[account] ?? {};
    const entry = withChange(before, { account, ...(unit && { unit }) }, now) ?? before!;
    const isOutside = uncovered.includes(account);
    const after = settle({ ...entry, ...(name && { name }) }, isOutside, result, now);
    if (!before || !isSame(before, after)) result.changed.push(after);
  }
  const all = [...new Set([...members.map(({ account }) => account), ...heard])];
  for (const account of all.filter((one) => !present.includes(one))) {
    result.forgotten.push(account);
    if (known[account]?.pending === "new" && !heard.includes(account)) continue;
    const { state } = places[account] ?? {};
    const ended = known[account]?.ended;
    result.gone.push({ account, why: state ? `it is ${state}` : ended === "closed" ? "it was closed" : "it left" });
  }
  return result;
}

/** The entry after this watch: what has settled is reported. */
function settle(entry: Member, isOutside: boolean, result: Membership, now: string): Member {
  const { pending, from, told, ...rest } = entry;
  const age = Date.parse(now) - Date.parse(entry.since);
  if (pending && age < settlingMinutes * 60_000) {
    if (told && isOutside) result.uncovered.push(entry.account);
    return entry;
  }
  if (pending) result.settled.push(entry.account);
  if (from !== undefined && entry.unit !== undefined && from !== entry.unit) {
    result.moved.push({ account: entry.account, from, to: entry.unit, isCovered: !isOutside });
  }
  if (!isOutside) return rest;
  result.uncovered.push(entry.account);
  const after = { ...rest, told: true };
  if (!told) result.outside.push(after);
  return after;
}

function isSame(one: Member, other: Member): boolean {
  const text = (member: Member) => JSON.stringify(Object.entries(member).sort());
  return text(one) === text(other);
}
