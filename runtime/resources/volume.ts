import { answered, ec2Tags } from "./ec2";
import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html */
export const volume: ResourceType = {
  kind: "ebs-volume",
  noun: "volume",
  names: { guardDuty: [], config: ["AWS::EC2::Volume"], asff: ["AwsEc2Volume"] },
  inArn: "ec2:volume/",
  isId: (text) => /^vol-[0-9a-f]{8,17}$/.test(text),
  idForm: "a volume id such as vol-0123456789abcdef0",
  example: "vol-0123456789abcdef0",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:volume/${id}`,
  consolePage: (id) => ["ec2", `VolumeDetails:volumeId=${id}`],
  tags: {
    ...ec2Tags("Volumes", "ec2:DescribeVolumes", "volume"),
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html */
    async read({ ec2 }, { id }) {
      const { Volumes } = await ec2!.describeVolumes({ VolumeIds: [id], IncludeManagedResources: true });
      return { tags: tagRecord(answered(Volumes?.[0], id).Tags) };
    },
  },
};
