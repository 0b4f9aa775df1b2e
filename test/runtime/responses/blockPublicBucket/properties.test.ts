import assert from "node:assert/strict";
import fc from "fast-check";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { isBlocked, isOnlyIfPublic, isPublic } from "../../../../runtime/responses/blockPublicBucket/state";
import { s3With } from "./model";
import { blocks, buckets, wishes } from "./states";
import { containOnce, readBucket, releaseOnce } from "./work";

const { before: stateBefore, plan, releasePlan } = blockPublicBucket;

describe("block-public-bucket, for every bucket", () => {
  it("F13 case 41: one call at most leads to an empty plan, and then nobody gets in by policy or ACL", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, async (bucket, wanted) => {
        const model = s3With({ logs: bucket });
        const first = (await readBucket(model, wanted))!;
        const { made, missing, problems } = await containOnce(model, { wanted });
        assert.deepEqual([missing, problems], [[], []]);
        assert.ok(made.length <= 1);
        const state = (await readBucket(model, wanted))!;
        assert.deepEqual(plan(state, {}), []);
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

  it("a crash right before or right after the call is continued, without a second call", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, fc.nat({ max: 1 }), async (bucket, wanted, stopAfter) => {
        const model = s3With({ logs: bucket });
        const missing = plan((await readBucket(model, wanted))!, {}).length;
        const died = containOnce(model, { wanted, stopAfter });
        if (missing > 0) await assert.rejects(died, /crashed/);
        else await died;
        const { made } = await containOnce(model, { wanted });
        assert.equal(made.length, stopAfter === 0 ? missing : 0);
        assert.deepEqual(plan((await readBucket(model, wanted))!, {}), []);
      }),
    ));

  it("case 41: a release gives back exactly the switches before, or their absence, without drift; a second one does nothing", () =>
    fc.assert(
      fc.asyncProperty(buckets, wishes, async (bucket, wanted) => {
        const earlier = structuredClone(bucket);
        const model = s3With({ logs: bucket });
        const saved = JSON.parse(JSON.stringify(stateBefore((await readBucket(model, wanted))!)));
        await containOnce(model, { wanted });
        assert.deepEqual(releasePlan((await readBucket(model, wanted))!, saved, {}).drift, []);
        const { missing, problems } = await releaseOnce(model, saved);
        assert.deepEqual([missing, problems], [[], []]);
        assert.deepEqual(model.buckets["logs"], earlier);
        assert.deepEqual(releasePlan((await readBucket(model, wanted))!, saved, {}), { calls: [], drift: [] });
      }),
    ));

  it("a release never overwrites switches that somebody else set", () =>
    fc.assert(
      fc.asyncProperty(buckets, blocks, async (bucket, theirs) => {
        const model = s3With({ logs: bucket });
        const saved = stateBefore((await readBucket(model))!);
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
