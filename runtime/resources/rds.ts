import type { Target } from "../model/target";
import type { TagChange } from "./resourceType";
import type { TagClients } from "./tagClients";

/** Whether a text has the form of an identifier of RDS. Resource ids have it too. */
export const isRdsName = (text: string): boolean => /^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(text);

/**
 * Whether a text has the form of a snapshot's name. Those that RDS and AWS Backup make have a prefix with a colon
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html).
 */
export const isSnapshotName = (text: string): boolean => /^([a-z]+:)?[A-Za-z][A-Za-z0-9-]{0,254}$/.test(text);

/** Sets or removes a tag: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_AddTagsToResource.html */
export async function writeRdsTag({ rds }: TagClients, _: Target, { key, value, arn }: TagChange): Promise<void> {
  if (value === undefined) await rds!.removeTagsFromResource({ ResourceName: arn, TagKeys: [key] });
  else await rds!.addTagsToResource({ ResourceName: arn, Tags: [{ Key: key, Value: value }] });
}
