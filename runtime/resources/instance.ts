import { answered, ec2Tags } from "./ec2";
import type { ResourceType } from "./resourceType";
import { tagRecord } from "./tagRecord";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
export const instance: ResourceType = {
  kind: "ec2-instance",
  noun: "instance",
  names: { guardDuty: ["Instance"], config: ["AWS::EC2::Instance"], asff: ["AwsEc2Instance"] },
  inArn: "ec2:instance/",
  isId: (text) => /^i-[0-9a-f]{8,17}$/.test(text),
  idForm: "an instance id such as i-0123456789abcdef0",
  example: "i-0123456789abcdef0",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
  consolePage: (id) => ["ec2", `InstanceDetails:instanceId=${id}`],
  // Findings about what an instance only hosts may have these details without an id.
  inGuardDuty: {
    details: "instanceDetails",
    id: "instanceId",
    profile: "iamInstanceProfile",
    required: true,
    sequence: "EC2_INSTANCE",
  },
  tags: {
    ...ec2Tags("Instances", "ec2:DescribeInstances", "instance"),
    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html; a terminated one stays visible for a while */
    async read({ ec2 }, { id }) {
      const { Reservations } = await ec2!.describeInstances({ InstanceIds: [id], IncludeManagedResources: true });
      const { State, Tags } = answered(Reservations?.[0]?.Instances?.[0], id);
      return ["terminated", "shutting-down"].includes(State?.Name ?? "") ? undefined : { tags: tagRecord(Tags) };
    },
  },
};
