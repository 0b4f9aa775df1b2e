import assert from "node:assert/strict";
import { writeTag } from "../../../runtime/aws/writeTag";
import { bucketTarget, databaseTarget, instanceTarget, principalTarget } from "../../../runtime/resources/targets";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };

/** A client that records its calls and returns the given answers. */
function noting(answers: Record<string, unknown> = {}) {
  const calls: [string, unknown][] = [];
  const client = new Proxy({} as any, {
    get: (_, operation: string) => async (input: unknown) => {
      calls.push([operation, input]);
      const answer = answers[operation];
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    },
  });
  return { client, calls };
}

describe("writing one tag", () => {
  it("sets that tag on an instance, a role or a database, or removes it whatever its value", async () => {
    const { client, calls } = noting();
    const clients = { ec2: client, iam: client, rds: client };
    const database = databaseTarget(place, "db-ABC");
    const arn = "arn:aws:rds:eu-west-1:444455556666:db:orders";
    for (const value of ["x", undefined]) {
      await writeTag(clients, instanceTarget(place, "i-1"), { key: "k", value: value });
      await writeTag(clients, principalTarget(place, "role", "shop"), { key: "k", value: value });
      await writeTag(clients, database, { key: "k", value: value, arn });
    }
    assert.deepEqual(calls, [
      ["createTags", { Resources: ["i-1"], Tags: [{ Key: "k", Value: "x" }] }],
      ["tagRole", { RoleName: "shop", Tags: [{ Key: "k", Value: "x" }] }],
      ["addTagsToResource", { ResourceName: arn, Tags: [{ Key: "k", Value: "x" }] }],
      ["deleteTags", { Resources: ["i-1"], Tags: [{ Key: "k" }] }],
      ["untagRole", { RoleName: "shop", TagKeys: ["k"] }],
      ["removeTagsFromResource", { ResourceName: arn, TagKeys: ["k"] }],
    ]);
  });

  const bucket = bucketTarget(place, "logs");
  /** An S3 Control that accepts no tags. */
  const refusing = (name: string) => {
    const error = Object.assign(new Error(`${name} of the test`), { name });
    return noting({ tagResource: error, untagResource: error }).client;
  };

  it("X47: sets only that tag on a bucket, as attribute-based access control requires", async () => {
    const { client, calls } = noting();
    for (const value of ["x", undefined])
      await writeTag({ s3: refusing("x"), s3Control: client }, bucket, { key: "k", value: value });
    const named = { AccountId: place.accountId, ResourceArn: "arn:aws:s3:::logs" };
    assert.deepEqual(calls, [
      ["tagResource", { ...named, Tags: [{ Key: "k", Value: "x" }] }],
      ["untagResource", { ...named, TagKeys: ["k"] }],
    ]);
  });

  it("X47: fails if S3 refuses a bucket's tag for another reason, and tries no way around it", async () => {
    const { client, calls } = noting();
    await assert.rejects(
      writeTag({ s3: client, s3Control: refusing("AccessDenied") }, bucket, { key: "k", value: "x" }),
      /AccessDenied/,
    );
    assert.deepEqual(calls, []);
  });

  const owned = { Bucket: "logs", ExpectedBucketOwner: place.accountId };
  const none = Object.assign(new Error("none"), { name: "NoSuchTagSet" });
  const system = { Key: "aws:cloudformation:stack-name", Value: "s" };
  const cases: [string, unknown, string | undefined, [string, unknown][]][] = [
    ["keeps the others", { TagSet: [system] }, "x", [["putBucketTagging", [system, { Key: "k", Value: "x" }]]]],
    [
      "replaces its own value",
      { TagSet: [{ Key: "k", Value: "y" }] },
      "x",
      [["putBucketTagging", [{ Key: "k", Value: "x" }]]],
    ],
    ["adds the first one", none, "x", [["putBucketTagging", [{ Key: "k", Value: "x" }]]]],
    [
      "removes one and keeps the others",
      { TagSet: [system, { Key: "k", Value: "x" }] },
      undefined,
      [["putBucketTagging", [system]]],
    ],
    ["removes the last one", { TagSet: [{ Key: "k", Value: "x" }] }, undefined, [["deleteBucketTagging", undefined]]],
    ["has nothing to remove", { TagSet: [system] }, undefined, []],
  ];
  for (const [name, before, value, expected] of cases) {
    it(`writes the whole tag set of a bucket that accepts no single tags: ${name}`, async () => {
      const { client, calls } = noting({ getBucketTagging: before });
      await writeTag({ s3: client, s3Control: refusing("MethodNotAllowed") }, bucket, { key: "k", value: value });
      assert.deepEqual(
        calls.slice(1),
        expected.map(([operation, TagSet]) => [operation, { ...owned, ...(TagSet ? { Tagging: { TagSet } } : {}) }]),
      );
    });
  }

  it("fails and overwrites nothing if a bucket's tags cannot be read", async () => {
    const denied = Object.assign(new Error("no"), { name: "AccessDenied" });
    const { client, calls } = noting({ getBucketTagging: denied });
    const clients = { s3: client, s3Control: refusing("NotImplemented") };
    await assert.rejects(writeTag(clients, bucket, { key: "k", value: "x" }), /no/);
    assert.equal(calls.length, 1);
  });

  it("names the kind that it refuses", () =>
    assert.rejects(writeTag({}, { ...bucket, kind: "vpc" }, { key: "k", value: "x" }), /vpc is not a kind of target/));
});
