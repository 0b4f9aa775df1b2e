import assert from "node:assert/strict";
import type { S3 } from "@aws-sdk/client-s3";
import { before, describe, it } from "mocha";
import { accounts } from "../../local/world/accounts";
import { makePublicBucket, s3In } from "../../local/world/buckets";
import { evaluate } from "../../local/world/compliance";
import { decisionsAbout } from "../../local/world/follow";
import type { World } from "../../local/world/world";
import { switchesOn } from "../../rehearsal/readBack";
import { release } from "./acts";
import { deployedWorld } from "./world";

const { payments } = accounts;
const arn = (bucket: string) => `arn:aws:s3:::${bucket}`;

describe("end to end: public buckets", () => {
  let world: World;
  let s3: S3;
  before(async () => {
    world = await deployedWorld();
    s3 = s3In(world, "payments");
  });

  const report = (bucket: string, rule: string, compliance: "COMPLIANT" | "NON_COMPLIANT" = "NON_COMPLIANT") =>
    evaluate(world.endpoint, {
      account: payments.id,
      rule,
      resourceType: "AWS::S3::Bucket",
      resourceId: bucket,
      compliance,
    });

  it("F3 F13 M29: a bucket that Config reports is contained; the read and write rules share one containment; release restores it", async () => {
    const bucket = "shop-pictures";
    await makePublicBucket(s3, bucket);
    await report(bucket, "S3_BUCKET_PUBLIC_READ_PROHIBITED");
    const [first] = await decisionsAbout(world, arn(bucket), 1);
    assert.equal(first!.outcome, "contained", first!.reason);
    assert.equal(await switchesOn(s3, bucket), 4);
    await report(bucket, "S3_BUCKET_PUBLIC_WRITE_PROHIBITED");
    const [, second] = await decisionsAbout(world, arn(bucket), 2);
    assert.equal(second!.outcome, "already-contained");
    assert.deepEqual(second!.calls, []);
    const _released = await release(world, "block-public-bucket", first!.containment);
    assert.equal(await switchesOn(s3, bucket), undefined);
  });

  it("F24 F25 F27 M21: the owner's tag exempts that bucket, but not a bucket whose name contains its name", async () => {
    await makePublicBucket(s3, "assets", { SecurityException: "public website" });
    await makePublicBucket(s3, "assets-internal");
    for (const bucket of ["assets", "assets-internal"]) await report(bucket, "S3_BUCKET_PUBLIC_READ_PROHIBITED");
    const [exempt] = await decisionsAbout(world, arn("assets"), 1);
    const [contained] = await decisionsAbout(world, arn("assets-internal"), 1);
    assert.equal(exempt!.outcome, "exempt");
    assert.match(exempt!.reason, /SecurityException/);
    assert.equal(await switchesOn(s3, "assets"), undefined);
    assert.equal(contained!.outcome, "contained");
  });

  it("a bucket that became compliant triggers nothing", async () => {
    await makePublicBucket(s3, "calm");
    await report("calm", "S3_BUCKET_PUBLIC_READ_PROHIBITED", "COMPLIANT");
    await makePublicBucket(s3, "loud");
    await report("loud", "S3_BUCKET_PUBLIC_READ_PROHIBITED");
    await decisionsAbout(world, arn("loud"), 1);
    assert.deepEqual(await decisionsAbout(world, arn("calm"), 0), []);
  });
});
