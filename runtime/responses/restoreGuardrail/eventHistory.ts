import type { CloudTrail } from "@aws-sdk/client-cloudtrail";

/** A successful call in CloudTrail's event history. */
export interface HistoryEvent {
  /** ISO 8601. */
  at: string;
  parameters: unknown;
}

/**
 * The newest successful calls of one name in the Region, at most 50, newest first. Every account has this history of 90 days, whether
 * a trail logs or not (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).
 */
export async function newestFirst(cloudTrail: CloudTrail, name: string): Promise<HistoryEvent[]> {
  const LookupAttributes = [{ AttributeKey: "EventName" as const, AttributeValue: name }];
  const { Events = [] } = await cloudTrail.lookupEvents({ LookupAttributes, MaxResults: 50 });
  return Events.flatMap(({ CloudTrailEvent }) => eventOf(CloudTrailEvent) ?? []).sort((left, right) =>
    right.at.localeCompare(left.at),
  );
}

function eventOf(text: string | undefined): HistoryEvent | undefined {
  try {
    const { eventTime, errorCode, requestParameters } = JSON.parse(text ?? "");
    return errorCode ? undefined : { at: new Date(eventTime).toISOString(), parameters: requestParameters };
  } catch {
    return undefined;
  }
}
