import assert from "node:assert/strict";
import { fullBlock } from "../../../../runtime/resources/publicAccessBlock";
import { blockPublicBucket } from "../../../../runtime/responses/blockPublicBucket";
import { plan } from "../../../../runtime/responses/blockPublicBucket/plan";
import { priorState, releasePlan } from "../../../../runtime/responses/blockPublicBucket/release";
import { residualRisk } from "../../../../runtime/responses/blockPublicBucket/residualRisk";
import type { BucketState } from "../../../../runtime/responses/blockPublicBucket/state";
import { aws, bucketWith, s3With } from "./model";
import { allBlocks, blockOf } from "./states";
import { containOnce, releaseOnce } from "./work";

const open: BucketState = {
  name: "logs",
  accountId: "444455556666",
  tags: {},
  policyIsPublic: true,
  aclIsPublic: false,
  aclOthers: [],
  refused: [],
  wanted: [{ onlyIfPublic: "no" }],
};
const withBlock = (state: BucketState, block: BucketState["block"]): BucketState => ({
  ...state,
  ...(block && { block }),
});

describe("the plan of block-public-bucket", () => {
  it("F13: turns all four switches on in one call", () =>
    assert.deepEqual(
      plan(open).map(({ service, operation, input }) => ({ service, operation, input })),
      [
        {
          service: "s3",
          operation: "PutPublicAccessBlock",
          input: {
            Bucket: "logs",
            ExpectedBucketOwner: "444455556666",
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              IgnorePublicAcls: true,
              BlockPublicPolicy: true,
              RestrictPublicBuckets: true,
            },
          },
        },
      ],
    ));

  for (const block of allBlocks) {
    const on = block && Object.values(block).filter(Boolean).length;
    const name = block ? Object.values(block).map(Number).join("") : "absent";
    it(`case 41: with the switches ${name} it ${on === 4 ? "has nothing to do" : "writes all four"}`, () =>
      assert.equal(plan(withBlock(open, block)).length, on === 4 ? 0 : 1));
  }

  const yes = { onlyIfPublic: "yes" };
  const no = { onlyIfPublic: "no" };
  const cases: [string, Partial<BucketState>, number][] = [
    ["a public policy", { wanted: [yes] }, 1],
    ["a public ACL", { wanted: [yes], policyIsPublic: false, aclIsPublic: true }, 1],
    ["neither", { wanted: [yes], policyIsPublic: false }, 0],
    ["a public policy that RestrictPublicBuckets cuts", { wanted: [yes], block: blockOf(8) }, 0],
    ["a public policy that IgnorePublicAcls does not cut", { wanted: [yes], block: blockOf(2) }, 1],
    [
      "a public ACL that IgnorePublicAcls cuts",
      { wanted: [yes], policyIsPublic: false, aclIsPublic: true, block: blockOf(2) },
      0,
    ],
    ["a public policy behind a switch for new policies only", { wanted: [yes], block: blockOf(4) }, 1],
    ["neither, but another finding wants the block in any case", { wanted: [no, yes], policyIsPublic: false }, 1],
    ["neither, and two findings that ask only if public", { wanted: [yes, yes], policyIsPublic: false }, 0],
    ["neither, and no finding at all, as when a person asks", { wanted: [], policyIsPublic: false }, 1],
  ];
  for (const [name, more, count] of cases) {
    it(`asked to block only if public, with ${name}: ${count === 1 ? "blocks" : "leaves it"}`, () =>
      assert.equal(plan({ ...open, ...more }).length, count));
  }
});

describe("the run of block-public-bucket", () => {
  it("case 40: contains a bucket that answers OperationAborted twice in a later delivery, and never gives up", async () => {
    const model = s3With({ logs: bucketWith({ policyIsPublic: true }) });
    model.failures["PutPublicAccessBlock"] = [aws("OperationAborted"), aws("OperationAborted")];
    let result = await containOnce(model);
    for (let delivery = 2; delivery <= 3 && result.retry; delivery++) result = await containOnce(model);
    assert.deepEqual(result.missing, []);
    assert.deepEqual(result.problems, []);
    assert.deepEqual(model.buckets["logs"]!.block, fullBlock);
  });

  it("case 49: never takes a call that is accepted but changes nothing for containment", async () => {
    const model = s3With({ logs: bucketWith() });
    model.deaf = true;
    await assert.rejects(containOnce(model, { stopAfter: 3 }), /crashed/);
    assert.equal(model.requests.filter(({ operation }) => operation === "PutPublicAccessBlock").length, 3);
  });

  it("M29: finds nothing to do for the second of two findings about one bucket", async () => {
    const model = s3With({ logs: bucketWith({ policyIsPublic: true }) });
    assert.equal((await containOnce(model)).made.length, 1);
    assert.equal((await containOnce(model)).made.length, 0);
  });

  it("case 41: restores a bucket on which only BlockPublicAcls was on", async () => {
    const earlier = blockOf(1);
    const model = s3With({ logs: bucketWith({ block: { ...earlier }, policyIsPublic: true }) });
    const contained = await containOnce(model);
    assert.deepEqual(contained.state!.block, fullBlock);
    const { made } = await releaseOnce(model, priorState({ ...open, block: earlier }));
    assert.deepEqual(
      made.map((call) => call.operation),
      ["PutPublicAccessBlock"],
    );
    assert.deepEqual(model.buckets["logs"]!.block, earlier);
  });
});

describe("the release of block-public-bucket", () => {
  const blocked = withBlock(open, fullBlock);

  it("removes the switches if there were none: absent is not the same as off", () => {
    const { calls, drift } = releasePlan(blocked, priorState(open));
    assert.deepEqual(
      calls.map(({ operation, input }) => [operation, input]),
      [["DeletePublicAccessBlock", { Bucket: "logs", ExpectedBucketOwner: "444455556666" }]],
    );
    assert.deepEqual(drift, []);
  });

  it("restores four switches that were off", () => {
    const { calls } = releasePlan(blocked, priorState(withBlock(open, blockOf(0))));
    assert.deepEqual(calls[0]!.input["PublicAccessBlockConfiguration"], blockOf(0));
  });

  it("leaves switches that someone else set, and says what they are and were", () => {
    const { calls, drift } = releasePlan(withBlock(open, blockOf(3)), priorState(open));
    assert.deepEqual(calls, []);
    assert.match(
      drift.join(),
      /^others changed .*on for BlockPublicAcls, IgnorePublicAcls, and left as it is \(prior state: absent\)/,
    );
  });

  it("leaves the bucket alone if someone removed the switches that were on before", () => {
    const { calls, drift } = releasePlan(open, priorState(withBlock(open, blockOf(1))));
    assert.deepEqual(calls, []);
    assert.match(drift.join(), /it is now absent, and left as it is/);
  });

  const warned: [string, BucketState, RegExp][] = [
    ["policy", open, /its policy may make it public again/],
    ["ACL", { ...open, policyIsPublic: false, aclIsPublic: true }, /its ACL may make it public again/],
    ["policy and ACL", { ...open, aclIsPublic: true }, /its policy and ACL may make it public again/],
  ];
  for (const [name, state, warning] of warned) {
    it(`warns that the ${name} seen before may make the bucket public again, even if the block hides it now`, () => {
      const hidden = { ...blocked, policyIsPublic: false, aclIsPublic: false };
      assert.match(releasePlan(hidden, priorState(state)).calls[0]!.reason, warning);
    });
  }

  it("does not warn if the earlier switches stop public access", () => {
    const earlier = withBlock({ ...open, aclIsPublic: true }, blockOf(2 | 8));
    assert.doesNotMatch(releasePlan(blocked, priorState(earlier)).calls[0]!.reason, /public again/);
  });
});

describe("the residual risk of a blocked bucket", () => {
  const blocked = withBlock(open, fullBlock);

  it("names policy and ACLs, copies, and the side effect on other accounts", () =>
    assert.match(residualRisk(blocked).join("\n"), /still there[\s\S]*cuts off other accounts[\s\S]*copied before/));

  it("names other accounts only if the policy is public", () =>
    assert.doesNotMatch(residualRisk({ ...blocked, policyIsPublic: false }).join("\n"), /other accounts/));

  it("says that a bucket that is not public was left alone, and what was not checked", () => {
    const left = { ...open, policyIsPublic: false, wanted: [{ onlyIfPublic: "yes" }] };
    assert.match(residualRisk(left).join("\n"), /left as it is[\s\S]*ACLs of individual objects/);
  });

  it("says that a principal's credentials still work if a finding is about one", () => {
    assert.match(residualRisk({ ...blocked, wanted: [{ onlyIfPublic: "yes" }] }).join("\n"), /credentials/);
    assert.doesNotMatch(residualRisk(blocked).join("\n"), /credentials/);
  });

  it("does not make the outcome partial if the finding is about public access", () =>
    assert.deepEqual(blockPublicBucket.beyondReach(blocked), []));

  it("makes the outcome partial if the finding is about a principal: its channel is open", () => {
    const wanted = [{ onlyIfPublic: "no" }, { onlyIfPublic: "yes" }];
    assert.match(blockPublicBucket.beyondReach({ ...blocked, wanted }).join(), /credentials/);
    assert.deepEqual(blockPublicBucket.beyondReach({ ...blocked, wanted: wanted.reverse() }), []);
  });
});
