import { rehearsalOf } from "../findings/rehearsal";
import { countHeldNotice, countNotice, type NoticePlace } from "../journal/noticeCounts";
import { messageOf } from "../lib/errors";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import type { Run } from "../model/run";
import { defaultNoticesPerHour } from "./defaults";
import type { Line, Message } from "./message";
import { isAlwaysNotified, severe } from "./needsNotice";
import { operatorCommand } from "./operatorCommand";

/**
 * What is bounded apart, so that a flood of one kind hides no other: failures, what a person has to do, what is severe or
 * always notified, and the rest. Each source has lanes of its own: any account can make up evaluations of AWS Config, and
 * none can make up findings of GuardDuty other than samples.
 */
export type Lane =
  `${"failed" | "person" | "severe" | "other"} ${NonNullable<Decision["about"]>["source"] | "unknown"}`;

/** What the cap on containments bounds already, and what a person has asked for. */
const unbounded: Outcome[] = [
  "contained",
  "already-contained",
  "recontained",
  "partial",
  "started",
  "awaiting-approval",
  "released",
];

/** The lane whose limit a notice counts towards; undefined if it is always sent. */
export function laneOf(decision: Decision, always: string[] = []): Lane | undefined {
  const { outcome, about, by, needsPerson, openNow = [] } = decision;
  if (by || openNow.length > 0 || unbounded.includes(outcome)) return undefined;
  const lane = (name: "failed" | "person" | "severe" | "other"): Lane => `${name} ${about?.source ?? "unknown"}`;
  if (outcome === "failed") return lane("failed");
  // Any account can make samples of every type.
  if (outcome !== "skipped" || about?.sample) return lane("other");
  if (needsPerson) return lane("person");
  const isSevere = about && (about.severity >= severe || isAlwaysNotified(about.type, always));
  return lane(isSevere ? "severe" : "other");
}

/** The account that a notice counts for. */
export const accountOf = ({ target, about }: Decision): string => target?.accountId ?? about?.accountId ?? "unknown";

/**
 * Whether a notice is sent, is the first one beyond the limit, or is only counted. If counting fails, it is sent: nobody is
 * left without a word because a counter is.
 */
export async function placeOf({ services, settings }: Run, decision: Decision): Promise<NoticePlace> {
  const rehearsal = rehearsalOf(decision.finding);
  if (rehearsal !== undefined) return placeOfRehearsal(services, decision, rehearsal);
  const lane = laneOf(decision, settings.alwaysNotify);
  if (!lane) return "sent";
  const { db, table, log } = services;
  const { finding, response, at, outcome, target } = decision;
  const counted = {
    account: accountOf(decision),
    lane,
    hour: at.slice(0, 13),
    id: [finding, response, target?.arn ?? "", at].join(" "),
  };
  try {
    const place = await countNotice({ db, table }, counted, settings.noticesPerHour ?? defaultNoticesPerHour);
    if (place !== "sent") await countHeldNotice({ db, table }, counted, outcome);
    return place;
  } catch (error) {
    log.warn("the notice could not be counted", { finding, error: messageOf(error) });
    return "sent";
  }
}

/** Of a rehearsal people get the first notice, so that they see that notices arrive. Its report says the rest. */
async function placeOfRehearsal(
  { db, table, log }: Run["services"],
  decision: Decision,
  run: string,
): Promise<NoticePlace> {
  const { finding, response, at, target } = decision;
  const id = [finding, response, target?.arn ?? "", at].join(" ");
  const counted = { account: accountOf(decision), lane: "rehearsal", hour: run, id };
  try {
    return (await countNotice({ db, table }, counted, 1)) === "sent" ? "sent" : "held";
  } catch (error) {
    log.warn("the notice of a rehearsal could not be counted", { finding, error: messageOf(error) });
    return "sent";
  }
}

/** What a lane holds, in words. */
export function laneWords(lane: string): string {
  const [name = "", source] = lane.split(" ");
  const words: Record<string, string> = {
    failed: "failed containments",
    person: "findings that a person has to look at",
    severe: "severe findings",
    other: "other decisions",
  };
  return `${words[name] ?? name}${source === "unknown" ? "" : ` (source ${source})`}`;
}

/** How a person sees all decisions about an account. */
export const seeAll = (account: string, since: string): Line => ({
  before: "To see them:",
  command: operatorCommand(`incidents --since ${since}${account === "unknown" ? "" : ` --account ${account}`}`),
});

/** The one notice that stands for all that are held back until the digest. */
export function heldBackMessage(decision: Decision, always: string[] = []): Message {
  const account = accountOf(decision);
  const lane = laneWords(laneOf(decision, always) ?? "other unknown");
  return {
    subject: `more notices of account ${account} are held back`,
    lines: [
      `Account ${account} has reached the limit of notices about ${lane} for this hour (UTC).`,
      "Further ones are counted, and a digest follows when the hour is over. Nothing else changes: each finding is answered and is in the journal.",
      seeAll(account, "24h"),
    ],
    attributes: { outcome: "notices-held", account },
  };
}
