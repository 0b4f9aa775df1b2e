import assert from "node:assert/strict";
import {
  action,
  chosen,
  control,
  faultOf,
  findingOf,
  fromCorpus,
  group,
  guardDutyArn,
  imported,
  instance,
  note,
  read,
  resourcesOf,
  taken,
  threat,
} from "./asffEvents";

describe("reading Security Hub findings", () => {
  it("reads a GuardDuty finding with what is needed to read it again and to answer it", () => {
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
            role: "TARGET",
            resourceType: "AwsEc2Instance",
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
            productArn: threat.ProductArn,
            region: "eu-west-1",
            accountId: "444455556666",
            generatorId: threat.GeneratorId,
            modifiedAt: "2026-11-25T09:30:00Z",
          },
        },
      ],
    });
  });

  it("takes times from the record if none was observed, and never from the envelope", () => {
    const bare = { ...threat, FirstObservedAt: undefined, LastObservedAt: null };
    const { firstSeen, lastSeen, sentAt } = findingOf(read({ ...imported(bare), time: undefined }));
    assert.deepEqual([firstSeen, lastSeen, sentAt], [threat.CreatedAt, threat.UpdatedAt, threat.UpdatedAt]);
  });

  it("N49: names the trail that a call affected, which GuardDuty flattens into the product's fields", () => {
    const here = { accountId: threat.AwsAccountId, region: "eu-west-1", partition: "aws" };
    const path = "aws/guardduty/service/action/awsApiCallAction/affectedResources/AWS::CloudTrail::Trail";
    const finding = findingOf(read(imported({ ...threat, ProductFields: { [path]: "audit" } })));
    assert.deepEqual(finding.resources.at(-1), { ...here, kind: "trail", id: "audit" });
    const own = findingOf(read(imported({ ...control, ProductFields: { [path]: "audit" } })));
    assert.ok(
      own.resources.every(({ kind }) => kind !== "trail"),
      "a control is no finding of GuardDuty",
    );
  });

  it("names the product if GuardDuty's type has no known form", () => {
    assert.equal(
      findingOf(read(imported({ ...threat, Types: ["New Things/x"] }))).type,
      "SecurityHub:Product/guardduty",
    );
  });

  it("case 1: gives a GuardDuty finding its own id, whichever service sends the event", () => {
    const event = fromCorpus("securityhub-imported/wrapped-guardduty-ssh.json");
    const [first, second] = [event, { ...event, id: "other", account: "444455556666" }].map((given) =>
      findingOf(read(given)),
    );
    assert.equal(first?.id, "4897489798789");
    assert.deepEqual(first, second);
  });

  it("case 2: takes the Region from the finding, else from a resource, never from the envelope", () => {
    const event = fromCorpus("securityhub-imported/wrapped-aggregation-region.json");
    const finding = findingOf(read(event));
    assert.equal(event.region, "us-east-1");
    assert.deepEqual([finding.region, finding.resources[0]?.region], ["eu-west-1", "eu-west-1"]);
    assert.equal(findingOf(read(imported({ ...threat, Region: undefined }))).region, "eu-west-1");
  });

  const generators = [
    "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/4.1",
    "cis-aws-foundations-benchmark/v/1.4.0/5.2",
    "security-control/EC2.13",
    "pci-dss/v/3.2.1/PCI.EC2.5",
  ];
  it("case 3: makes one finding of one open group, whatever the generator and its id", () => {
    const findings = generators.map((GeneratorId, index) =>
      findingOf(read(imported({ ...control, GeneratorId, Id: `${control.Id}-${index}` }))),
    );
    assert.deepEqual([...new Set(findings.map((item) => item.type))], ["SecurityHub:Control/EC2.13"]);
    assert.equal(new Set(findings.map((item) => item.id)).size, 1);
    assert.match(findings[0]!.id, /^hub-[0-9a-f]{32}$/);
  });

  it("case 3: prefers SecurityControlId to the generator", () => {
    const Compliance = { Status: "FAILED", SecurityControlId: "EC2.19" };
    assert.equal(findingOf(read(imported({ ...control, Compliance }))).type, "SecurityHub:Control/EC2.19");
  });

  it("gives another control, group, account or Region a different id", () => {
    const other = { ...group, Id: group.Id.replace("sg-0", "sg-1") };
    const ids = [
      control,
      { ...control, GeneratorId: "security-control/EC2.19" },
      { ...control, Resources: [other] },
      { ...control, Resources: [group, other] },
      { ...control, AwsAccountId: "777788889999" },
      { ...control, Region: "eu-central-1" },
    ].map((finding) => findingOf(read(imported(finding))).id);
    assert.equal(new Set(ids).size, ids.length);
    const [one, two] = [
      [group, other],
      [other, group],
    ].map((Resources) => findingOf(read(imported({ ...control, Resources }))).id);
    assert.equal(one, two, "the order of resources says nothing");
  });

  it("case 4: understands a consolidated finding without StandardsArn and without ProductFields", () => {
    const finding = fromCorpus("asff-finding/s3-12-s3bucket.json");
    const failed = { ...finding, Compliance: { ...finding.Compliance, Status: "FAILED" }, ProductFields: undefined };
    const { type, resources } = findingOf(read(imported(failed)));
    assert.equal(type, "SecurityHub:Control/S3.12");
    assert.deepEqual(
      resources.map((item) => item.id),
      ["asr-scv-reference"],
    );
  });

  it("distinguishes findings of other AWS products by their id", () => {
    const product = { ...threat, ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/inspector" };
    const [first, again, other] = ["a", "a", "b"].map((Id) => findingOf(read(imported({ ...product, Id }))));
    assert.equal(first?.type, "SecurityHub:Product/inspector");
    assert.deepEqual(first, again);
    assert.notEqual(first?.id, other?.id);
  });

  const ignored: [string, object, RegExp][] = [
    ["case 7: an archived finding", { RecordState: "ARCHIVED" }, /^RecordState is ARCHIVED$/],
    ["X36 case 6: our own note", { Workflow: { Status: "NOTIFIED" }, Note: note }, /^it is Firebreak's own update$/],
    ["X36 case 6: our own note that changed no status", { Note: note }, /^it is Firebreak's own update$/],
    ["case 7: a passed control", { Compliance: { Status: "PASSED" } }, /^Compliance.Status is PASSED$/],
    ["a control without data", { Compliance: { Status: "NOT_AVAILABLE" } }, /^Compliance.Status is NOT_AVAILABLE$/],
    ["a control that could not be checked", { Compliance: { Status: "WARNING" } }, /^Compliance.Status is WARNING$/],
  ];
  for (const [name, change, reason] of ignored) {
    it(`ignores ${name} if it was imported; an analyst's choice overrides that`, () => {
      const [item] = read(imported({ ...control, ...change })).findings;
      assert.ok(item && "ignored" in item);
      assert.match(item.ignored, reason);
      assert.match(item.id, /^hub-[0-9a-f]{32}$/);
      assert.equal(findingOf(read(chosen({ ...control, ...change }))).type, "SecurityHub:Control/EC2.13");
    });
  }

  for (const ProductArn of [
    "arn:aws:securityhub:eu-west-1:444455556666:product/444455556666/default",
    "arn:aws:securityhub:eu-west-1::product/cloud-custodian/cloud-custodian",
    "arn:aws:securityhub:eu-west-1:444455556666:product/aws/guardduty",
    "arn:aws:securityhub:eu-west-1::product/aws/guardduty/x",
    "guardduty",
  ]) {
    it(`ignores what ${ProductArn} says about GuardDuty, and does not record it as GuardDuty's`, () => {
      const [item] = read(imported({ ...threat, ProductArn })).findings;
      assert.ok(item && "ignored" in item);
      assert.equal(item.ignored, `${ProductArn} is not an AWS product`);
      assert.match(item.id, /^hub-[0-9a-f]{32}$/);
    });

    it(`X27: leaves findings of ${ProductArn} alone if an analyst chose them, and knows where a note goes`, () => {
      const { finding, hub } = taken(read(chosen({ ...threat, ProductArn })).findings[0]);
      assert.match(finding.leftAlone!, /is not an AWS product: Firebreak does nothing, because any account can/);
      assert.match(finding.id, /^hub-[0-9a-f]{32}$/);
      assert.deepEqual(finding.resources, []);
      const there = { region: "eu-west-1", accountId: "444455556666", modifiedAt: threat.UpdatedAt };
      assert.deepEqual(hub, { id: threat.Id, productArn: ProductArn, ...there });
    });
  }

  it("X27: reads no more of a third-party finding than its answer needs", () => {
    const bare = { Id: "x", ProductArn: "arn:aws:securityhub:eu-west-1::product/a/b", AwsAccountId: "444455556666" };
    const { finding, hub } = taken(read(chosen(bare)).findings[0]);
    assert.deepEqual([finding.severity, finding.region, hub?.region], [5, "us-east-1", "us-east-1"]);
    const odd = { ...bare, Severity: "HIGH", Resources: "none", Note: 7, Region: 1 };
    assert.equal(taken(read(chosen(odd)).findings[0]).finding.id, finding.id);
    const [unreadable] = read(chosen({ ...bare, AwsAccountId: "me" })).findings;
    assert.ok(unreadable && "unreadable" in unreadable);
    assert.equal(unreadable.hub?.id, "x");
  });

  it("records an ignored finding of GuardDuty under its id", () => {
    const [item] = read(imported({ ...threat, RecordState: "ARCHIVED" })).findings;
    assert.deepEqual(item, { ignored: "RecordState is ARCHIVED", id: "16afba5c5c43e07c9e3e5e2e544e95df" });
  });

  it("names the custom action that an analyst used, and none for imports or without one", () => {
    assert.equal(read(chosen(threat)).action, action);
    assert.equal("action" in read({ ...imported(threat), resources: [action] }), false);
    assert.equal("action" in read({ ...chosen(threat), resources: [] }), false);
  });

  it("case 13: reads each of several findings separately", () => {
    const archived = { ...control, RecordState: "ARCHIVED" };
    const { findings } = read(imported(threat, archived, control));
    assert.deepEqual(
      findings.map((item) => ("finding" in item ? item.finding.resources[0]?.kind : "ignored" in item && item.ignored)),
      ["ec2-instance", "RecordState is ARCHIVED", "security-group"],
    );
  });

  it("case 13: reads each of several resources, leaves out those without a response, and names none twice", () => {
    const vpc = { Type: "AwsEc2Vpc", Id: "arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-0123456789abcdef0" };
    const found = resourcesOf(instance, vpc, group, instance);
    assert.deepEqual(
      found.map((item) => [item.kind, item.id]),
      [
        ["ec2-instance", "i-0123456789abcdef0"],
        ["security-group", "sg-0123456789abcdef0"],
      ],
    );
  });

  const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
  it("case 12: takes a bucket's account and Region from the finding, because its ARN has none", () => {
    const found = { ...place, kind: "s3-bucket", id: "shop-data" };
    assert.deepEqual(resourcesOf({ Type: "AwsS3Bucket", Id: "arn:aws:s3:::shop-data" }), [found]);
    assert.deepEqual(resourcesOf({ Type: "AwsS3Bucket", Id: "arn:aws:s3:::shop-data", Region: "eu-central-1" }), [
      { ...found, region: "eu-central-1" },
    ]);
  });

  it("takes account, Region and partition from a resource's ARN where it has them", () => {
    const Id = "arn:aws-us-gov:ec2:us-gov-west-1:777788889999:volume/vol-0123456789abcdef0";
    assert.deepEqual(resourcesOf({ Type: "AwsEc2Volume", Id, Region: "eu-west-1", Partition: "aws" }), [
      {
        kind: "ebs-volume",
        id: "vol-0123456789abcdef0",
        accountId: "777788889999",
        region: "us-gov-west-1",
        partition: "aws-us-gov",
      },
    ]);
  });

  const key = (Id: string, AwsIamAccessKey?: object) => ({
    Type: "AwsIamAccessKey",
    Id,
    ...(AwsIamAccessKey && { Details: { AwsIamAccessKey } }),
  });
  const details = { PrincipalId: "AROAEXAMPLE:build", PrincipalName: "deploy", PrincipalType: "AssumedRole" };
  const principals: [string, object, object, string][] = [
    [
      "case 17: a console session, known only by its user",
      key("AWS::IAM::AccessKey:null", { UserName: "alice" }),
      { userType: "IAMUser", userName: "alice" },
      "alice",
    ],
    [
      "case 17: a key that the details call null",
      key("AWS::IAM::AccessKey:null", { ...details, AccessKeyId: "null" }),
      { userType: "AssumedRole", userName: "deploy", principalId: "AROAEXAMPLE:build" },
      "AROAEXAMPLE:build",
    ],
    [
      "a role session by its key",
      key("AWS::IAM::AccessKey:ASIAEXAMPLE", details),
      { userType: "AssumedRole", userName: "deploy", principalId: "AROAEXAMPLE:build", accessKeyId: "ASIAEXAMPLE" },
      "AROAEXAMPLE:build",
    ],
    ["a key alone", key("AKIAEXAMPLE"), { userType: "Unknown", accessKeyId: "AKIAEXAMPLE" }, "AKIAEXAMPLE"],
    [
      "a user by its ARN with a path",
      { Type: "AwsIamUser", Id: "arn:aws:iam::444455556666:user/team/shop/alice" },
      { userType: "IAMUser", userName: "alice" },
      "alice",
    ],
    [
      "a user by its unique id",
      { Type: "AwsIamUser", Id: "arn:aws:iam::444455556666:user/AIDACKCEVSQ6C2EXAMPLE" },
      { userType: "IAMUser", principalId: "AIDACKCEVSQ6C2EXAMPLE" },
      "AIDACKCEVSQ6C2EXAMPLE",
    ],
    [
      "a role",
      { Type: "AwsIamRole", Id: "arn:aws:iam::444455556666:role/deploy" },
      { userType: "Role", userName: "deploy" },
      "deploy",
    ],
    ["root", { Type: "AwsIamUser", Id: "arn:aws:iam::444455556666:root" }, { userType: "Root" }, "Root"],
  ];
  for (const [name, resource, principal, id] of principals) {
    it(`reads ${name}`, () =>
      assert.deepEqual(resourcesOf(resource), [{ ...place, kind: "iam-principal", id, principal }]));
  }

  const severities: [object, number][] = [
    [{ Label: "CRITICAL" }, 9.5],
    [{ Label: "HIGH" }, 8],
    [{ Label: "MEDIUM" }, 5],
    [{ Label: "LOW" }, 2],
    [{ Label: "INFORMATIONAL" }, 1],
    [{ Normalized: 85 }, 8.5],
    [{ Normalized: 0 }, 1],
    [{ Label: "HIGH", Normalized: 72 }, 7.2],
    [{ Label: "LOW", Normalized: 40 }, 2],
    [{ Label: "INFORMATIONAL", Normalized: 0 }, 1],
  ];
  for (const [Severity, severity] of severities) {
    it(`counts ${JSON.stringify(Severity)} as ${severity}`, () =>
      assert.equal(findingOf(read(imported({ ...threat, Severity }))).severity, severity));
  }

  for (const change of [
    { ProductFields: { "aws/guardduty/service/additionalInfo/sample": "true" } },
    { Title: "[SAMPLE] talks to a server" },
  ]) {
    it(`recognises a sample by ${Object.keys(change)}`, () =>
      assert.equal(findingOf(read(imported({ ...threat, ...change }))).sample, true));
  }

  it("reads the role of the resource, from older findings too, and only for GuardDuty", () => {
    const roleOf = (finding: object) => findingOf(read(imported(finding))).role;
    assert.equal(roleOf({ ...threat, ProductFields: { resourceRole: "ACTOR" } }), "ACTOR");
    assert.equal(roleOf({ ...threat, ProductFields: { resourceRole: "BYSTANDER" } }), undefined);
    assert.equal(roleOf({ ...control, ProductFields: { resourceRole: "ACTOR" } }), undefined);
  });

  const resource = (change: object) => ({ ...threat, Resources: [{ ...instance, ...change }] });
  const refused: [string, unknown, RegExp][] = [
    ["null", null, /expected object/],
    ["another source", { ...imported(threat), source: "aws.inspector2" }, /^source /],
    ["an older detail-type", { ...imported(threat), "detail-type": "Security Hub Findings" }, /^detail-type /],
    ["no findings", imported(), /^detail.findings /],
    ["an invalid finding", imported("x" as unknown as object), /^detail.findings.0 /],
    [
      "the second of two findings",
      imported(threat, { ...threat, AwsAccountId: "1" }),
      /^detail.findings.1.AwsAccountId /,
    ],
    ["no product", imported({ ...threat, ProductArn: undefined }), /^detail.findings.0.ProductArn /],
    ["no generator", imported({ ...threat, GeneratorId: undefined }), /GeneratorId /],
    ["no severity", imported({ ...threat, Severity: {} }), /Severity must have Label or Normalized/],
    ["a severity over 100", imported({ ...threat, Severity: { Normalized: 101 } }), /Severity.Normalized /],
    ["an unknown severity", imported({ ...threat, Severity: { Label: "SEVERE" } }), /Severity.Label /],
    ["no resources", imported({ ...threat, Resources: [] }), /Resources /],
    ["an invalid time", imported({ ...threat, UpdatedAt: "yesterday" }), /UpdatedAt must be an ISO 8601 time/],
    [
      "no Region anywhere",
      imported({ ...resource({ Region: undefined }), Region: undefined }),
      /Region must be present/,
    ],
    ["another partition", imported(resource({ Partition: "aws-mars" })), /Resources.0.Partition /],
    ["an invalid instance id", imported(resource({ Id: "i-test" })), /Resources.0.Id must be an instance id/],
    ["the ARN of another kind", imported(resource({ Id: group.Id })), /Resources.0.Id must be an instance id/],
    [
      "a group by its name",
      imported({ ...control, Resources: [{ ...group, Id: "web" }] }),
      /Resources.0.Id must be a group id .*not a name/,
    ],
    [
      "an invalid role",
      imported(resource({ Type: "AwsIamRole", Id: "AROAEXAMPLE" })),
      /Resources.0.Id must be the ARN of a user or role/,
    ],
    [
      "an id that is not GuardDuty's",
      imported({ ...threat, Id: "arn:aws:securityhub:eu-west-1:444455556666:x" }),
      /findings.0.Id must be the ARN of a GuardDuty finding/,
    ],
  ];
  for (const [name, given, reason] of refused) {
    it(`refuses ${name}`, () => {
      const texts = faultOf(given).issues.map((issue: any) => `${issue.path.join(".")} ${issue.message}`);
      assert.match(texts.join("; ").trim(), reason);
    });
  }
});
