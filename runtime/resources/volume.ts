import type { NamedResourceType } from "./resourceType";

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volumes.html */
export const volume: NamedResourceType = {
  kind: "ebs-volume",
  names: { guardDuty: [], config: ["AWS::EC2::Volume"], asff: ["AwsEc2Volume"] },
  inArn: "ec2:volume/",
  isId: (text) => /^vol-[0-9a-f]{8,17}$/.test(text),
  idForm: "a volume id such as vol-0123456789abcdef0",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:volume/${id}`,
};
