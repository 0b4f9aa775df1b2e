import { answered, ec2Tags } from "./ec2";
import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

/** An Amazon Machine Image. Its ARN has no account. No rule of AWS Config and no control of Security Hub is about one. */
export const image: ResourceType = {
  kind: "ami",
  noun: "AMI",
  names: { guardDuty: [], config: [], asff: [] },
  inArn: "ec2:image/",
  isId: (text) => /^ami-[0-9a-f]{8,17}$/.test(text),
  idForm: "an AMI id such as ami-0123456789abcdef0",
  example: "ami-0123456789abcdef0",
  arn: ({ partition, region }, id) => `arn:${partition}:ec2:${region}::image/${id}`,
  consolePage: (id) => ["ec2", `ImageDetails:imageId=${id}`],
  tags: {
    ...ec2Tags("Images", "ec2:DescribeImages", "image"),
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html: those of others are visible too */
    async read({ ec2 }, { id, accountId }) {
      const { Images } = await ec2!.describeImages({ ImageIds: [id], IncludeDisabled: true });
      const { Tags, OwnerId } = answered(Images?.[0], id);
      return OwnerId === accountId ? { tags: tagRecord(Tags) } : undefined;
    },
  },
};
