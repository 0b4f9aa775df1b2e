import type { Target } from "../model/target";
import type { ResourceType, TagChange } from "./resourceType";
import type { TagClients } from "./tagClients";
import { tagRecord } from "./tagRecord";

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

/** What differs between databases and clusters of RDS where both are found and tagged in the same way. */
interface RdsKind {
  noun: string;
  /** In the names of statements. */
  plural: string;
  /** In an ARN: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.Constructing.html */
  inArn: string;
  /** Begins each resource id, which is never reused. AWS Config identifies them by it. */
  prefix: string;
  example: string;
  action: string;
  /** One by its identifier or its resource id; undefined if there is none. */
  describe(rds: NonNullable<TagClients["rds"]>, id: string): Promise<RdsResource | undefined>;
}

interface RdsResource {
  name: string | undefined;
  arn: string | undefined;
  resourceId: string | undefined;
  tags: Parameters<typeof tagRecord>[0];
}

/** Whether a text is a resource id with this prefix. */
export const isRdsId = (prefix: string, text: string): boolean => new RegExp(`^${prefix}-[A-Z0-9]{10,40}$`).test(text);

/** How a database or a cluster is identified, found and tagged. */
export function rdsIdentity({
  noun,
  plural,
  inArn,
  prefix,
  example,
  action,
  describe,
}: RdsKind): Pick<
  ResourceType,
  "noun" | "inArn" | "isId" | "idForm" | "example" | "arn" | "grantedBy" | "tags" | "lookUp"
> {
  const byResourceId = {
    actions: [action],
    resources: ["*"],
    why: `a ${noun} is looked up by its resource id, which is not in its ARN`,
  };
  return {
    noun,
    inArn: `rds:${inArn}:`,
    isId: isRdsName,
    idForm: `the identifier of a ${noun}`,
    example,
    arn: ({ partition, region, accountId }, id) => `arn:${partition}:rds:${region}:${accountId}:${inArn}:${id}`,
    // Another one can reuse a name, and Config's findings do not have it.
    grantedBy: {
      isId: (text) => isRdsId(prefix, text),
      idForm: `the resource id of a ${noun}, such as ${example}`,
    },
    tags: {
      clients: ["rds"],
      reading: { sid: `Read${plural}`, ...byResourceId },
      writing: {
        sid: `Tag${plural}`,
        actions: ["rds:AddTagsToResource", "rds:RemoveTagsFromResource"],
        resources: [`arn:{partition}:rds:{region}:{account}:${inArn}:{target}`],
      },
      async read({ rds }, { id }) {
        const found = await describe(rds!, id);
        if (!found) return undefined;
        const { name, arn, resourceId, tags } = found;
        return { tags: tagRecord(tags), ...(name && { name }), ...(arn && { arn }), ...(resourceId && { resourceId }) };
      },
      write: writeRdsTag,
    },
    // It keeps its resource id as its identity, because its name may be reused, and gets its name in addition.
    lookUp: {
      permission: { sid: `Resolve${plural}`, ...byResourceId, phase: "resolve" },
      isNeeded: ({ id, name }) => name === undefined && isRdsId(prefix, id),
      async find({ rds }, target) {
        const name = (await describe(rds!, target.id))?.name;
        if (name !== undefined) return { ...target, name };
        return `no ${noun} in ${target.region} of account ${target.accountId} has the id ${target.id}: it no longer exists`;
      },
    },
  };
}
