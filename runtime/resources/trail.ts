import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

const arns = ["arn:{partition}:cloudtrail:{region}:{account}:trail/{target}"];

/**
 * A trail of CloudTrail, by its name, in its home Region. Findings about a trail that is off name the account, or the trail as what a
 * call affected.
 */
export const trail: ResourceType = {
  kind: "trail",
  noun: "trail",
  names: { guardDuty: [], config: [], asff: [] },
  affected: "AWS::CloudTrail::Trail",
  inArn: "cloudtrail:trail/",
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
  isId: (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/.test(text),
  idForm: "the name of a trail",
  example: "audit",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:cloudtrail:${region}:${accountId}:trail/${id}`,
  consolePage: () => ["cloudtrailv2", "/trails"],
  tags: {
    clients: ["cloudTrail"],
    reading: { sid: "ReadTrailTags", actions: ["cloudtrail:ListTags"], resources: arns },
    writing: { sid: "TagTrails", actions: ["cloudtrail:AddTags", "cloudtrail:RemoveTags"], resources: arns },
    /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListTags.html */
    async read({ cloudTrail }, { arn }) {
      const { ResourceTagList } = await cloudTrail!.listTags({ ResourceIdList: [arn] });
      return { tags: tagRecord(ResourceTagList?.find(({ ResourceId }) => ResourceId === arn)?.TagsList) };
    },
    /** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_RemoveTags.html */
    async write({ cloudTrail }, _, { key, value, arn }) {
      if (value === undefined) await cloudTrail!.removeTags({ ResourceId: arn, TagsList: [{ Key: key }] });
      else await cloudTrail!.addTags({ ResourceId: arn, TagsList: [{ Key: key, Value: value }] });
    },
  },
};
