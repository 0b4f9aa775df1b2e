import { EventBridge } from "@aws-sdk/client-eventbridge";
import { guardDutyFinding, type FindingParts as Parts } from "../../rehearsal/findings";
import { region as home, rootOf } from "./accounts";

/** The variable parts of a GuardDuty finding about an instance; by default it is in the home Region. */
export type FindingParts = Omit<Parts, "region"> & { region?: string };

/** The detail of a GuardDuty event about an instance. */
export const instanceFinding = (parts: FindingParts): Record<string, any> =>
  guardDutyFinding({ region: home, ...parts });

/**
 * The next update of a finding, seen a few milliseconds later, because an event that arrives twice is handled only
 * once.
 */
export function updateOf({ service, ...finding }: Record<string, any>, later = 1): Record<string, any> {
  const eventLastSeen = new Date(Date.parse(service.eventLastSeen) + later).toISOString();
  return { ...finding, updatedAt: eventLastSeen, service: { ...service, eventLastSeen } };
}

/** A finding in EventBridge's envelope, sent by the finding's account. */
export function eventOf(finding: Record<string, any>): Record<string, unknown> {
  return {
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    account: finding["accountId"],
    region: finding["region"],
    time: new Date().toISOString(),
    detail: finding,
  };
}

/** The maximum of PutEvents: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const entriesAtOnce = 10;

/** Puts findings on an account's default bus in a Region, as GuardDuty does in that account. */
export async function sendFindings(
  endpoint: string,
  account: string,
  details: unknown[],
  region = home,
): Promise<void> {
  const client = new EventBridge(rootOf(account, endpoint, region));
  const entries = details.map((detail) => ({
    Source: "aws.guardduty",
    DetailType: "GuardDuty Finding",
    Detail: JSON.stringify(detail),
    Time: new Date(),
  }));
  for (let at = 0; at < entries.length; at += entriesAtOnce) {
    const sent = await client.putEvents({ Entries: entries.slice(at, at + entriesAtOnce) });
    if (sent.FailedEntryCount) throw new Error(`events were not accepted: ${JSON.stringify(sent.Entries)}`);
  }
  client.destroy();
}

/** Puts one finding on an account's default bus. */
export const sendFinding = (endpoint: string, account: string, detail: unknown, region = home): Promise<void> =>
  sendFindings(endpoint, account, [detail], region);
