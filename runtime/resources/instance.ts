import type { NamedResourceType } from "./resourceType";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
export const instance: NamedResourceType = {
  kind: "ec2-instance",
  names: { guardDuty: ["Instance"], config: ["AWS::EC2::Instance"], asff: ["AwsEc2Instance"] },
  inArn: "ec2:instance/",
  isId: (text) => /^i-[0-9a-f]{8,17}$/.test(text),
  idForm: "an instance id such as i-0123456789abcdef0",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
};
