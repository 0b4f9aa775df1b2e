import { partitionIn } from "../lib/partitions";
import { targetType } from "../resources";

/** The parts of an ARN. Empty parts are left out: the ARN of a bucket has neither account nor Region. */
export interface Arn {
  partition: string;
  service: string;
  region?: string;
  accountId?: string;
  resource: string;
}

/** The parts of an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseArn(text: string): Arn | undefined {
  const match = /^arn:([a-z-]+):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(.+)$/.exec(text);
  if (!match || !partitionIn(text)) return undefined;
  const [partition, service, region, accountId, resource] = match.slice(1) as [
    string,
    string,
    string,
    string?,
    string?,
  ];
  return { partition, service, resource: resource!, ...(region && { region }), ...(accountId && { accountId }) };
}

/**
 * The bare id from an ARN or a bare id; undefined if it is not one of the kind. A name is not guessed to be an id: names
 * of security groups are unique in a VPC only.
 */
export function resourceId(kind: string, text: string): string | undefined {
  const { inArn, otherInArn = inArn, isId } = targetType(kind)!;
  const arn = parseArn(text);
  const named = arn && `${arn.service}:${arn.resource}`;
  const before = named === undefined ? "" : [inArn, otherInArn].find((form) => named.startsWith(form));
  if (before === undefined) return undefined;
  const id = (named ?? text).slice(before.length);
  return isId(id) ? id : undefined;
}

/** What an id of the kind looks like, for people. */
export const resourceIdForm = (kind: string): string => targetType(kind)!.idForm;
