import { randomUUID } from "node:crypto";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import { pages } from "../aws/pages";
import { coded } from "../lib/errors";

/** The events that show whether forwarding works; only the event log receives them. */
export const testSource = "firebreak.doctor";
export const testDetailType = "Firebreak Doctor Test";

/** The mark that identifies the test events of one examination; it cannot be guessed. */
export const newMark = (): string => randomUUID().replaceAll("-", "");

/** An account in one Region. */
export interface Place {
  account: string;
  region: string;
}

/** A place as one word. */
export const placeName = ({ account, region }: Place): string => `${account}/${region}`;

/** A test event that EventBridge accepted. */
export interface Sent extends Place {
  /** When, in milliseconds since 1970. */
  at: number;
}

/**
 * Puts a test event on the account's default bus
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 *
 * @throws NotSent if EventBridge does not take it
 */
export async function sendTestEvent(events: EventBridge, mark: string): Promise<void> {
  const { Entries } = await events.putEvents({
    Entries: [{ Source: testSource, DetailType: testDetailType, Detail: JSON.stringify({ mark }) }],
  });
  const { ErrorCode, ErrorMessage } = Entries?.[0] ?? {};
  if (ErrorCode)
    throw coded("NotSent", `EventBridge did not accept the test event: ${ErrorCode} ${ErrorMessage ?? ""}`);
}

/** The log in which events arrive, and the time to wait for them. */
export interface Arrivals {
  logs: CloudWatchLogs;
  group: string;
  seconds: number;
}

/** Milliseconds between two queries of the log: an account may make five a second in total. */
const pauseMs = 2000;

/**
 * Waits for all test events of an examination at once, in the log of events that arrived on the bus
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html), so that the wait does not grow
 * with the number of accounts.
 *
 * @returns the seconds that each event took, by the name of its place; events that did not arrive in time are missing
 */
export async function awaitTestEvents(arrivals: Arrivals, mark: string, sent: Sent[]): Promise<Record<string, number>> {
  const deadline = Date.now() + 1000 * arrivals.seconds;
  for (;;) {
    const found = await arrivedSoFar(arrivals, mark, sent);
    const isAll = sent.every((one) => found[placeName(one)] !== undefined);
    if (isAll || Date.now() + pauseMs > deadline) return found;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function arrivedSoFar({ logs, group }: Arrivals, mark: string, sent: Sent[]): Promise<Record<string, number>> {
  const sentAt: Record<string, number> = {};
  for (const one of sent) sentAt[placeName(one)] = Math.min(one.at, sentAt[placeName(one)] ?? one.at);
  const lines = await pages(
    (nextToken) =>
      logs.filterLogEvents({
        logGroupName: group,
        filterPattern: `"${mark}"`,
        // Allows for clock skew.
        startTime: Math.min(...Object.values(sentAt)) - 300_000,
        ...(nextToken && { nextToken }),
      }),
    (page) => page.events,
    (page) => page.nextToken,
  );
  const seconds: Record<string, number> = {};
  for (const { message, ingestionTime = Date.now() } of lines) {
    const place = placeOfEvent(message);
    const at = place && sentAt[placeName(place)];
    if (at !== undefined) seconds[placeName(place!)] ??= Math.max(0, (ingestionTime - at) / 1000);
  }
  return seconds;
}

/** The origin of a test event, as set by EventBridge; undefined for other events. */
function placeOfEvent(message: string | undefined): Place | undefined {
  try {
    const { source, account, region } = JSON.parse(message ?? "");
    return source === testSource ? { account, region } : undefined;
  } catch {
    return undefined;
  }
}
