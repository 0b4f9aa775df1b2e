import assert from "node:assert/strict";
import { judgeException, noLimits } from "../../../../runtime/exceptions/judge";
import { isDenied } from "../../../../runtime/lib/errors";
import { bucketTarget } from "../../../../runtime/resources/targets";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { aws, bucketWith, s3With } from "./model";
import { blockOf } from "./states";
import { containOnce, place, readBucket, releaseOnce, target } from "./work";

describe("reading a bucket", () => {
  it("case 41: treats absent switches, policy and tags as a state, not as an error", async () =>
    assert.deepEqual(await readBucket(s3With({ logs: bucketWith() })), {
      name: "logs",
      accountId: "444455556666",
      tags: {},
      policyIsPublic: false,
      aclIsPublic: false,
      aclOthers: [],
      refused: [],
      wanted: [],
    }));

  it("reads switches, tags and policy status, and what the findings request", async () => {
    const bucket = bucketWith({ block: blockOf(5), policyIsPublic: true, tags: { team: "web" } });
    const state = await readBucket(s3With({ logs: bucket }), [{ onlyIfPublic: "yes" }]);
    assert.deepEqual(
      [state!.block, state!.policyIsPublic, state!.tags, state!.wanted],
      [blockOf(5), true, { team: "web" }, [{ onlyIfPublic: "yes" }]],
    );
  });

  for (const [group, isPublic] of [
    ["global/AllUsers", true],
    ["global/AuthenticatedUsers", true],
    ["s3/LogDelivery", false],
  ] as const) {
    it(`counts an ACL for ${group} as ${isPublic ? "public" : "not public"}`, async () => {
      const state = await readBucket(s3With({ logs: bucketWith({ aclGroups: [group] }) }));
      assert.equal(state!.aclIsPublic, isPublic);
    });
  }

  it("case 12: names the account that must own the bucket in every call", async () => {
    const model = s3With({ logs: bucketWith() });
    await containOnce(model);
    assert.ok(model.requests.length > 4);
    for (const { operation, input } of model.requests)
      assert.equal(input.ExpectedBucketOwner, "444455556666", operation);
  });

  it("case 12: follows a bucket into its own Region", async () => {
    const hosts: string[] = [];
    const answer = (statusCode: number, headers: Record<string, string>, body: string) => ({
      response: { statusCode, headers, body: new TextEncoder().encode(body) },
    });
    const requestHandler = {
      handle: async ({ hostname }: { hostname: string }) => {
        hosts.push(hostname);
        return hostname.includes("eu-central-1")
          ? answer(404, {}, "<Error><Code>NoSuchTagSet</Code></Error>")
          : answer(301, { "x-amz-bucket-region": "eu-central-1" }, "<Error><Code>PermanentRedirect</Code></Error>");
      },
    };
    const config = {
      region: "eu-west-1",
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
      endpoint: undefined,
      ignoreConfiguredEndpointUrls: true,
      maxAttempts: 1,
      retryMode: "standard",
    };
    const clients = blockPublicBucket.clients({ ...config, requestHandler } as never);
    const asked = clients.s3.getBucketTagging({ Bucket: "logs", ExpectedBucketOwner: "444455556666" });
    await assert.rejects(asked, { name: "NoSuchTagSet" });
    assert.deepEqual(hosts, ["logs.s3.eu-west-1.amazonaws.com", "logs.s3.eu-central-1.amazonaws.com"]);
  });

  it("case 12: does not touch a bucket of this name that belongs to someone else, and names that as the cause", async () => {
    const model = s3With({ logs: bucketWith({ owner: "999999999999" }) });
    await assert.rejects(readBucket(model), (error: Error) => {
      assert.ok(isDenied(error));
      assert.match(error.message, /bucket logs: .*does not belong to account 444455556666/);
      return true;
    });
    assert.equal(model.buckets["logs"]!.block, undefined);
  });

  it("case 19: reports a bucket that does not exist as gone, not as an error", async () =>
    assert.equal(await readBucket(s3With({})), undefined));

  it("case 19: reports a bucket that is deleted during the block as gone", async () => {
    const model = s3With({ logs: bucketWith() });
    model.failures["PutPublicAccessBlock"] = [aws("NoSuchBucket")];
    const put = model.s3.putPublicAccessBlock;
    model.s3.putPublicAccessBlock = ((input: never) => {
      delete model.buckets["logs"];
      return put(input);
    }) as never;
    assert.equal((await containOnce(model)).state, undefined);
  });

  for (const operation of ["GetBucketTagging", "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketAcl"]) {
    it(`treats a refused or broken answer to ${operation} as an error, never as "none"`, async () => {
      const must = ["GetBucketTagging", "GetPublicAccessBlock"].includes(operation);
      for (const code of must ? ["AccessDenied", "InternalError"] : ["InternalError"]) {
        const model = s3With({ logs: bucketWith() });
        model.failures[operation] = [aws(code)];
        await assert.rejects(readBucket(model), (error: any) => [error.code, error.name].includes(code));
      }
    });
  }

  for (const operation of ["GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketAcl"]) {
    it(`X12: blocks the bucket even if ${operation} is denied, and reports that`, async () => {
      const model = s3With({ logs: bucketWith({ aclGroups: ["global/AllUsers"] }) });
      const denied = () => Array.from({ length: 9 }, () => aws("AccessDenied"));
      model.failures[operation] = denied();
      const { state, made } = await containOnce(model, { wanted: [{ onlyIfPublic: "yes" }] });
      assert.deepEqual(
        made.map((call) => call.operation),
        ["PutPublicAccessBlock"],
      );
      assert.match(blockPublicBucket.beyondReach(state!).join(), /S3 denied access to .*unknown/);
    });
  }

  it("X10: does not take another account's bucket for the blocked one on release", async () => {
    const model = s3With({ logs: bucketWith() });
    const saved = blockPublicBucket.priorState((await readBucket(model))!);
    await containOnce(model);
    model.buckets["logs"] = bucketWith({ owner: "999999999999", block: blockOf(15) });
    await assert.rejects(releaseOnce(model, saved), /does not belong to account 444455556666/);
    assert.deepEqual(model.buckets["logs"]!.block, blockOf(15));
  });

  it("reads again only what a call has changed", async () => {
    const model = s3With({ logs: bucketWith({ tags: { team: "web" } }) });
    const result = await containOnce(model);
    assert.deepEqual(result.state!.tags, { team: "web" });
    assert.equal(model.requests.filter(({ operation }) => operation === "GetBucketTagging").length, 1);
    assert.equal(model.requests.filter(({ operation }) => operation === "GetPublicAccessBlock").length, 2);
  });
});

describe("the exception tag of a bucket", () => {
  const model = s3With({
    logs: bucketWith(),
    "logs-archive": bucketWith({ tags: { SecurityException: "true" } }),
  });
  const verdict = async (id: string) => {
    const state = (await readBucket(model, [], bucketTarget(place, id)))!;
    const now = new Date();
    return judgeException({
      tags: blockPublicBucket.tags(state),
      key: "SecurityException",
      limits: noLimits,
      response: blockPublicBucket.name,
      now,
      firstSeen: now.toISOString(),
    }).exempt;
  };

  it("F24: exempts the bucket that carries it", async () => assert.equal(await verdict("logs-archive"), true));

  it("F24 M21: does not exempt a bucket whose name is part of an exempt one's", async () =>
    assert.equal(await verdict(target.id), false));
});
