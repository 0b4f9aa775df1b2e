import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { Heartbeat, Heartbeats } from "../journal/heartbeats";
import type { Member, Members } from "../journal/members";
import { messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import type { Message } from "../notices/message";
import { regionsOf } from "./checkAccount";
import { type Counts, countsOf, hearing, isDue, type Listened } from "./heartbeat";
import { knownAccounts, type Listed } from "./listAccounts";
import { compareMembers } from "./membership";
import { membershipMessage } from "./membershipMessage";
import { lookFor, type Reading } from "./reading";
import { readRoleTags } from "./readRoles";
import { coverageOf, type Result } from "./result";
import type { DoctorSettings } from "./settings";
import { awaitTestEvents, newMark, placeName, type Sent, sendTestEvent } from "./testEvent";
import type { Visit } from "./visit";
import { faultsMessage, silenceMessage } from "./watchMessages";

/** Interval of the watch, in minutes: with the alarm's period, silence is reported within the hour. */
export const watchMinutes = 30;

const runsADay = (24 * 60) / watchMinutes;

/** Accounts that are watched, and examined, in parallel. */
const accountsAtOnce = 20;
const examinedAtOnce = 5;

/** With less time left, in milliseconds, no further account is examined until the next day. */
const shortestExamination = 120_000;

/** Seconds to wait for test events, in each of two rounds. */
const eventSeconds = 30;

/** The most accounts that are examined in one run because they changed; the others have their turn within a day. */
const mostSettled = 20;

/** The dependencies of the watch. */
export interface Watch {
  settings: DoctorSettings;
  journal: Heartbeats & Members;
  logs: CloudWatchLogs;
  organization(): Promise<Reading<Listed[]>>;
  visit(account: string): Promise<Visit>;
  examine(account: string): Promise<Result[]>;
  notify(message: Message): Promise<void>;
  count(counts: Counts): void;
  log(message: string, fields: object): void;
  /** Milliseconds until the function ends. */
  remaining(): number;
}

/** How a watch ended. */
export interface Watched {
  accounts: number;
  silent: string[];
  /** Accounts that are not covered, except those whose change may still be deployed. */
  uncovered: string[];
  examined: string[];
}

/**
 * Checks the heartbeat of every account and Region: a test event takes the path of findings, and people are notified of each
 * place that falls silent; the alarm is a second channel. It compares the organization's accounts with those that it knew, and
 * people are notified once of each that is not covered, was moved or is no longer there. Then it examines the accounts that are
 * due, and reports new problems. People are notified before that is recorded, so that no notice is lost.
 */
export async function watch(watcher: Watch): Promise<Watched> {
  const { settings, journal } = watcher;
  const now = new Date();
  const [organization, known, members] = await Promise.all([
    watcher.organization(),
    journal.readHeartbeats(),
    journal.readMembers(),
  ]);
  const { accounts, listed } = accountsOf(organization, settings, known, members);
  const listened = await listen(watcher, accounts, known);
  const heard = hearing(known, listened, settings.notWatched, now.toISOString());
  const compared = compareMembers({
    members,
    present: accounts,
    ...(listed && { listed }),
    heard: known.map(({ account }) => account),
    uncovered: heard.uncovered,
    now: now.toISOString(),
  });
  watcher.count(countsOf(heard, compared, [...heard.changed, ...known], listed !== undefined));
  const silent = heard.silent.map(placeName);
  const { uncovered, gone } = compared;
  watcher.log("watched", { accounts: accounts.length, silent, uncovered, gone });
  for (const message of [silenceMessage(heard), membershipMessage(compared, settings.stackSetUnits)]) {
    if (message) await watcher.notify(message);
  }
  await inParallel(heard.changed, accountsAtOnce, (changed) => journal.writeHeartbeat(changed));
  await inParallel(compared.changed, accountsAtOnce, (changed) => journal.writeMember(changed));
  for (const account of compared.forgotten) {
    await Promise.all([journal.forgetHeartbeat(account), journal.forgetMember(account)]);
  }
  const run = Math.floor(now.getTime() / (watchMinutes * 60_000));
  const entered = listened.filter(({ problem }) => problem === undefined).map(({ account }) => account);
  const settled = compared.settled.slice(0, mostSettled);
  const due = entered.filter((account) => isDue(account, run, runsADay) || settled.includes(account));
  const current = [...heard.changed, ...known];
  const examined = await examineThem(watcher, due, current);
  return { accounts: accounts.length, silent, uncovered, examined };
}

/** The accounts to watch. Without the organization's list, they are those that are known from anywhere. */
function accountsOf(
  organization: Reading<Listed[]>,
  settings: DoctorSettings,
  known: Heartbeat[],
  members: Member[],
): { accounts: string[]; listed?: Listed[] } {
  const { accounts, results } = knownAccounts(organization, settings);
  if ("value" in organization && results.length === 0) return { accounts, listed: organization.value };
  const ended = members.filter((member) => member.ended).map(({ account }) => account);
  const seen = [...known, ...members].map(({ account }) => account);
  return { accounts: [...new Set([...accounts, ...seen])].filter((account) => !ended.includes(account)) };
}

/** Sends a test event to every place and waits for all of them; repeats it once for those that did not arrive. */
async function listen(watcher: Watch, accounts: string[], known: Heartbeat[]): Promise<Listened[]> {
  const all = await inParallel(accounts, accountsAtOnce, async (account) => {
    const heard = known.find((one) => one.account === account)?.regions ?? [];
    try {
      const visit = await watcher.visit(account);
      return { account, visit, regions: await expectedRegions(visit, watcher.settings, heard) };
    } catch (error) {
      return { account, problem: messageOf(error), regions: [] };
    }
  });
  const places = all.flatMap(({ account, visit, regions }) =>
    visit ? regions.map((region): Listening => ({ account, region, visit, arrived: false })) : [],
  );
  for (let round = 0; round < 2; round++) {
    await listenOnce(
      watcher,
      places.filter(({ arrived }) => !arrived),
    );
  }
  return all.map(({ account, problem }) => ({
    account,
    ...(problem !== undefined && { problem }),
    places: places
      .filter((place) => place.account === account)
      .map(({ region, arrived, problem: why }) => ({ region, arrived, ...(why !== undefined && { problem: why }) })),
  }));
}

interface Listening {
  account: string;
  region: string;
  visit: Visit;
  arrived: boolean;
  problem?: string | undefined;
}

async function listenOnce({ logs, settings }: Watch, places: Listening[]): Promise<void> {
  const mark = newMark();
  const sent: Sent[] = [];
  await inParallel(places, 10 * accountsAtOnce, async (place) => {
    const { account, region, visit } = place;
    const at = Date.now();
    try {
      await sendTestEvent(visit.eventsIn(region), mark);
      place.problem = undefined;
      sent.push({ account, region, at });
    } catch (error) {
      place.problem = messageOf(error);
    }
  });
  if (sent.length === 0) return;
  const arrived = await awaitTestEvents({ logs, group: settings.eventLog, seconds: eventSeconds }, mark, sent);
  for (const place of places) place.arrived = arrived[placeName(place)] !== undefined;
}

/** The Regions that the account's stack covers, and those that were heard before. */
async function expectedRegions(visit: Visit, settings: DoctorSettings, heard: string[]): Promise<string[]> {
  const role = await lookFor(() => readRoleTags(visit.iam, settings.forwarding.name));
  const { covered } = regionsOf(role, settings);
  return [...new Set([...covered, ...heard])];
}

/** Examines accounts and reports problems that the last examination did not find. */
async function examineThem(watcher: Watch, due: string[], known: Heartbeat[]): Promise<string[]> {
  const examined: string[] = [];
  const fresh: Result[] = [];
  const kept: Heartbeat[] = [];
  await inParallel(due, examinedAtOnce, async (account) => {
    const before = known.find((one) => one.account === account);
    if (!before || watcher.remaining() < shortestExamination) return;
    const results = await watcher.examine(account);
    const wrong = results.filter(({ status }) => status === "fault" || status === "warning");
    const lines = wrong.map(lineOf);
    const partly = coverageOf(results) !== "covered";
    fresh.push(...wrong.filter((result) => !before.faults?.includes(lineOf(result))));
    kept.push({ ...before, faults: lines, partly });
    examined.push(account);
  });
  const message = faultsMessage(fresh);
  if (message) await watcher.notify(message);
  for (const one of kept) await watcher.journal.writeHeartbeat(one);
  return examined.sort();
}

/** A problem without numbers that change from day to day. */
const lineOf = ({ region = "", check, subject, status }: Result): string => [status, check, region, subject].join(" ");
