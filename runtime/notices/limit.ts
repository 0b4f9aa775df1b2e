import { rehearsalOf } from "../findings/rehearsal";
import type { NoticePlace } from "../journal/noticeCounts";
import { messageOf } from "../lib/errors";
import type { Decision } from "../model/journalItems";
import type { Outcome } from "../model/outcome";
import type { Run } from "../run/run";
import { defaultNoticesPerHour } from "./defaults";
import type { Line, Message } from "./message";
import { isAlwaysNotified, severe } from "./needsNotice";
import { operatorCommand } from "./operatorCommand";

/**
 * Each lane has a limit of its own, so that a flood of one kind hides no other: failures, tasks for a person, severe or
 * always notified findings, and the rest. Each source has its own lanes: any account can forge evaluations of AWS Config,
 * but no account can forge findings of GuardDuty, except samples.
 */
export type Lane =
  `${"failed" | "person" | "severe" | "other"} ${NonNullable<Decision["about"]>["source"] | "unknown"}`;

/** Outcomes that the cap on containments limits already, and those that a person requested. */
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
 * Whether a notice is sent, is the first beyond the limit, or is only counted. If counting fails, it is sent: a broken
 * counter must not suppress a notice.
 */
export async function placeOf({ services, settings }: Run, decision: Decision): Promise<NoticePlace> {
  const rehearsal = rehearsalOf(decision.finding);
  if (rehearsal !== undefined) return placeOfRehearsal(services, decision, rehearsal);
  const lane = laneOf(decision, settings.alwaysNotify);
  if (!lane) return "sent";
  const { journal, log } = services;
  const { finding, response, at, outcome, target } = decision;
  const counted = {
    account: accountOf(decision),
    lane,
    hour: at.slice(0, 13),
    id: [finding, response, target?.arn ?? "", at].join(" "),
  };
  try {
    const place = await journal.countNotice(counted, settings.noticesPerHour ?? defaultNoticesPerHour);
    if (place !== "sent") await journal.countHeldNotice(counted, outcome);
    return place;
  } catch (error) {
    log.warn("the notice could not be counted", { finding, error: messageOf(error) });
    return "sent";
  }
}

/** A rehearsal sends its first notice only, to show that notices arrive. Its report has the rest. */
async function placeOfRehearsal(
  { journal, log }: Run["services"],
  decision: Decision,
  run: string,
): Promise<NoticePlace> {
  const { finding, response, at, target } = decision;
  const id = [finding, response, target?.arn ?? "", at].join(" ");
  const counted = { account: accountOf(decision), lane: "rehearsal", hour: run, id };
  try {
    return (await journal.countNotice(counted, 1)) === "sent" ? "sent" : "held";
  } catch (error) {
    log.warn("the notice of a rehearsal could not be counted", { finding, error: messageOf(error) });
    return "sent";
  }
}

/** A lane in words. */
export function laneWords(lane: string): string {
  const [name = "", source] = lane.split(" ");
  const words: Record<string, string> = {
    failed: "failed containments",
    person: "findings that need a person",
    severe: "severe findings",
    other: "other decisions",
  };
  return `${words[name] ?? name}${source === "unknown" ? "" : ` (source ${source})`}`;
}

/** The command that lists all decisions about an account. */
export const seeAll = (account: string, since: string): Line => ({
  before: "To see them:",
  command: operatorCommand(`incidents --since ${since}${account === "unknown" ? "" : ` --account ${account}`}`),
});

/** The one notice that replaces all that are held back until the digest. */
export function heldBackMessage(decision: Decision, always: string[] = []): Message {
  const account = accountOf(decision);
  const lane = laneWords(laneOf(decision, always) ?? "other unknown");
  return {
    subject: `more notices about account ${account} are held back`,
    lines: [
      `Account ${account} has reached its limit of notices about ${lane} for this hour (UTC).`,
      "Further notices are counted, and a digest follows at the end of the hour. Nothing else changes: Firebreak still acts on each finding and records it in the journal.",
      seeAll(account, "24h"),
    ],
    attributes: { outcome: "notices-held", account },
  };
}
