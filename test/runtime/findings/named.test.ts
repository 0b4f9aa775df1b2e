import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { othersOf } from "../../../components/documents/otherRoutes";
import { targetsFor } from "../../../runtime/containment/targetsFor";
import { eventReader } from "../../../runtime/findings/eventReader";
import { asEvent } from "../../../runtime/findings/guardDuty/reread";
import type { Finding } from "../../../runtime/model/finding";
import { catalogue } from "../../../runtime/responses/catalogue";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";

const read = eventReader();
const eventOf = (name: string) => JSON.parse(readFileSync(path.join(__dirname, "events", `${name}.json`), "utf8"));

function findingOf(event: unknown): Finding {
  const [item] = read(event).findings;
  assert.ok(item && "finding" in item, JSON.stringify(item));
  return item.finding;
}
const namesOf = (event: unknown) => (findingOf(event).named ?? []).map(({ what, name }) => `${what} ${name}`);
/** The event with its `detail.resource` changed. */
const withResource = (name: string, change: object) => {
  const event = eventOf(name);
  return { ...event, detail: { ...event.detail, resource: { ...event.detail.resource, ...change } } };
};

const expected: Record<string, string[]> = {
  "guardduty-eks-runtime": [
    "EKS cluster shop-prod",
    "Kubernetes namespace shop",
    "pod checkout-7d9f8",
    "service account checkout",
    "container checkout",
    "container image 444455556666.dkr.ecr.eu-west-1.amazonaws.com/checkout:1.4",
    "instance i-0a1b2c3d4e5f60718",
  ],
  "guardduty-ecs-fargate": [
    "ECS cluster shop",
    "ECS task group service:checkout",
    "ECS task 0123456789abcdef0123456789abcdef",
    "ECS task definition checkout:12",
    "container checkout",
    "container image checkout:1.4",
  ],
  "guardduty-lambda": ["Lambda function invoice-pdf"],
  "guardduty-rds": ["database orders-db", "database cluster orders", "database schema orders", "database user app"],
  "guardduty-attacksequence-eks": [
    "EKS cluster shop-prod",
    "instance i-0a1b2c3d4e5f60718",
    "Kubernetes namespace shop",
    "pod checkout-7d9f8",
  ],
  "guardduty-s3-malicious-file": ["bucket example-uploads", "object in/cv.pdf"],
  "guardduty-scan-result": [
    "bucket example-uploads",
    "object in/cv.pdf",
    "object version 1",
    "threat EICAR-Test-File (not a virus)",
  ],
};

describe("the names in a finding", () => {
  for (const [name, names] of Object.entries(expected)) {
    it(`X29 X30: ${name}`, () => assert.deepEqual(namesOf(eventOf(name)), names));
  }

  it("X29: are the same from GuardDuty's API", () => {
    const raised = (value: any): any =>
      Array.isArray(value)
        ? value.map(raised)
        : value !== null && typeof value === "object"
          ? Object.fromEntries(
              Object.entries(value).map(([key, item]) => [key.charAt(0).toUpperCase() + key.slice(1), raised(item)]),
            )
          : value;
    for (const name of ["guardduty-eks-runtime", "guardduty-rds", "guardduty-attacksequence-eks"]) {
      const api = { ...raised(eventOf(name).detail), CreatedAt: "2026-11-26T09:59:30Z" };
      assert.deepEqual(namesOf(asEvent(api)), expected[name]);
    }
  });

  it("X29: include a limitless database, a scanned volume, a backup, and a principal with its key", () => {
    const of = (resource: object) =>
      namesOf(withResource("guardduty-lambda", { lambdaDetails: undefined, ...resource }));
    assert.deepEqual(of({ rdsLimitlessDbDetails: { dbShardGroupIdentifier: "s1", dbClusterIdentifier: "c1" } }), [
      "database cluster c1",
      "shard group s1",
    ]);
    const arn = "arn:aws:ec2:eu-west-1:444455556666:volume/vol-0123456789abcdef0";
    assert.deepEqual(of({ ebsVolumeDetails: { scannedVolumeDetails: [{ volumeArn: arn }] } }), [
      "volume vol-0123456789abcdef0",
    ]);
    assert.deepEqual(of({ recoveryPointDetails: { backupVaultName: "daily", recoveryPointArn: "arn:aws:x:::rp-1" } }), [
      "backup vault daily",
      "recovery point rp-1",
    ]);
    assert.deepEqual(of({ accessKeyDetails: { userType: "AssumedRole", userName: "admin", accessKeyId: "null" } }), [
      "role admin",
    ]);
    assert.deepEqual(of({ lambdaDetails: { functionArn: "arn:aws:lambda:eu-west-1:444455556666:function:f" } }), [
      "Lambda function f",
    ]);
  });

  it("X29: are on one line each, bounded in length and number, and never stop a finding from being read", () => {
    const objects = Array.from({ length: 50 }, (_, index) => ({ key: `${"k".repeat(400)}\n\u202e${index}` }));
    const names = findingOf(
      withResource("guardduty-s3-malicious-file", { s3BucketDetails: [{ name: "shop", s3ObjectDetails: objects }] }),
    ).named!;
    assert.ok(names.length <= 20 && names.every(({ name }) => name.length <= 300 && !/[\n\u202e]/.test(name)));
    for (const odd of [null, 7, "x", [], { name: 7 }, [null, 7]]) {
      const change = { eksClusterDetails: odd, kubernetesDetails: odd, containerDetails: odd, ecsClusterDetails: odd };
      assert.equal(findingOf(withResource("guardduty-lambda", change)).severity, 8);
    }
  });

  it("X30: include none from a scan without a threat, and another delivery of a scan is the same finding", () => {
    const event = eventOf("guardduty-scan-result");
    const { id, type, sentAt } = findingOf(event);
    assert.deepEqual([type, sentAt], ["GuardDuty:ObjectScan/THREATS_FOUND", "2026-11-26T10:00:00Z"]);
    assert.equal(findingOf({ ...event, time: "2026-11-26T11:00:00Z" }).id, id);
    const other = { ...event.detail.s3ObjectDetails, versionId: "2" };
    assert.notEqual(findingOf({ ...event, detail: { ...event.detail, s3ObjectDetails: other } }).id, id);
    for (const scanResultDetails of [
      { scanResultStatus: "NO_THREATS_FOUND", threats: null },
      { scanResultStatus: "ACCESS_DENIED" },
      null,
    ]) {
      const [item] = read({ ...event, detail: { ...event.detail, scanResultDetails } }).findings;
      assert.ok(item && "ignored" in item);
    }
    assert.throws(() => read({ ...event, detail: { ...event.detail, s3ObjectDetails: null } }));
  });
});

describe("X38: the node of a container", () => {
  const types = ["CryptoCurrency:Runtime/BitcoinTool.B!DNS", "AttackSequence:EKS/CompromisedCluster"];
  const settings = { findingTypes: types, others: othersOf(isolateInstance, catalogue, {}) };
  const hub = (resources: object[]) => ({
    source: "aws.securityhub",
    "detail-type": "Security Hub Findings - Imported",
    account: "111122223333",
    region: "eu-west-1",
    detail: {
      findings: [
        {
          Id: "arn:aws:guardduty:eu-west-1:444455556666:detector/11111111111111111111111111111111/finding/a1",
          ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/guardduty",
          GeneratorId: "g",
          AwsAccountId: "444455556666",
          Region: "eu-west-1",
          Types: ["TTPs/Command and Control/CryptoCurrency:Runtime-BitcoinTool.B!DNS"],
          CreatedAt: "2026-11-26T09:00:00Z",
          UpdatedAt: "2026-11-26T09:00:00Z",
          Severity: { Label: "HIGH" },
          Resources: resources,
        },
      ],
    },
  });
  const instance = { Type: "AwsEc2Instance", Id: "arn:aws:ec2:eu-west-1:444455556666:instance/i-0a1b2c3d4e5f60718" };
  const cluster = { Type: "AwsEksCluster", Id: "arn:aws:eks:eu-west-1:444455556666:cluster/shop-prod" };
  const untouched = (event: unknown, change: Partial<Finding> = {}) => {
    const targets = targetsFor(isolateInstance, { ...findingOf(event), ...change }, settings);
    assert.ok(Array.isArray(targets), String(targets));
    assert.deepEqual(
      targets.map(({ id }) => id),
      ["i-0a1b2c3d4e5f60718"],
    );
    return targets[0]!.untouched;
  };

  it("is left alone whichever way the finding arrives", () => {
    const shared = /the finding is about EKS.* shop-prod, and other workloads share the instance/;
    assert.match(untouched(eventOf("guardduty-eks-runtime"))!, shared);
    assert.match(untouched(hub([cluster, instance]))!, shared);
  });

  it("is left alone in a sequence that names its cluster, unlike another instance", () => {
    assert.match(untouched(eventOf("guardduty-attacksequence-eks"))!, /EKS cluster shop-prod/);
    const event = eventOf("guardduty-attacksequence-eks");
    event.detail.service.detection.sequence.resources[0].data.eksCluster.ec2InstanceUids = [];
    assert.equal(untouched(event), undefined);
  });

  it("is isolated if the finding is about the instance, or if an analyst asks for it", () => {
    assert.equal(untouched(hub([instance])), undefined);
    assert.equal(untouched(withResource("guardduty-eks-runtime", { resourceType: "Instance" })), undefined);
    assert.equal(untouched(eventOf("guardduty-eks-runtime"), { action: "arn:aws:x:action/custom/y" }), undefined);
  });
});
