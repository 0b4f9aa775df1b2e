import type { NamedResourceType } from "./resourceType";

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html */
export const securityGroup: NamedResourceType = {
  kind: "security-group",
  names: { guardDuty: [], config: ["AWS::EC2::SecurityGroup"], asff: ["AwsEc2SecurityGroup"] },
  inArn: "ec2:security-group/",
  isId: (text) => /^sg-[0-9a-f]{8,17}$/.test(text),
  idForm: "a group id such as sg-0123456789abcdef0; a name is not guessed to be one",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:security-group/${id}`,
};
