import { z } from "zod";
import { commonSchemas } from "../findings/commonSchemas";

/** An AWS API call that changed something, as CloudTrail reports it to EventBridge. */
export interface ApiCall {
  accountId: string;
  region: string;
  /** ModifyNetworkInterfaceAttribute and the like. */
  name: string;
  /** The texts among its parameters: ids, names, ARNs. */
  values: string[];
}

/** The `detail-type` of these events. */
export const apiCallDetailType = "AWS API Call via CloudTrail";

/** Maximum texts of one call that are compared. */
const mostValues = 500;

/**
 * A reader of the events of changing API calls
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html). They are best effort.
 *
 * @returns a function that throws a ZodError for a malformed event
 */
export function apiCallReader(): (event: unknown) => ApiCall {
  const { account, region } = commonSchemas();
  const schema = z.object({
    // Only AWS may send events whose source begins so: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
    source: z.string().startsWith("aws."),
    "detail-type": z.literal(apiCallDetailType),
    account,
    region,
    detail: z.object({
      eventName: z.string().max(128),
      awsRegion: region.optional(),
      requestParameters: z.unknown(),
    }),
  });
  return (event) => {
    const { account: accountId, region: from, detail } = schema.parse(event);
    const { eventName: name, requestParameters } = detail;
    return { accountId, region: from, name, values: textsIn(requestParameters).slice(0, mostValues) };
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}
