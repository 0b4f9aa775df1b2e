import assert from "node:assert/strict";
import fc from "fast-check";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { isBlocked, isOnlyIfPublic, isPublic } from "../../../../runtime/responses/blockPublicBucket/state";
import { itKeepsTheContract } from "../contract";
import { s3With } from "./model";
import { blocks, buckets, wishes } from "./states";
import { containOnce, readBucket, target } from "./work";

const { priorState, plan, releasePlan } = blockPublicBucket;

describe("Z6 case 41: what block-public-bucket guarantees, for every bucket", () => {
  itKeepsTheContract({
    response: blockPublicBucket,
    target,
    worlds: () => buckets,
    clients: (logs) => ({ s3: s3With({ logs }).s3 }),
    wanted: wishes,
  });
});

describe("block-public-bucket, for every bucket", () => {
  it("F13 case 41: makes at most one call, after which nobody gets in by policy or ACL", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, async (bucket, wanted) => {
        const model = s3With({ logs: bucket });
        const first = (await readBucket(model, wanted))!;
        const { made } = await containOnce(model, { wanted });
        assert.ok(made.length <= 1);
        const state = (await readBucket(model, wanted))!;
        assert.equal(isPublic(state), false);
        if (isOnlyIfPublic({ wanted }) && !isPublic(first)) assert.deepEqual(state, first);
        else assert.ok(isBlocked(state));
      }),
    ));

  it("changes nothing but the switches", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, async (bucket, wanted) => {
        const { block: _, ...rest } = structuredClone(bucket);
        const model = s3With({ logs: bucket });
        await containOnce(model, { wanted });
        const { block: __, ...after } = model.buckets["logs"]!;
        assert.deepEqual(after, rest);
      }),
    ));

  it("does not repeat a call whose answer was lost", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, async (bucket, wanted) => {
        const model = s3With({ logs: bucket });
        const missing = plan((await readBucket(model, wanted))!, {}).length;
        const died = containOnce(model, { wanted, stopAfter: 1 });
        if (missing > 0) await assert.rejects(died, /crashed/);
        else await died;
        assert.deepEqual((await containOnce(model, { wanted })).made, []);
      }),
    ));

  it("never overwrites, on release, switches that someone else set", () =>
    fc.assert(
      fc.asyncProperty(buckets, blocks, async (bucket, theirs) => {
        const model = s3With({ logs: bucket });
        const saved = priorState((await readBucket(model))!);
        await containOnce(model);
        model.buckets["logs"]!.block = theirs && { ...theirs };
        const seen = (await readBucket(model))!;
        fc.pre(!isBlocked(seen));
        const { calls, drift } = releasePlan(seen, saved, {});
        assert.deepEqual(calls, []);
        assert.equal(drift.length, JSON.stringify(theirs ?? null) === JSON.stringify(saved.block) ? 0 : 1);
      }),
    ));
});
