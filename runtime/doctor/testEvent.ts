import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import { pages } from "../aws/pages";
import { coded } from "../errors";

/** Of the events that show whether forwarding works; only the log of events takes them. */
export const testSource = "firebreak.doctor";
export const testDetailType = "Firebreak Doctor Test";

/**
 * Puts a test event on the account's default bus
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html).
 *
 * @param mark by which it is found again; nobody can guess it
 * @throws NotSent if EventBridge does not take it
 */
export async function sendTestEvent(events: EventBridge, mark: string): Promise<void> {
  const { Entries } = await events.putEvents({
    Entries: [{ Source: testSource, DetailType: testDetailType, Detail: JSON.stringify({ mark }) }],
  });
  const { ErrorCode, ErrorMessage } = Entries?.[0] ?? {};
  if (ErrorCode) throw coded("NotSent", `EventBridge did not take the test event: ${ErrorCode} ${ErrorMessage ?? ""}`);
}

/** The log in which events arrive, and how long they are waited for. */
export interface Arrivals {
  logs: CloudWatchLogs;
  group: string;
  seconds: number;
}

/** A log is asked no more often than this, in milliseconds: an account may ask five times a second for all it does. */
const pauseMs = 2000;

/**
 * Waits for a test event in the log of events, which only what came over the bus gets into
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html).
 *
 * @param since when it was sent, in milliseconds
 * @returns the seconds that it took, or undefined if it did not come in time
 */
export async function awaitTestEvent(
  { logs, group, seconds }: Arrivals,
  { mark, account, region, since }: { mark: string; account: string; region: string; since: number },
): Promise<number | undefined> {
  const deadline = since + 1000 * seconds;
  for (;;) {
    const found = await pages(
      (nextToken) =>
        logs.filterLogEvents({
          logGroupName: group,
          filterPattern: `"${mark}"`,
          // Clocks differ.
          startTime: since - 300_000,
          ...(nextToken && { nextToken }),
        }),
      (page) => page.events,
      (page) => page.nextToken,
    );
    if (found.some(({ message }) => isFrom(message, account, region))) return (Date.now() - since) / 1000;
    if (Date.now() + pauseMs > deadline) return undefined;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function isFrom(message: string | undefined, account: string, region: string): boolean {
  try {
    const event = JSON.parse(message ?? "");
    return event["source"] === testSource && event["account"] === account && event["region"] === region;
  } catch {
    return false;
  }
}
