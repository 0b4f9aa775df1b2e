import assert from "node:assert/strict";
import { stopFunction } from "../../../../runtime/responses/stopFunction";
import type { FunctionState } from "../../../../runtime/responses/stopFunction/state";
import { clients, target, type World, world } from "./model";

const { plan, priorState, releasePlan, residualRisk, beyondReach, read } = stopFunction;
const off = { disableEventSources: false };
const on = { disableEventSources: true };
const context = { stale: [], evidence: [], continued: false, containment: "c-0", wanted: [] };

/** The state of a function, read as the product reads it. */
const stateOf = async (more: Partial<World> = {}): Promise<FunctionState> =>
  (await read(clients(world(more)), target, context))!;
const operations = (state: FunctionState, settings = off) => plan(state, settings).map(({ operation }) => operation);
const orders = { UUID: "1111", EventSourceArn: "arn:aws:sqs:eu-west-1:444455556666:orders", State: "Enabled" } as const;
const version = { number: 1, sha: "sha-1", variables: {} };

describe("what stop-function does", () => {
  const table: [what: string, more: Partial<World>, operations: string[]][] = [
    ["N4a: a function without limit", {}, ["PutFunctionConcurrency", "PublishVersion"]],
    ["N4a: one with a limit", { reserved: 5 }, ["PutFunctionConcurrency", "PublishVersion"]],
    ["N4a: one that others stopped", { reserved: 0 }, ["PublishVersion"]],
    ["N4b: one that is published as it is", { versions: [version] }, ["PutFunctionConcurrency"]],
    [
      "N4b: one whose code was changed after the last version",
      { versions: [{ ...version, sha: "sha-0" }] },
      ["PutFunctionConcurrency", "PublishVersion"],
    ],
    [
      "N4b: one whose variables were changed after the last version",
      { versions: [version], variables: { TOKEN: "x" } },
      ["PutFunctionConcurrency", "PublishVersion"],
    ],
    ["N4b: one with SnapStart, whose code would run", { snapStart: true }, ["PutFunctionConcurrency"]],
    [
      "N4d: one with provisioned concurrency",
      { versions: [version], aliases: { prod: 1 }, provisioned: { prod: 2 } },
      ["DeleteProvisionedConcurrencyConfig", "PutFunctionConcurrency"],
    ],
    [
      "N4b: one whose versions Lambda does not show",
      { denied: ["ListVersionsByFunction"] },
      ["PutFunctionConcurrency"],
    ],
  ];
  for (const [what, more, expected] of table) {
    it(`${what}: ${expected.join(", ")}`, async () => assert.deepEqual(operations(await stateOf(more)), expected));
  }

  it("N4a: the cut comes first, after four calls that read no versions and no callers", async () => {
    const asked: string[] = [];
    const { lambda } = clients(world({ mappings: [orders] }));
    const counted = new Proxy(lambda, {
      get: (all, name) => (input: unknown) => {
        asked.push(String(name));
        return (all as any)[name](input);
      },
    });
    const state = (await read({ lambda: counted }, target, { ...context, urgent: true }))!;
    assert.equal(asked.length, 4);
    assert.deepEqual(operations(state, on), ["PutFunctionConcurrency"]);
    assert.deepEqual(priorState(state), { arn: target.arn, reserved: null, provisioned: [] });
  });

  it("N4d: event sources are disabled only by config, and only those that are enabled", async () => {
    const state = await stateOf({
      reserved: 0,
      versions: [version],
      mappings: [orders, { ...orders, UUID: "2222", State: "Disabled" }],
    });
    assert.deepEqual(operations(state), []);
    assert.deepEqual(
      plan(state, on).map(({ input }) => input),
      [{ UUID: "1111", Enabled: false }],
    );
    assert.match(residualRisk(state, off).join("\n"), /still reads arn:aws:sqs:.*:orders for it .*dead-letter queue/);
  });

  it("N4d: a function on managed instances is left to a person, and does not count as stopped", async () => {
    const state = await stateOf({ managed: true, reserved: 0 });
    const [call, ...rest] = plan(state, off);
    assert.deepEqual(rest, []);
    assert.equal(call!.waitsFor, "a person");
    assert.equal(stopFunction.isPartly!(state), false);
    assert.deepEqual(residualRisk(state, off), []);
  });

  it("N4d N4e: names what goes on and what keeps calling it", async () => {
    const state = await stateOf({
      reserved: 0,
      versions: [version],
      variables: { TOKEN: "a" },
      urls: [{ FunctionUrl: "https://x.lambda-url.aws/", AuthType: "NONE" }],
      onFailure: "arn:aws:sqs:eu-west-1:444455556666:failed",
    });
    const risk = residualRisk(state, off).join("\n");
    assert.match(risk, /go on for up to 15 minutes, its timeout/);
    assert.match(risk, /credentials of role invoice-pdf .* stay valid until they expire/);
    assert.match(risk, /lambda-url.aws\/, which everybody may call, refuses requests until the release/);
    assert.match(risk, /new asynchronous events go to arn:aws:sqs:eu-west-1:444455556666:failed at once/);
    assert.match(risk, /its environment variables \(1\)/);
    assert.doesNotMatch(risk, /Lambda@Edge/);
    assert.match(residualRisk({ ...state, region: "us-east-1" }, off).join("\n"), /Lambda@Edge.*replicas/);
    assert.match(residualRisk({ ...state, onFailure: [] }, off).join("\n"), /asynchronous events are discarded/);
    assert.match(residualRisk({ ...state, snapStart: true }, off).join("\n"), /its code was not kept/);
  });

  it("N4d: what Lambda does not show is named, and the outcome is partial", async () => {
    const state = await stateOf({ reserved: 0, denied: ["ListEventSourceMappings", "ListFunctionUrlConfigs"] });
    assert.deepEqual(beyondReach(state), [
      "Lambda denied access to its event source mappings, its function URLs: what they contain is unknown",
    ]);
  });

  it("N4a: a failed reading does not mean that the function is gone", async () => {
    for (const denied of ["GetFunctionConfiguration", "GetFunctionConcurrency", "ListTags"]) {
      await assert.rejects(stateOf({ denied: [denied] }), { name: "AccessDeniedException" });
    }
    const gone = { ...target, id: "another", arn: target.arn.replace("invoice-pdf", "another") };
    assert.equal(await read(clients(world()), gone, context), undefined);
  });

  it("N4a: Firebreak's own functions and replicas of Lambda@Edge are never touched", () => {
    const refuses = (one: typeof target) => stopFunction.refuses!(one, { ...off, ownFunctions: [target.arn] });
    assert.match(JSON.stringify(refuses(target)), /one of Firebreak's own/);
    assert.equal(refuses({ ...target, arn: target.arn.replace("444455556666", "111122223333") }), undefined);
    assert.match(JSON.stringify(refuses({ ...target, arn: "x", id: "us-east-1.headers" })), /replica of Lambda@Edge/);
  });
});

describe("the release of stop-function", () => {
  const saved = { arn: target.arn, reserved: 5, provisioned: [{ qualifier: "prod", count: 2 }], sources: ["1111"] };
  const stopped = { reserved: 0, versions: [version], aliases: { prod: 1 } };

  it("N4a: restores the number, or its absence", async () => {
    const none = releasePlan(await stateOf(stopped), { ...saved, reserved: null, provisioned: [] }, off);
    assert.deepEqual(
      none.calls.map(({ operation }) => operation),
      ["DeleteFunctionConcurrency"],
    );
    const five = releasePlan(await stateOf(stopped), saved, off);
    assert.deepEqual(
      five.calls.map(({ operation, input }) => [
        operation,
        input["ReservedConcurrentExecutions"] ?? input["Qualifier"],
      ]),
      [
        ["PutFunctionConcurrency", 5],
        ["PutProvisionedConcurrencyConfig", "prod"],
      ],
    );
  });

  it("N4a N4d: leaves what others changed, and says so", async () => {
    const state = await stateOf({ ...stopped, reserved: 3, provisioned: { prod: 1 } });
    assert.deepEqual(releasePlan(state, saved, off), {
      calls: [],
      drift: [
        "others set the reserved concurrency to 3: left as it is (prior state: 5)",
        "others set the provisioned concurrency of prod to 1: left (prior state: 2)",
      ],
    });
    const gone = releasePlan(await stateOf({ ...stopped, aliases: {}, reserved: 5 }), saved, off);
    assert.deepEqual(gone, {
      calls: [],
      drift: ["prod, which had provisioned concurrency, no longer exists (prior state: 2)"],
    });
  });

  it("N4d: enables the event sources that were enabled, and leaves them if the setting is off", async () => {
    const disabled = {
      ...stopped,
      reserved: 5,
      provisioned: { prod: 2 },
      mappings: [{ ...orders, State: "Disabled" as const }],
    };
    assert.deepEqual(
      releasePlan(await stateOf(disabled), saved, on).calls.map(({ input }) => input),
      [{ UUID: "1111", Enabled: true }],
    );
    const { calls, drift } = releasePlan(await stateOf(disabled), saved, off);
    assert.deepEqual([calls, drift.length], [[], 1]);
    assert.match(drift[0]!, /mapping 1111 .* was enabled before and is disabled now: left as it is/);
    const before = releasePlan(await stateOf(disabled), { ...saved, sources: [] }, on);
    assert.deepEqual(before, { calls: [], drift: [] });
  });
});
