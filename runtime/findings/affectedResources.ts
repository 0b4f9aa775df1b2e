import type { Resource } from "../model/finding";
import { targetTypes } from "../resources";
import type { Place } from "../resources/resourceType";
import { parseArn, resourceId } from "./resourceIds";

/**
 * The resources that an API call affected, by their types: a name or an ARN
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_AwsApiCallAction.html). A trail of the organization belongs to another
 * account, for which this account does not speak.
 */
export function affectedResources(place: Place, named: (type: string) => unknown): Resource[] {
  return targetTypes.flatMap(({ kind, affected }) => {
    const text = affected === undefined ? undefined : named(affected);
    if (typeof text !== "string") return [];
    const arn = parseArn(text);
    const id = resourceId(kind, text);
    if (id === undefined || (arn && arn.accountId !== place.accountId)) return [];
    return [{ ...place, ...(arn?.region && { region: arn.region }), kind, id }];
  });
}
