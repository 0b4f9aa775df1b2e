import { z } from "zod";
import { commonSchemas } from "../findings/commonSchemas";
import type { ApiCall } from "../model/apiCall";

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
  const { account, region, time } = commonSchemas();
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
      eventID: z.string().max(128).optional().catch(undefined),
      eventTime: time.optional().catch(undefined),
      userIdentity: z
        .object({ arn: z.string().max(2048).optional(), invokedBy: z.string().max(256).optional() })
        .optional()
        .catch(undefined),
    }),
  });
  return (event) => {
    const { account: accountId, region: from, detail } = schema.parse(event);
    const { eventName: name, requestParameters, eventID, eventTime, userIdentity } = detail;
    const by = userIdentity?.arn ?? userIdentity?.invokedBy;
    return {
      accountId,
      region: from,
      name,
      values: textsIn(requestParameters).slice(0, mostValues),
      off: falseIn(requestParameters),
      ...(eventID && { id: eventID }),
      ...(eventTime && { at: eventTime }),
      ...(by && { by }),
    };
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsIn);
}

const falseIn = (parameters: unknown): string[] =>
  Object.entries(parameters ?? {}).flatMap(([name, value]) => (value === false ? [name] : []));
