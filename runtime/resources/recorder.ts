import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

const arns = ["arn:{partition}:config:{region}:{account}:configuration-recorder/{target}"];

/**
 * The recorder of AWS Config, of which an account manages one in a Region. Its id is what follows `configuration-recorder/` in its
 * ARN: its name and an id (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html). Findings about it
 * name only the account.
 */
export const recorder: ResourceType = {
  kind: "recorder",
  noun: "recorder",
  names: { guardDuty: [], config: [], asff: [] },
  inArn: "config:configuration-recorder/",
  isId: (text) => /^[\w.@-]{1,256}\/[a-z0-9]{1,64}$/.test(text),
  idForm: "NAME/ID of a recorder, as in its ARN",
  example: "default/a1b2c3d4e5f6g7h8",
  arn: ({ partition, region, accountId }, id) =>
    `arn:${partition}:config:${region}:${accountId}:configuration-recorder/${id}`,
  consolePage: () => ["config", "/configuration/settings"],
  tags: {
    clients: ["config"],
    reading: { sid: "ReadRecorderTags", actions: ["config:ListTagsForResource"], resources: arns },
    writing: { sid: "TagRecorders", actions: ["config:TagResource", "config:UntagResource"], resources: arns },
    /** https://docs.aws.amazon.com/config/latest/APIReference/API_ListTagsForResource.html */
    read: async ({ config }, { arn }) => ({
      tags: tagRecord((await config!.listTagsForResource({ ResourceArn: arn })).Tags),
    }),
    async write({ config }, _, { key, value, arn }) {
      if (value === undefined) await config!.untagResource({ ResourceArn: arn, TagKeys: [key] });
      else await config!.tagResource({ ResourceArn: arn, Tags: [{ Key: key, Value: value }] });
    },
  },
};

/** The name of a recorder, by which most calls take it. */
export const recorderName = (id: string): string => id.slice(0, id.indexOf("/"));
