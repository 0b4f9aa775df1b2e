import { makeCall } from "../../../../runtime/aws/openTarget";
import { type Reconciled, reconcile } from "../../../../runtime/containment/reconcile";
import type { Call } from "../../../../runtime/model/call";
import type { ReadContext } from "../../../../runtime/model/response";
import type { Target } from "../../../../runtime/model/target";
import { bucketTarget } from "../../../../runtime/resources/targets";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import type { BucketPriorState, BucketState } from "../../../../runtime/responses/blockPublicBucket/state";
import type { S3Model } from "./model";

export const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const target = bucketTarget(place, "logs");

const context: ReadContext<BucketState, BucketPriorState> = {
  stale: [],
  evidence: [],
  continued: false,
  containment: "0123456789abcdef-0",
  wanted: [],
};

/** Reads a bucket as the product does at the start of a run. */
export function readBucket(
  { s3 }: S3Model,
  wanted: Record<string, string>[] = [],
  of: Target = target,
): Promise<BucketState | undefined> {
  return blockPublicBucket.read({ s3 }, of, { ...context, wanted });
}

/** One run of the product's loop from a fresh reading; it dies after `stopAfter` calls, as Lambda may. */
export async function run(
  model: S3Model,
  planOf: (state: BucketState) => Call[],
  { wanted = [], stopAfter = Number.POSITIVE_INFINITY }: { wanted?: Record<string, string>[]; stopAfter?: number } = {},
): Promise<Reconciled<BucketState>> {
  let calls = 0;
  const checkTime = () => {
    if (calls >= stopAfter) throw new Error("crashed");
  };
  return reconcile<BucketState>({
    sleep: async () => {},
    state: (await readBucket(model, wanted))!,
    read: (previous, stale) => {
      checkTime();
      return blockPublicBucket.read({ s3: model.s3 }, target, { ...context, wanted, previous, stale });
    },
    plan: planOf,
    call: async (call) => {
      calls++;
      await makeCall({ s3: model.s3 }, call);
    },
    checkTime,
  });
}

/** One run that contains. */
export const containOnce = (model: S3Model, options?: { wanted?: Record<string, string>[]; stopAfter?: number }) =>
  run(model, (state) => blockPublicBucket.plan(state, {}), options);

/** One run that releases. */
export const releaseOnce = (model: S3Model, saved: BucketPriorState) =>
  run(model, (state) => blockPublicBucket.releasePlan(state, saved, {}).calls);
