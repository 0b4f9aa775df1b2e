import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { noteText } from "../../../../runtime/findings/securityHub/ownUpdate";
import { asffReader } from "../../../../runtime/findings/securityHub/readAsff";
import { ocsfReader } from "../../../../runtime/findings/securityHub/readOcsf";
import type { SourceEvent } from "../../../../runtime/findings/sourceEvent";

const read = ocsfReader();
const guardDutyArn =
  "arn:aws:guardduty:eu-west-1:444455556666:detector/06b01209ca77b0865dd973df0355fc1e/finding/16afba5c5c43e07c9e3e5e2e544e95df";
const owner = { account: { uid: "444455556666" } };
const threat = {
  activity_name: "Create",
  class_name: "Detection Finding",
  class_uid: 2004,
  cloud: { account: { uid: "444455556666" }, cloud_partition: "aws", region: "eu-west-1" } as object,
  finding_info: {
    analytic: { uid: "06b01209ca77b0865dd973df0355fc1e" },
    created_time_dt: "2026-11-25T09:00:00Z",
    modified_time_dt: "2026-11-25T09:30:00Z",
    first_seen_time_dt: "2026-11-25T08:00:00Z",
    last_seen_time_dt: "2026-11-25T09:29:00Z",
    title: "talks to a command and control server",
    types: ["Threats", "Backdoor:EC2/C&CActivity.B!DNS"],
    uid: guardDutyArn,
  },
  metadata: { product: { name: "GuardDuty", uid: "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty" } },
  resources: [
    { type: "AWS::EC2::Instance", uid: "i-0123456789abcdef0", region: "eu-west-1", cloud_partition: "aws", owner },
  ] as object[],
  severity_id: 4,
  status: "New",
};
const control = {
  ...threat,
  class_name: "Compliance Finding",
  class_uid: 2003,
  compliance: { control: "EC2.13", status: "Fail" },
  finding_info: { ...threat.finding_info, uid: "arn:aws:securityhub:eu-west-1:444455556666:x", types: ["Posture"] },
  metadata: { product: { name: "Security Hub", uid: "arn:aws:securityhub:eu-west-1::productv2/aws/securityhub" } },
  resources: [{ type: "AWS::EC2::SecurityGroup", uid: "sg-0123456789abcdef0", owner }] as object[],
};
const imported = (...findings: object[]) => ({
  source: "aws.securityhub",
  "detail-type": "Findings Imported V2",
  account: "111122223333",
  region: "us-east-1",
  time: "2026-11-25T10:00:00Z",
  detail: { findings },
});
const info = (change: object) => ({ ...threat, finding_info: { ...threat.finding_info, ...change } });
/** What is wrong with an event: with its envelope, or with the only finding that cannot be read. */
function faultOf(given: unknown): any {
  let event: SourceEvent;
  try {
    event = read(given);
  } catch (error) {
    return error;
  }
  const unreadable = event.findings.filter((item) => "unreadable" in item);
  assert.equal(unreadable.length, 1);
  return unreadable[0]!.unreadable;
}
const findingOf = ({ findings: [item] }: SourceEvent) => {
  assert.ok(item && "finding" in item, JSON.stringify(item));
  return item.finding;
};
const resourcesOf = (...resources: object[]) => findingOf(read(imported({ ...threat, resources }))).resources;

describe("reading Security Hub V2 findings", () => {
  it("reads a GuardDuty finding with what is needed to read it again", () => {
    assert.deepEqual(read(imported(threat)), {
      envelope: { account: "111122223333", region: "us-east-1" },
      findings: [
        {
          finding: {
            source: "security-hub",
            id: "16afba5c5c43e07c9e3e5e2e544e95df",
            type: "Backdoor:EC2/C&CActivity.B!DNS",
            title: "talks to a command and control server",
            severity: 8,
            accountId: "444455556666",
            region: "eu-west-1",
            partition: "aws",
            firstSeen: "2026-11-25T08:00:00Z",
            lastSeen: "2026-11-25T09:29:00Z",
            sentAt: "2026-11-25T10:00:00Z",
            sample: false,
            resourceType: "AWS::EC2::Instance",
            resources: [
              {
                kind: "ec2-instance",
                id: "i-0123456789abcdef0",
                accountId: "444455556666",
                region: "eu-west-1",
                partition: "aws",
              },
            ],
            named: [{ what: "instance", name: "i-0123456789abcdef0" }],
          },
          hub: {
            id: guardDutyArn,
            productArn: "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty",
            region: "eu-west-1",
            accountId: "444455556666",
            generatorId: "06b01209ca77b0865dd973df0355fc1e",
            v2: true,
            modifiedAt: "2026-11-25T09:30:00Z",
          },
        },
      ],
    });
  });

  it("reads numeric times, and fills in missing ones from later ones", () => {
    const times = {
      created_time: 1795597200000,
      created_time_dt: undefined,
      modified_time_dt: null,
      first_seen_time_dt: undefined,
      last_seen_time_dt: undefined,
    };
    const { firstSeen, lastSeen, sentAt } = findingOf(read({ ...imported(info(times)), time: undefined }));
    assert.deepEqual(new Set([firstSeen, lastSeen, sentAt]), new Set(["2026-11-25T09:00:00.000Z"]));
  });

  it("case 3: gives a control's finding the id and type that it has in the older format", () => {
    const finding = findingOf(read(imported(control)));
    assert.equal(finding.type, "SecurityHub:Control/EC2.13");
    const older = asffReader()({
      ...imported(),
      "detail-type": "Security Hub Findings - Imported",
      detail: {
        findings: [
          {
            Id: "another",
            ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
            GeneratorId: "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/4.1",
            AwsAccountId: "444455556666",
            Region: "eu-west-1",
            CreatedAt: "2026-11-25T09:00:00Z",
            UpdatedAt: "2026-11-25T09:00:00Z",
            Severity: { Label: "HIGH" },
            Resources: [
              {
                Type: "AwsEc2SecurityGroup",
                Id: "arn:aws:ec2:eu-west-1:444455556666:security-group/sg-0123456789abcdef0",
              },
            ],
          },
        ],
      },
    });
    assert.equal(findingOf(older).id, finding.id);
    assert.equal(findingOf(older).type, finding.type);
  });

  it("names other AWS products", () => {
    const metadata = { product: { uid: "arn:aws-cn:securityhub:cn-north-1::productv2/aws/macie" } };
    const finding = findingOf(
      read(imported({ ...control, metadata, cloud: { ...control.cloud, cloud_partition: null } })),
    );
    assert.equal(finding.type, "SecurityHub:Product/macie");
    assert.equal(finding.partition, "aws-cn");
    assert.match(finding.id, /^hub-[0-9a-f]{32}$/);
  });

  it("X38 case 13: names the instance that a container runs on as its host", () => {
    const file = path.join(__dirname, "..", "..", "..", "corpus", "ocsf-event", "wrapped-container-and-instance.json");
    const event = JSON.parse(readFileSync(file, "utf8"));
    event.detail.findings[0].activity_name = "Create";
    const { resourceType, resources, type } = findingOf(read(event));
    assert.equal(type, "PrivilegeEscalation:Runtime/ContainerMountsHostDirectory");
    assert.equal(resourceType, "AWS::Container::Container");
    assert.deepEqual(
      resources.map((item) => [item.kind, item.id, item.hosts]),
      [["ec2-instance", "i-0d7663df710a0f17a", "container /default-control-plane"]],
    );
  });

  it("case 12: takes a bucket's account and Region from its owner, otherwise from the finding", () => {
    const bucket = { type: "AwsS3Bucket", uid: "arn:aws:s3:::shop-data" };
    const place = { kind: "s3-bucket", id: "shop-data", partition: "aws" };
    assert.deepEqual(resourcesOf(bucket), [{ ...place, accountId: "444455556666", region: "eu-west-1" }]);
    const elsewhere = { ...bucket, owner: { account: { uid: "777788889999" } }, region: "eu-central-1" };
    assert.deepEqual(resourcesOf(elsewhere), [{ ...place, accountId: "777788889999", region: "eu-central-1" }]);
  });

  it("reads keys, users and roles", () => {
    const found = resourcesOf(
      { type: "AWS::IAM::AccessKey", uid: "AKIAEXAMPLE" },
      { type: "AwsIamUser", uid: "arn:aws:iam::444455556666:user/alice" },
      { type: "AWS::IAM::Role", uid: "arn:aws:iam::444455556666:role/deploy" },
    );
    assert.deepEqual(
      found.map((item) => item.principal),
      [
        { userType: "Unknown", accessKeyId: "AKIAEXAMPLE" },
        { userType: "IAMUser", userName: "alice" },
        { userType: "Role", userName: "deploy" },
      ],
    );
  });

  it("reads a finding without resources", () => {
    const finding = findingOf(read(imported({ ...threat, resources: undefined })));
    assert.deepEqual([finding.resourceType, finding.resources], ["none", []]);
  });

  it("recognises samples", () => {
    assert.equal(findingOf(read(imported(info({ title: "[SAMPLE] talks" })))).sample, true);
  });

  for (const [severity_id, severity] of [
    [1, 1],
    [2, 2],
    [3, 5],
    [4, 8],
    [5, 9.5],
    [6, 10],
  ]) {
    it(`counts severity_id ${severity_id} as ${severity}`, () =>
      assert.equal(findingOf(read(imported({ ...threat, severity_id }))).severity, severity));
  }

  const ignored: [string, object, RegExp][] = [
    ["another product", { ...threat, metadata: { product: { uid: "prowler" } } }, /^prowler is not an AWS product$/],
    [
      "a product without id",
      { ...threat, metadata: { product: { name: "Prowler" } } },
      /^Prowler is not an AWS product/,
    ],
    ["a product without name", { ...threat, metadata: { product: {} } }, /^an unnamed product is not an AWS product/],
    ["a vulnerability", { ...threat, class_uid: 2002, class_name: null }, /^class_uid is 2002 \(unnamed\)$/],
    [
      "what Security Hub covers",
      info({ types: ["Coverage"] }),
      /^type Coverage is about the coverage of Security Hub$/,
    ],
    ["a closed finding", { ...threat, activity_name: "Close" }, /^activity_name is Close$/],
    ["an archived finding", { ...threat, status: "Archived" }, /^status is Archived$/],
    [
      "an archived finding without a status text",
      { ...threat, status: undefined, status_id: 5 },
      /^status is Archived$/,
    ],
    ["case 7: a passed control", { ...control, compliance: { control: "EC2.13", status: "Pass" } }, /status is Pass$/],
    ["an unclear control", { ...control, compliance: { control: "EC2.13", status: "Warning" } }, /status is Warning$/],
  ];
  for (const [name, finding, reason] of ignored) {
    it(`ignores ${name}`, () => {
      const [item, next] = read(imported(finding, threat)).findings;
      assert.ok(item && "ignored" in item);
      assert.match(item.ignored, reason);
      assert.ok(next && "finding" in next, "the next finding is read all the same");
    });
  }

  for (const [change, status] of [
    [{ status: "Suppressed" }, "Suppressed"],
    [{ status: "Resolved" }, "Resolved"],
    [{ status: undefined, status_id: 3 }, "Suppressed"],
  ] as const) {
    it(`Y19 case 7: leaves ${JSON.stringify(change)} alone and does not drop it`, () => {
      const { leftAlone, id } = findingOf(read(imported({ ...threat, ...change })));
      assert.equal(
        leftAlone,
        `status is ${status} although the finding is open: left to the people who set this status`,
      );
      assert.equal(id, findingOf(read(imported(threat))).id);
    });
  }

  it("X36: answers a finding In Progress like one that is New", () => {
    for (const status of ["In Progress", "Other", undefined]) {
      assert.equal(findingOf(read(imported({ ...threat, status }))).leftAlone, undefined);
    }
  });

  it("X36: ignores the event of its own comment, but none that the provider makes after it", () => {
    const modifiedAt = findingOf(read(imported(threat))).lastSeen && "2026-11-25T09:30:00Z";
    const comment = noteText("Firebreak isolate-instance: failed. EC2 does not answer", modifiedAt, 512);
    const fateOf = (finding: object) => Object.keys(read(imported(finding)).findings[0]!)[0];
    assert.equal(fateOf({ ...threat, comment }), "ignored");
    assert.equal(fateOf({ ...threat, comment, status: "In Progress" }), "ignored");
    const later = { ...threat, finding_info: { ...threat.finding_info, modified_time_dt: "2026-11-25T09:30:01Z" } };
    assert.equal(fateOf({ ...later, comment }), "finding");
    assert.equal(
      findingOf(read(imported({ ...later, comment }))).answered,
      "Firebreak isolate-instance: failed. EC2 does not answer",
    );
    assert.equal(fateOf({ ...threat, comment: `looked at it [version ${modifiedAt}]` }), "finding");
  });

  for (const [severity_id, vendor, severity] of [
    [1, 5, 9.5],
    [99, 4, 8],
    [0, 4, 8],
    [5, 1, 9.5],
    [0, undefined, 5],
    [99, 99, 5],
  ] as const) {
    it(`Y19: severity_id ${severity_id} where the vendor says ${vendor} counts as ${severity}`, () => {
      const vendor_attributes = vendor === undefined ? undefined : { severity_id: vendor };
      assert.equal(findingOf(read(imported({ ...threat, severity_id, vendor_attributes }))).severity, severity);
    });
  }

  const resource = (change: object) => ({ ...threat, resources: [{ ...threat.resources[0], ...change }] });
  const refused: [string, unknown, RegExp][] = [
    ["null", null, /expected object/],
    ["another detail-type", { ...imported(threat), "detail-type": "Security Hub Findings" }, /^detail-type /],
    ["no account", { ...imported(threat), account: undefined }, /^account /],
    ["no findings", imported(), /^detail.findings /],
    ["no product", imported({ ...threat, metadata: undefined }), /^detail.findings.0.metadata /],
    ["no class", imported({ ...threat, class_uid: undefined }), /class_uid /],
    ["no uid", imported(info({ uid: undefined })), /finding_info.uid /],
    ["a uid that is not GuardDuty's", imported(info({ uid: "x" })), /finding_info.uid must be the ARN of a Gu/],
    ["no time", imported(info({ created_time_dt: undefined })), /created_time_dt must be present/],
    ["an invalid time", imported(info({ created_time_dt: "now" })), /created_time_dt must be an ISO 8601 time/],
    ["an invalid severity", imported({ ...threat, severity_id: "high" }), /severity_id /],
    ["an invalid account", imported({ ...threat, cloud: { account: { uid: "1" } } }), /cloud.account.uid /],
    [
      "no Region anywhere",
      imported({ ...resource({ region: undefined }), cloud: { account: { uid: "444455556666" } } }),
      /cloud.region must be present/,
    ],
    ["an invalid instance", imported(resource({ uid: "i-test" })), /resources.0.uid must be an instance id/],
    ["an invalid owner", imported(resource({ owner: { account: { uid: "me" } } })), /owner.account.uid /],
  ];
  for (const [name, given, reason] of refused) {
    it(`refuses ${name}`, () => {
      const texts = faultOf(given).issues.map((issue: any) => `${issue.path.join(".")} ${issue.message}`);
      assert.match(texts.join("; ").trim(), reason);
    });
  }
});
