import assert from "node:assert/strict";
import * as outbox from "../../runtime/journal/dynamodb/outbox";
import * as putDecision from "../../runtime/notices/putDecision";
import type { Case } from "./cases";
import { virtualClock } from "./clock";
import type { Invariant } from "./invariants";
import { beyond } from "./powers";
import { runCase } from "./runCase";
import type { Scenario } from "./scenario";
import { bucketScenario } from "./scenarios/blockPublicBucket";
import { isolateScenario } from "./scenarios/isolateInstance";

/** The invariants that a case without any fault breaks if the product is sabotaged in this way. */
async function brokenBy(scenario: Scenario): Promise<Invariant[]> {
  const one: Case = { scenario: scenario.name, phase: "contain", call: "no call" };
  const { violations } = await runCase(scenario, one);
  return [...new Set(violations.map(({ invariant }) => invariant))];
}

const worse = (scenario: Scenario, change: Partial<Scenario["response"]>): Scenario => ({
  ...scenario,
  response: { ...scenario.response, ...change },
});

describe("the suite of faults", () => {
  it("finds nothing wrong in a correct product", async () => {
    assert.deepEqual(await brokenBy(isolateScenario), []);
    assert.deepEqual(await brokenBy(bucketScenario), []);
  });

  it("finds a false claim of containment", async () => {
    assert.ok(
      (await brokenBy(worse(bucketScenario, { plan: () => [], notNeeded: () => undefined } as never))).includes("true"),
    );
  });

  it("finds an interface that stays open", async () => {
    const { response } = isolateScenario;
    const opening = (calls: any[]) => calls.filter((call) => call.closes === undefined);
    const plan: typeof response.plan = (state, settings) => opening(response.plan(state, settings));
    const found = await brokenBy(worse(isolateScenario, { plan }));
    assert.ok(found.includes("safe"), found.join());
  });

  it("finds what a release does not restore", async () => {
    const releasePlan = () => ({ calls: [], drift: [] });
    const found = await brokenBy(worse(bucketScenario, { releasePlan }));
    assert.ok(found.includes("back"), found.join());
  });

  it("finds evidence that is not recorded", async () => {
    const found = await brokenBy(worse(isolateScenario, { evidence: () => [], evidenceIn: () => [] }));
    assert.ok(found.includes("kept"), found.join());
  });

  it("P41: finds a decision that will never be on the bus", async () => {
    const modules: Record<string, any> = { outbox, putDecision };
    const { outboxItem, putDecision: put } = { ...outbox, ...putDecision };
    modules["outbox"].outboxItem = () => ({ pk: { S: "lost" }, sk: { S: "lost" } });
    modules["putDecision"].putDecision = async () => {};
    try {
      assert.deepEqual(await brokenBy(bucketScenario), ["bus"]);
    } finally {
      modules["outbox"].outboxItem = outboxItem;
      modules["putDecision"].putDecision = put;
    }
  });

  it("counts a range of addresses as new only if no earlier one includes it", () => {
    const before = ["sg in tcp 22-22 10.0.0.0/8", "sg out -1 -1--1 0.0.0.0/0"];
    assert.deepEqual(beyond(before, ["sg in tcp 22-22 10.1.0.0/16", "sg out tcp 443-443 192.0.2.0/24"]), []);
    const more = ["sg in tcp 22-22 0.0.0.0/0", "sg in tcp 80-80 10.1.0.0/16", "sg in tcp 22-22 ::/0"];
    assert.deepEqual(beyond(before, more), more);
  });

  it("lets time pass without waiting", async () => {
    const clock = virtualClock(0);
    const started = performance.now();
    clock.install();
    const woken: number[] = [];
    const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    const work = (async () => {
      for (const seconds of [3600, 5]) {
        await sleep(seconds);
        woken.push(Date.now());
      }
    })();
    try {
      assert.equal(await clock.run(work, () => false, 10_000_000), true);
    } finally {
      clock.remove();
    }
    assert.deepEqual(woken, [3_600_000, 3_605_000]);
    assert.ok(performance.now() - started < 1000);
  });
});
