import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { Heartbeat, Heartbeats } from "../journal/heartbeats";
import { messageOf } from "../lib/errors";
import { inParallel } from "../lib/inParallel";
import type { Message } from "../notices/message";
import { regionsOf } from "./checkAccount";
import { hearing, isDue, type Listened } from "./heartbeat";
import type { KnownAccounts } from "./listAccounts";
import { lookFor } from "./reading";
import { readRoleTags } from "./readRoles";
import type { Result } from "./result";
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

/** The dependencies of the watch. */
export interface Watch {
  settings: DoctorSettings;
  journal: Heartbeats;
  logs: CloudWatchLogs;
  accounts(): Promise<KnownAccounts>;
  visit(account: string): Promise<Visit>;
  examine(account: string): Promise<Result[]>;
  notify(message: Message): Promise<void>;
  /** Counts for the alarms. */
  count(silent: number, uncovered: number): void;
  log(message: string, fields: object): void;
  /** Milliseconds until the function ends. */
  remaining(): number;
}

/** How a watch ended. */
export interface Watched {
  accounts: number;
  silent: string[];
  uncovered: string[];
  examined: string[];
}

/**
 * Checks the heartbeat of every account and Region: a test event takes the path of findings, and people are notified of each
 * place that falls silent; the alarm is a second channel. Then it examines the accounts that are due, and reports new problems.
 * People are notified before that is recorded, so that no notice is lost.
 */
export async function watch(watcher: Watch): Promise<Watched> {
  const { settings, journal } = watcher;
  const now = new Date();
  const [listed, known] = await Promise.all([watcher.accounts(), journal.readHeartbeats()]);
  const knownIds = known.map(({ account }) => account);
  // Without the organization's list, it is unknown which accounts have left.
  const isListed = listed.results.length === 0;
  const accounts = isListed ? listed.accounts : [...new Set([...listed.accounts, ...knownIds])];
  const left = knownIds.filter((account) => !accounts.includes(account));
  const listened = await listen(watcher, accounts, known);
  const heard = hearing(known, listened, settings.notWatched, now.toISOString());
  watcher.count(heard.silent.length, heard.uncovered.length);
  const silent = heard.silent.map(placeName);
  const { uncovered } = heard;
  watcher.log("watched", { accounts: accounts.length, silent, uncovered, left });
  const message = silenceMessage(heard, left);
  if (message) await watcher.notify(message);
  for (const changed of heard.changed) await journal.writeHeartbeat(changed);
  for (const account of left) await journal.forgetHeartbeat(account);
  const run = Math.floor(now.getTime() / (watchMinutes * 60_000));
  const entered = listened.filter(({ problem }) => problem === undefined).map(({ account }) => account);
  const due = entered.filter((account) => isDue(account, run, runsADay));
  const current = [...heard.changed, ...known];
  const examined = await examineThem(watcher, due, current);
  return { accounts: accounts.length, silent, uncovered, examined };
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
    const wrong = (await watcher.examine(account)).filter(({ status }) => status === "fault" || status === "warning");
    const lines = wrong.map(lineOf);
    fresh.push(...wrong.filter((result) => !before.faults?.includes(lineOf(result))));
    kept.push({ ...before, faults: lines });
    examined.push(account);
  });
  const message = faultsMessage(fresh);
  if (message) await watcher.notify(message);
  for (const one of kept) await watcher.journal.writeHeartbeat(one);
  return examined.sort();
}

/** A problem without numbers that change from day to day. */
const lineOf = ({ region = "", check, subject, status }: Result): string => [status, check, region, subject].join(" ");
