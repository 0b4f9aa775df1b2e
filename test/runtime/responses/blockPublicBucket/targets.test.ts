import assert from "node:assert/strict";
import { responseStatements } from "../../../../components/shared/policies";
import type { Finding, Resource } from "../../../../runtime/model/finding";
import { containmentId, type Target } from "../../../../runtime/model/target";
import { bucketTarget } from "../../../../runtime/resources/targets";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { findingTypes } from "../../../../runtime/responses/blockPublicBucket/findingTypes";
import { sessionRights } from "../../../models/sessionRights";
import { bucketWith, s3With } from "./model";
import { place, readBucket } from "./work";

const bucket = (id: string, more: Partial<Resource> = {}): Resource => ({ kind: "s3-bucket", id, ...place, ...more });

const finding = (type: string, resources: Resource[]): Finding => ({
  source: "guardduty",
  id: "f-1",
  type,
  title: type,
  severity: 8,
  ...place,
  firstSeen: "2026-10-01T00:00:00Z",
  lastSeen: "2026-10-01T00:00:00Z",
  sentAt: "2026-10-01T00:00:00Z",
  sample: false,
  resourceType: "S3Bucket",
  resources,
});

const targetsOf = (type: string, resources: Resource[]) => {
  const targets = blockPublicBucket.targets(finding(type, resources));
  assert.ok(Array.isArray(targets), String(targets));
  return targets as Target[];
};

const always = [
  "Policy:S3/BucketAnonymousAccessGranted",
  "Policy:S3/BucketPublicAccessGranted",
  "Config:Rule/S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
  "Config:Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED",
  "Config:Rule/S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
  "SecurityHub:Control/CloudTrail.6",
  "SecurityHub:Control/S3.2",
  "SecurityHub:Control/S3.3",
  "SecurityHub:Control/S3.8",
];

describe("the targets of block-public-bucket", () => {
  for (const type of findingTypes) {
    const wish = always.includes(type) ? "no" : "yes";
    it(`${type} asks for the block ${wish === "yes" ? "only if the bucket is public" : "in any case"}`, () =>
      assert.deepEqual(targetsOf(type, [bucket("logs")])[0]!.details, { onlyIfPublic: wish }));
  }

  for (const [type, wish] of [
    ["Discovery:S3/TorIPCaller", "yes"],
    ["PenTest:S3/KaliLinux", "yes"],
    ["Stealth:S3/ServerAccessLoggingDisabled", "no"],
    ["Config:Rule/OWN_RULE", "no"],
  ] as const) {
    it(`${type}, which config or an analyst may add, is judged by its family: only if public is "${wish}"`, () =>
      assert.equal(targetsOf(type, [bucket("logs")])[0]!.details!["onlyIfPublic"], wish));
  }

  it("names every listed type once, the unconditional ones among them", () => {
    assert.equal(new Set(findingTypes).size, findingTypes.length);
    assert.deepEqual(
      always.filter((type) => !findingTypes.includes(type)),
      [],
    );
  });

  it("case 12: take account, Region and partition from the resource, never from the ARN", () => {
    const elsewhere = { accountId: "777788889999", region: "cn-north-1", partition: "aws-cn" };
    assert.deepEqual(targetsOf("SecurityHub:Control/S3.2", [bucket("logs", elsewhere)]), [
      {
        kind: "s3-bucket",
        id: "logs",
        ...elsewhere,
        arn: "arn:aws-cn:s3:::logs",
        details: { onlyIfPublic: "no" },
      },
    ]);
  });

  it("are all buckets of an attack sequence, once each, and nothing else", () => {
    const instance: Resource = { kind: "ec2-instance", id: "i-0123456789abcdef0", ...place };
    const named = [
      bucket("a"),
      instance,
      bucket("b", { accountId: "777788889999" }),
      bucket("a", { region: "us-east-1" }),
    ];
    assert.deepEqual(
      targetsOf("AttackSequence:S3/CompromisedData", named).map(({ id, accountId }) => [id, accountId]),
      [
        ["a", "444455556666"],
        ["b", "777788889999"],
      ],
    );
  });

  it("are none if the finding names no bucket, and the reason says so", () =>
    assert.deepEqual(blockPublicBucket.targets(finding("Policy:S3/BucketPublicAccessGranted", [])), {
      reason: "Policy:S3/BucketPublicAccessGranted names no bucket",
      needsPerson: true,
    }));

  it("M29: are one containment of one bucket for the read and the write rule", () => {
    const ids = ["READ", "WRITE"].map((word) => {
      const [target] = targetsOf(`Config:Rule/S3_BUCKET_PUBLIC_${word}_PROHIBITED`, [bucket("logs")]);
      return containmentId(blockPublicBucket.name, target!.arn);
    });
    assert.equal(ids[0], ids[1]);
  });

  it("are never directory buckets: S3 has no switches for them", () => {
    const refusal = (id: string) => blockPublicBucket.refuses!(bucketTarget(place, id), {});
    assert.match(String(refusal("logs--use1-az4--x-s3")), /directory bucket/);
    assert.equal(refusal("logs"), undefined);
  });
});

describe("the declaration of block-public-bucket", () => {
  it("fits Security Hub's limits for a custom action", () => {
    const { id, name } = blockPublicBucket.customAction!;
    assert.match(id, /^[A-Za-z0-9]{1,20}$/);
    assert.ok(name.length <= 20);
  });

  for (const phase of ["contain", "release"] as const) {
    it(`case 46: the session policy to ${phase} fits and names the bucket in its partition and nothing else`, () => {
      const target = bucketTarget({ ...place, partition: "aws-us-gov" }, "b".repeat(63));
      const { may } = sessionRights(blockPublicBucket.permissions, target, { phase });
      for (const action of ["s3:GetBucketPolicy", "s3:PutBucketPublicAccessBlock"]) {
        assert.ok(may(action, target.arn));
        for (const other of [`${target.arn}2`, "arn:aws-us-gov:s3:::other", target.arn.replace("aws-us-gov", "aws")]) {
          assert.ok(!may(action, other), other);
        }
      }
    });
  }

  it("case 46: writes the role's statements for the given partition", () => {
    const text = JSON.stringify(responseStatements(blockPublicBucket.permissions, "aws-us-gov", "444455556666"));
    assert.match(text, /arn:aws-us-gov:s3:::\*/);
    assert.doesNotMatch(text, /arn:aws:/);
  });

  it("permits every call that reading, containing and releasing make, and no other", async () => {
    const model = s3With({ logs: bucketWith() });
    const state = (await readBucket(model))!;
    const blocked = { ...state, block: blockPublicBucket.plan(state, {})[0]!.input["PublicAccessBlockConfiguration"] };
    const { priorState, plan, releasePlan } = blockPublicBucket;
    const calls = [...plan(state, {}), ...releasePlan(blocked as never, priorState(state), {}).calls];
    const made = [...model.requests, ...calls].map(({ operation }) => operation);
    const actions: Record<string, string> = {
      GetPublicAccessBlock: "GetBucketPublicAccessBlock",
      PutPublicAccessBlock: "PutBucketPublicAccessBlock",
      DeletePublicAccessBlock: "PutBucketPublicAccessBlock",
    };
    assert.deepEqual(
      [...new Set(made.map((operation) => `s3:${actions[operation] ?? operation}`))].sort(),
      blockPublicBucket.permissions.flatMap((permission) => permission.actions).sort(),
    );
  });
});
