import assert from "node:assert/strict";
import { configComplianceReader } from "../../../../runtime/findings/config/read";
import type { SourceEvent } from "../../../../runtime/findings/sourceEvent";

const read = configComplianceReader();

const event = {
  version: "0",
  id: "5c0a2d3e",
  "detail-type": "Config Rules Compliance Change",
  source: "aws.config",
  account: "444455556666",
  time: "2026-11-25T10:00:00Z",
  region: "eu-west-1",
  resources: [],
  detail: {
    resourceId: "sg-0123456789abcdef0",
    awsRegion: "eu-west-1",
    awsAccountId: "444455556666",
    configRuleName: "SECURITY_GROUP_OPEN_PROHIBITED",
    recordVersion: "1.0",
    configRuleARN: "arn:aws:config:eu-west-1:444455556666:config-rule/config-rule-abc123",
    messageType: "ComplianceChangeNotification",
    resourceType: "AWS::EC2::SecurityGroup",
    newEvaluationResult: {
      complianceType: "NON_COMPLIANT",
      resultRecordedTime: "2026-11-25T09:59:50Z",
      annotation: "tcp 22 from 0.0.0.0/0",
    },
  },
};
const changed = (detail: object, envelope: object = {}) => ({
  ...event,
  ...envelope,
  detail: { ...event.detail, ...detail },
});
const evaluated = (result: object) =>
  changed({ newEvaluationResult: { ...event.detail.newEvaluationResult, ...result } });
const findingOf = ({ findings: [item] }: SourceEvent) => {
  assert.ok(item && "finding" in item);
  return item.finding;
};
const bucket = (resourceId: string, rest: object = {}) =>
  changed({
    resourceType: "AWS::S3::Bucket",
    resourceId,
    configRuleName: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
    ...rest,
  });

describe("reading compliance changes of AWS Config", () => {
  it("reads an open group as a finding", () => {
    const finding = findingOf(read(event));
    assert.deepEqual(read(event).envelope, { account: "444455556666", region: "eu-west-1" });
    assert.deepEqual(finding, {
      source: "config",
      id: finding.id,
      type: "Config:Rule/SECURITY_GROUP_OPEN_PROHIBITED",
      title:
        "SECURITY_GROUP_OPEN_PROHIBITED: AWS::EC2::SecurityGroup sg-0123456789abcdef0 is not compliant: tcp 22 from 0.0.0.0/0",
      severity: 5,
      accountId: "444455556666",
      region: "eu-west-1",
      partition: "aws",
      firstSeen: "2026-11-25T09:59:50Z",
      lastSeen: "2026-11-25T09:59:50Z",
      sentAt: "2026-11-25T10:00:00Z",
      sample: false,
      resourceType: "AWS::EC2::SecurityGroup",
      resources: [
        {
          kind: "security-group",
          id: "sg-0123456789abcdef0",
          accountId: "444455556666",
          region: "eu-west-1",
          partition: "aws",
        },
      ],
    });
    assert.match(finding.id, /^config-[0-9a-f]{32}$/);
  });

  const resources: [string, string, string, unknown][] = [
    ["AWS::S3::Bucket", "shop-data", "s3-bucket", "shop-data"],
    ["AWS::EC2::Volume", "vol-0123456789abcdef0", "ebs-volume", "vol-0123456789abcdef0"],
    ["AWS::RDS::DBInstance", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ", "rds-instance", "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    ["AWS::EC2::Instance", "i-0123456789abcdef0", "ec2-instance", "i-0123456789abcdef0"],
    [
      "AWS::EC2::Instance",
      "arn:aws:ec2:eu-west-1:444455556666:instance/i-0123456789abcdef0",
      "ec2-instance",
      "i-0123456789abcdef0",
    ],
    ["AWS::RDS::DBInstance", "arn:aws:rds:eu-west-1:444455556666:db:shop", "rds-instance", "shop"],
    ["AWS::RDS::DBSnapshot", "shop-before-sale", "rds-snapshot", "shop-before-sale"],
    ["AWS::RDS::DBClusterSnapshot", "shop-before-sale", "rds-cluster-snapshot", "shop-before-sale"],
  ];
  for (const [resourceType, resourceId, kind, id] of resources) {
    it(`reads ${resourceType} ${resourceId}`, () => {
      const finding = findingOf(read(changed({ resourceType, resourceId })));
      assert.deepEqual(
        finding.resources.map((item) => [item.kind, item.id]),
        [[kind, id]],
      );
    });
  }

  for (const [resourceType, resourceId] of [
    ["AWS::IAM::Policy", "ANPACKCEVSQ6C2EXAMPLE"],
    ["AWS::SSM::Document", "shop-before-sale"],
    ["AWS::::Account", "444455556666"],
  ]) {
    it(`reads a fault of ${resourceType} without a resource to act on`, () => {
      const finding = findingOf(read(changed({ resourceType, resourceId })));
      assert.equal(finding.resourceType, resourceType);
      assert.deepEqual(finding.resources, []);
      assert.match(finding.title, new RegExp(`${resourceType} ${resourceId}`));
    });
  }

  for (const [resourceType, resourceId, principal] of [
    ["AWS::IAM::User", "AIDACKCEVSQ6C2EXAMPLE", { userType: "IAMUser", principalId: "AIDACKCEVSQ6C2EXAMPLE" }],
    ["AWS::IAM::Role", "AROACKCEVSQ6C2EXAMPLE", { userType: "Role", principalId: "AROACKCEVSQ6C2EXAMPLE" }],
    ["AWS::IAM::Role", "deploy", { userType: "Role", userName: "deploy" }],
  ] as const) {
    it(`X34: reads ${resourceType} ${resourceId} as a principal`, () => {
      const finding = findingOf(read(changed({ resourceType, resourceId })));
      assert.deepEqual(
        finding.resources.map((item) => [item.kind, item.id, item.principal]),
        [["iam-principal", resourceId, principal]],
      );
    });
  }

  it("case 15: takes a bucket's ARN and its name for the same finding", () => {
    const [byArn, byName] = [read(bucket("arn:aws:s3:::shop-data")), read(bucket("shop-data"))].map(findingOf);
    assert.deepEqual(byArn, byName);
    assert.equal(byArn?.resources[0]?.id, "shop-data");
  });

  it("gives the same fault the same id, even if reported later or under another owner's name", () => {
    const { id } = findingOf(read(event));
    const later = evaluated({ resultRecordedTime: "2026-12-01T00:00:00Z", annotation: undefined });
    const kebab = changed({ configRuleName: "security-group-open-prohibited" });
    for (const same of [later, kebab]) assert.equal(findingOf(read(same)).id, id);
  });

  it("gives every other fault another id", () => {
    const others = [
      changed({ awsAccountId: "777788889999" }),
      changed({ awsRegion: "eu-central-1" }),
      changed({ configRuleName: "restricted-ssh" }),
      changed({ resourceId: "sg-0fedcba9876543210" }),
      changed({ resourceType: "AWS::EC2::NetworkAcl" }),
    ];
    const ids = [event, ...others].map((item) => findingOf(read(item)).id);
    assert.equal(new Set(ids).size, ids.length);
  });

  for (const partition of ["aws-cn", "aws-us-gov"]) {
    it(`takes the partition ${partition} from the rule's ARN`, () => {
      const configRuleARN = event.detail.configRuleARN.replace("arn:aws:", `arn:${partition}:`);
      const finding = findingOf(read(changed({ configRuleARN })));
      assert.deepEqual([finding.partition, finding.resources[0]?.partition], [partition, partition]);
    });
  }

  it("takes account and Region from the content, not from the envelope", () => {
    const { envelope, findings } = read(changed({}, { account: "111122223333", region: "us-east-1" }));
    assert.deepEqual(envelope, { account: "111122223333", region: "us-east-1" });
    const finding = findingOf({ envelope, findings });
    assert.deepEqual([finding.accountId, finding.region], ["444455556666", "eu-west-1"]);
  });

  it("takes the time of the evaluation if the envelope has none", () => {
    assert.equal(findingOf(read(changed({}, { time: undefined }))).sentAt, "2026-11-25T09:59:50Z");
  });

  for (const complianceType of ["COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA"]) {
    it(`${complianceType === "NOT_APPLICABLE" ? "case 19: " : ""}ignores ${complianceType} and names it`, () => {
      const [item] = read(evaluated({ complianceType })).findings;
      const ignored = `SECURITY_GROUP_OPEN_PROHIBITED: AWS::EC2::SecurityGroup sg-0123456789abcdef0 is ${complianceType}`;
      assert.deepEqual(item, { ignored, id: findingOf(read(event)).id });
    });
  }

  it("ignores a compliant group that is given by its name only", () => {
    const named = { ...changed({ resourceId: "web" }).detail };
    const newEvaluationResult = { ...named.newEvaluationResult, complianceType: "COMPLIANT" };
    const [item] = read(changed({ ...named, newEvaluationResult })).findings;
    assert.match(item && "ignored" in item ? item.ignored : "", /AWS::EC2::SecurityGroup web is COMPLIANT$/);
  });

  const group = /resourceId must be a group id such as .*, not a name/;
  const refused: [string, unknown, RegExp][] = [
    ["null", null, /expected object/],
    ["another source", { ...event, source: "aws.health" }, /source /],
    ["another detail-type", { ...event, "detail-type": "Config Configuration Item Change" }, /detail-type /],
    ["another message", changed({ messageType: "ConfigurationItemChangeNotification" }), /detail\.messageType /],
    ["a missing account", changed({ awsAccountId: undefined }), /detail\.awsAccountId /],
    ["a missing Region", changed({ awsRegion: undefined }), /detail\.awsRegion /],
    ["a missing resource id", changed({ resourceId: undefined }), /detail\.resourceId /],
    ["a missing resource type", changed({ resourceType: undefined }), /detail\.resourceType /],
    ["a malformed resource type", changed({ resourceType: "group" }), /resourceType must be a type such as/],
    ["no rule", changed({ configRuleName: "" }), /configRuleName must be the name of a rule/],
    ["an ARN of something else", changed({ configRuleARN: "arn:aws:s3:::shop" }), /configRuleARN must be the ARN of a/],
    ["no result", changed({ newEvaluationResult: null }), /newEvaluationResult /],
    ["an unknown result", evaluated({ complianceType: "BROKEN" }), /complianceType /],
    ["an invalid time", evaluated({ resultRecordedTime: "now" }), /resultRecordedTime must be an ISO 8601 time/],
    ["case 33: a group by its name", changed({ resourceId: "web" }), group],
    ["the id of another kind", changed({ resourceId: "vpc-0123456789abcdef0" }), group],
    ["an id over two lines", changed({ resourceId: "sg-0123456789abcdef0\nx" }), /must be the id of a resource/],
    ["a bucket that cannot exist", bucket("-shop"), /resourceId must be the name of a bucket/],
    ["an object instead of a bucket", bucket("arn:aws:s3:::shop-data/key"), /resourceId must be the name of a bucket/],
    ["a volume by a name", changed({ resourceType: "AWS::EC2::Volume", resourceId: "data" }), /must be a volume id/],
    [
      "a result about another type of resource",
      evaluated({ evaluationResultIdentifier: { evaluationResultQualifier: { resourceType: "AWS::IAM::User" } } }),
      /resourceType the evaluation is about AWS::IAM::User/,
    ],
  ];
  for (const [name, given, reason] of refused) {
    it(`refuses ${name}`, () =>
      assert.throws(
        () => read(given),
        (error: any) => {
          const texts = error.issues.map((issue: any) => `${issue.path.join(".")} ${issue.message}`);
          assert.match(texts.join("; "), reason);
          return true;
        },
      ));
  }
});
