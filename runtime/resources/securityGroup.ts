import { answered, ec2Tags } from "./ec2";
import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html */
export const securityGroup: ResourceType = {
  kind: "security-group",
  noun: "security group",
  names: { guardDuty: [], config: ["AWS::EC2::SecurityGroup"], asff: ["AwsEc2SecurityGroup"] },
  inArn: "ec2:security-group/",
  isId: (text) => /^sg-[0-9a-f]{8,17}$/.test(text),
  idForm: "a group id such as sg-0123456789abcdef0, not a name",
  example: "sg-0123456789abcdef0",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:security-group/${id}`,
  consolePage: (id) => ["ec2", `SecurityGroup:groupId=${id}`],
  tags: {
    ...ec2Tags("Groups", "ec2:DescribeSecurityGroups", "security-group"),
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
    async read({ ec2 }, { id }) {
      const { SecurityGroups } = await ec2!.describeSecurityGroups({ GroupIds: [id] });
      return { tags: tagRecord(answered(SecurityGroups?.[0], id).Tags) };
    },
  },
};
