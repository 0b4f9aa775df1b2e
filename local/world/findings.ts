import { randomUUID } from "node:crypto";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { region as home, rootOf } from "./accounts";

/** What a GuardDuty finding about an instance differs in. */
export interface FindingParts {
  account: string;
  region?: string;
  type?: string;
  severity?: number;
  instanceId?: string;
  id?: string;
  sample?: boolean;
  resourceType?: string;
}

/**
 * The detail of a GuardDuty event about an instance, shaped as the service sends it
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html).
 */
export function instanceFinding(parts: FindingParts): Record<string, any> {
  const {
    account,
    region = home,
    type = "Backdoor:EC2/C&CActivity.B",
    severity = 8,
    resourceType = "Instance",
  } = parts;
  const id = parts.id ?? randomUUID().replaceAll("-", "");
  const now = new Date().toISOString();
  return {
    schemaVersion: "2.0",
    accountId: account,
    region,
    partition: "aws",
    id,
    arn: `arn:aws:guardduty:${region}:${account}:detector/d1/finding/${id}`,
    type,
    resource: {
      resourceType,
      ...(parts.instanceId && {
        instanceDetails: { instanceId: parts.instanceId, instanceType: "t3.micro", availabilityZone: `${region}a` },
      }),
    },
    service: {
      serviceName: "guardduty",
      detectorId: "d1",
      action: {
        actionType: "DNS_REQUEST",
        dnsRequestAction: { domain: "c2.example", protocol: "UDP", blocked: false },
      },
      resourceRole: "TARGET",
      additionalInfo: parts.sample ? { value: "{}", type: "default", sample: true } : { value: "{}", type: "default" },
      eventFirstSeen: now,
      eventLastSeen: now,
      archived: false,
      count: 1,
    },
    severity,
    createdAt: now,
    updatedAt: now,
    title: `The EC2 instance ${parts.instanceId ?? "(none)"} is querying a domain name of a command and control server.`,
    description: "A finding of the local rehearsal.",
  };
}

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
