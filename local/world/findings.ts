import { EventBridge } from "@aws-sdk/client-eventbridge";
import { guardDutyFinding, type FindingParts as Parts } from "../../rehearsal/findings";
import { region as home, rootOf } from "./accounts";

/** What a GuardDuty finding about an instance differs in; it is of the home Region unless another is given. */
export type FindingParts = Omit<Parts, "region"> & { region?: string };

/** The detail of a GuardDuty event about an instance. */
export const instanceFinding = (parts: FindingParts): Record<string, any> =>
  guardDutyFinding({ region: home, ...parts });

/** The next update of a finding, seen some milliseconds later: an event that comes twice is answered once. */
export function updateOf({ service, ...finding }: Record<string, any>, later = 1): Record<string, any> {
  const eventLastSeen = new Date(Date.parse(service.eventLastSeen) + later).toISOString();
  return { ...finding, updatedAt: eventLastSeen, service: { ...service, eventLastSeen } };
}

/** A finding in the envelope that EventBridge delivers it in, sent by the account it is about. */
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

/** PutEvents takes no more at once: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
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
    if (sent.FailedEntryCount) throw new Error(`events were not taken: ${JSON.stringify(sent.Entries)}`);
  }
  client.destroy();
}

/** Puts one finding on an account's default bus. */
export const sendFinding = (endpoint: string, account: string, detail: unknown, region = home): Promise<void> =>
  sendFindings(endpoint, account, [detail], region);
