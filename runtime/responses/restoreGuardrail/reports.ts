import { resourceId } from "../../findings/resourceIds";
import { partitionOf } from "../../lib/partitions";
import type { ApiCall } from "../../model/apiCall";
import type { Finding } from "../../model/finding";
import { callType, guardrails } from "./guardrails";

/** Medium, as a control of Security Hub about most of these: nobody knows yet whether it was planned. */
const severity = 5;

/**
 * The finding that a call is which switched a guardrail off. CloudTrail reports a call within minutes
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html), and the guardrail itself shows that it
 * is off. The event history, which alone shows the earlier state of the settings of an account, comes later: those wait for a finding.
 */
export function reports({ name, accountId, region, values, off = [], id, at, by }: ApiCall): Finding | undefined {
  const guardrail = guardrails.find(({ callIsFinding, offEvent }) => callIsFinding && offEvent === name);
  if (!guardrail || !id || !at) return undefined;
  const { kind, offParameter } = guardrail;
  if (offParameter && !off.includes(offParameter)) return undefined;
  const place = { accountId, region, partition: partitionOf(region).id };
  const named = values.flatMap((value) => resourceId(kind, value) ?? []);
  return {
    source: "cloudtrail",
    id,
    type: callType(name),
    title: `${by ?? "an unknown principal"} called ${name}`,
    severity,
    ...place,
    firstSeen: at,
    lastSeen: at,
    sentAt: at,
    sample: false,
    resourceType: "ApiCall",
    resources: named.slice(0, 1).map((one) => ({ ...place, kind, id: one })),
  };
}
