import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import type { Target } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, place, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const settings = (more: Partial<ResponderSettings> = {}) =>
  settingsFor({
    findingTypes: isolateInstance.findingTypes,
    response: { conversionSeconds: 0, snapshots: false },
    containmentsPerHour: 5,
    ...more,
  });

const idOf = (n: number) => `i-0000000000000${String(n).padStart(4, "0")}`;

/** A journal in which findings about one instance each are answered. */
function attacked(given = settings()) {
  const { run, published, table } = world(given);
  const states: Record<number, any> = {};
  const answer = async (n: number, severity: number, more: object = {}) => {
    const instanceId = idOf(n);
    states[n] ??= { state: running({ id: instanceId, ...more }) };
    const event = guardDutyEvent({
      id: `f${n}`,
      severity,
      type: "Impact:EC2/PortSweep",
      resource: { resourceType: "Instance", instanceDetails: { instanceId } },
    });
    const response = isolateOn(states[n]);
    const autoScaling = { describeAutoScalingGroups: async () => ({ AutoScalingGroups: [{ DesiredCapacity: 4 }] }) };
    const isGone = () => states[n].state === undefined || states[n].vanished;
    const grouped = {
      ...response,
      clients: (config: any) => ({ ...response.clients(config), autoScaling }),
      read: async (...given: Parameters<typeof response.read>) => (isGone() ? undefined : response.read(...given)),
    };
    const [decision] = await handle(run(), grouped, eventReader(), JSON.stringify(event));
    return decision!;
  };
  return { answer, published, table, states, run };
}

describe("an attacker who uses up the cap", () => {
  it("Y11: a flood of low-severity findings does not keep a severe one from being contained", async () => {
    const { answer } = attacked();
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n++) outcomes.push((await answer(n, 2)).outcome);
    assert.deepEqual(outcomes, [...Array(5).fill("contained"), "awaiting-approval"]);
    for (const [n, severity] of [
      [10, 5],
      [11, 8],
      [12, 9.8],
    ] as const) {
      const { outcome, reason } = await answer(n, severity);
      assert.equal(outcome, "contained", `${severity}: ${reason}`);
    }
  });

  it("Y11: each severe containment that is held back is notified once; of the others, only the first", async () => {
    const { answer, published } = attacked(settings({ containmentsPerHour: 1 }));
    assert.equal((await answer(0, 9.8)).outcome, "contained");
    const told = async (n: number, severity: number) => {
      const before = published.length;
      const { outcome, reason } = await answer(n, severity);
      assert.equal(outcome, "awaiting-approval");
      assert.match(reason, /began 1 containments in account 444455556666 within the last hour, its limit/);
      assert.match(
        reason,
        /Waiting for approval\. If nobody approves by .*, the request expires and nothing is changed\./,
      );
      return published.length - before;
    };
    assert.deepEqual([await told(1, 2), await told(2, 2), await told(2, 2)], [1, 0, 0]);
    assert.deepEqual([await told(3, 9.8), await told(3, 9.8), await told(4, 7), await told(5, 6.9)], [1, 0, 1, 0]);
  });

  it("Y11: a second delivery counts once, and a containment under way continues beyond the cap", async () => {
    const { answer, states } = attacked(settings({ containmentsPerHour: 1 }));
    await answer(0, 8);
    // Reverted by others: what is contained already needs no room.
    states[0].state.interfaces[0].groups = ["sg-web"];
    const again = await answer(0, 8);
    assert.deepEqual(
      [again.outcome, states[0].state.interfaces[0].groups],
      ["recontained", ["sg-closed"]],
      again.reason,
    );
    assert.equal((await answer(1, 8)).outcome, "awaiting-approval");
  });

  it("Y11: no more than the largest share of an Auto Scaling group is contained at a time", async () => {
    const { answer, states, table } = attacked(settings({ largestShare: 0.5, containmentsPerHour: 100 }));
    const member = { tags: { "aws:autoscaling:groupName": "web" } };
    const outcomes: string[] = [];
    for (let n = 0; n < 3; n++) outcomes.push((await answer(n, 9.8, member)).outcome);
    assert.deepEqual(outcomes, ["contained", "contained", "awaiting-approval"]);
    const held = await answer(2, 9.8, member);
    assert.match(held.reason, /2 members of web in account 444455556666 are contained, the most/);
    assert.equal((await answer(9, 9.8)).outcome, "contained", "of no group");
    // One that is gone frees its room.
    states[0].state = undefined;
    const members = () => table.items.get("group#isolate-instance#444455556666|web")!["members"].size;
    assert.equal(members(), 2);
    assert.equal((await answer(0, 9.8)).outcome, "gone");
    assert.equal(members(), 1);
    assert.equal((await answer(2, 9.8, member)).outcome, "contained");
  });
});

describe("a cap under concurrent runs", () => {
  it("Y11: holds, and no run has to wait for the others' checks", async () => {
    const { answer, table } = attacked(settings({ containmentsPerHour: 3 }));
    // Each transaction conflicts at first, as on AWS when many runs check the pause.
    const met: Record<string, number> = {};
    table.hooks.before = (operation, input) => {
      if (operation !== "transactWriteItems") return;
      const key = JSON.stringify(input.TransactItems[0]);
      met[key] = (met[key] ?? 0) + 1;
      if (met[key]! > 3) return;
      const CancellationReasons = input.TransactItems.map((_: unknown, at: number) => ({
        Code: at === input.TransactItems.length - 1 ? "TransactionConflict" : "None",
      }));
      throw Object.assign(new Error("conflict"), { name: "TransactionCanceledException", CancellationReasons });
    };
    const decisions = await Promise.all([0, 1, 2, 3, 4].map((n) => answer(n, 8)));
    const outcomes = decisions.map(({ outcome }) => outcome).sort();
    assert.deepEqual(outcomes, [...Array(2).fill("awaiting-approval"), ...Array(3).fill("contained")]);
  });

  it("Y11: a member that is gone before its run ends frees its room", async () => {
    const { answer, states, table } = attacked(settings({ largestShare: 0.25 }));
    states[0] = { state: running({ id: idOf(0), tags: { "aws:autoscaling:groupName": "web" } }) };
    states[0].onCall = () => {
      states[0].vanished = true;
    };
    assert.equal((await answer(0, 9.8)).outcome, "gone");
    assert.equal(table.items.get("group#isolate-instance#444455556666|web")!["members"], undefined);
  });
});

describe("X33 a redelivered message", () => {
  it("records and counts the decisions about its other targets once", async () => {
    const { run, table, services } = world(settings());
    const counted: string[] = [];
    Object.assign(services, { count: ({ outcome }: any) => void counted.push(outcome) });
    const ids = [0, 1, 2, 3].map(idOf);
    const states: Record<string, any> = Object.fromEntries(ids.map((id) => [id, running({ id })]));
    let current = ids[0]!;
    // One target after the other, each with its own state.
    const response = isolateOn({
      get state() {
        return states[current];
      },
      set state(next) {
        states[current] = next;
      },
    });
    const failing = {
      ...response,
      targets: () => ids.map((id) => instanceTarget(place, id)),
      read: (clients: any, target: Target, context: any) => {
        current = target.id;
        if (target.id === ids[3]) throw Object.assign(new Error("busy"), { name: "InternalError" });
        return response.read(clients, target, context);
      },
    };
    const recorded: Record<number, number> = {};
    for (let delivery = 1; delivery <= 5; delivery++) {
      const text = JSON.stringify(guardDutyEvent({ type: "Impact:EC2/PortSweep" }));
      await assert.rejects(handle(run({ lastAttempt: delivery === 5 }), failing, eventReader(), text));
      recorded[delivery] = [...table.items.values()].filter(({ kind }) => kind === "decision").length;
    }
    assert.deepEqual([recorded[1], recorded[5]], [3, 4]);
    assert.equal(counted.length, 4);
  });
});
