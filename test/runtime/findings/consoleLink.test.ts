import assert from "node:assert/strict";
import { consoleLink } from "../../../runtime/findings/sources";
import type { Finding } from "../../../runtime/model/finding";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const finding: Finding = {
  source: "guardduty",
  id: "f1",
  type: "Trojan:EC2/DropPoint",
  title: "toxic traffic",
  severity: 8,
  ...place,
  firstSeen: "2026-11-25T09:00:00Z",
  lastSeen: "2026-11-25T09:00:00Z",
  sentAt: "2026-11-25T09:59:00Z",
  sample: false,
  resourceType: "Instance",
  resources: [],
};
const group = { ...place, kind: "security-group" as const, id: "sg-0123456789abcdef0" };
const byHand = (kind: "ec2-instance" | "security-group" | "iam-principal" | "s3-bucket", id: string) => ({
  source: "operator" as const,
  resources: [{ ...place, kind, id }],
});
const hubId = "arn:aws:securityhub:eu-west-1:444455556666:security-control/EC2.19/finding/1";
const hub = { id: hubId, productArn: "p", region: "eu-central-1", accountId: "444455556666" };

describe("the link to a finding", () => {
  const cases: [string, Partial<Finding>, string][] = [
    [
      "by a person about an instance leads to the instance",
      byHand("ec2-instance", "i-0123456789abcdef0"),
      "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#InstanceDetails:instanceId=i-0123456789abcdef0",
    ],
    [
      "by a person about a group leads to the group",
      byHand("security-group", "sg-01234567"),
      "https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#SecurityGroup:groupId=sg-01234567",
    ],
    [
      "by a person about a role leads to the role",
      byHand("iam-principal", "role/deploy"),
      "https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/roles/details/deploy",
    ],
    [
      "by a person about a bucket leads to the bucket",
      byHand("s3-bucket", "logs.example"),
      "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1#/buckets/logs.example",
    ],
    [
      "of GuardDuty",
      {},
      "https://eu-west-1.console.aws.amazon.com/guardduty/home?region=eu-west-1#/findings?search=id%3Df1",
    ],
    [
      "of GuardDuty in China",
      { partition: "aws-cn", region: "cn-north-1" },
      "https://cn-north-1.console.amazonaws.cn/guardduty/home?region=cn-north-1#/findings?search=id%3Df1",
    ],
    [
      "of AWS Config in GovCloud leads to the resource's timeline",
      {
        source: "config",
        partition: "aws-us-gov",
        region: "us-gov-west-1",
        resourceType: "AWS::EC2::SecurityGroup",
        resources: [group],
      },
      "https://us-gov-west-1.console.amazonaws-us-gov.com/config/home?region=us-gov-west-1#/resources/timeline?resourceId=sg-0123456789abcdef0&resourceType=AWS%3A%3AEC2%3A%3ASecurityGroup",
    ],
    [
      "of AWS Config about another kind of resource leads to the list of rules",
      { source: "config", resourceType: "AWS::Lambda::Function" },
      "https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#/rules",
    ],
    [
      "of Security Hub leads to the aggregation Region",
      { source: "security-hub", hub },
      "https://eu-central-1.console.aws.amazon.com/securityhub/home?region=eu-central-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Aarn%253Aaws%253Asecurityhub%253Aeu-west-1%253A444455556666%253Asecurity-control%252FEC2.19%252Ffinding%252F1",
    ],
    [
      "of Security Hub V2",
      { source: "security-hub", hub: { ...hub, id: "u1", v2: true } },
      "https://eu-central-1.console.aws.amazon.com/securityhub/v2/home?region=eu-central-1#/findings?search=finding_info.uid%3D%255Coperator%255C%253AEQUALS%255C%253Au1",
    ],
  ];
  for (const [name, change, expected] of cases) {
    it(name, () => assert.equal(consoleLink({ ...finding, ...change }), expected));
  }
});
