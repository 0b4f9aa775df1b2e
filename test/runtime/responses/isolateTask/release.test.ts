import assert from "node:assert/strict";
import { priorState, releasePlan } from "../../../../runtime/responses/isolateTask/release";
import { onHost, running, walled } from "./states";

const registration = {
  kind: "target-group" as const,
  name: "arn:tg/web",
  target: "10.0.1.5",
  port: 8080,
  draining: false,
};
const at = (minutes: number) => new Date(Date.parse(running().now) + minutes * 60_000).toISOString();
const ours = { enabled: true, expires: at(2880) };
const balancers = ["arn:tg/web"];

describe("isolate-task: release", () => {
  it("N21: removes the wall, and restores protection and registrations", () => {
    const saved = priorState(
      running({ registrations: [registration, { ...registration, port: 9090, draining: true }] }),
    );
    assert.deepEqual(saved, { protection: { enabled: false }, registrations: [registration] });
    const { calls, drift } = releasePlan(walled({ protection: ours, balancers }), saved);
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ["DeleteNetworkAclEntry", "DeleteNetworkAclEntry", "UpdateTaskProtection", "RegisterTargets"],
    );
    assert.deepEqual(drift, []);
    assert.equal(calls[2]!.input["protectionEnabled"], false);
    assert.deepEqual(calls[3]!.input["Targets"], [{ Id: "10.0.1.5", Port: 8080 }]);
  });

  it("N29: a protection from before lasts as long as it would have, and no longer", () => {
    const minutes = (expires: string) => {
      const { calls } = releasePlan(walled({ protection: ours, wall: [] }), { protection: { enabled: true, expires } });
      return calls.map(({ input }) => input["expiresInMinutes"] ?? input["protectionEnabled"]);
    };
    assert.deepEqual(minutes(at(90)), [90]);
    assert.deepEqual(minutes(at(-1)), [false]);
    assert.deepEqual(minutes(at(2880)), []);
  });

  it("N26: never registers an address or a port that is no longer the task's", () => {
    const saved = { registrations: [registration] };
    const moved = [{ ...running().interfaces[0]!, addresses: ["10.0.1.99"] }];
    const { calls, drift } = releasePlan(running({ interfaces: moved, balancers }), saved);
    assert.deepEqual(calls, []);
    assert.match(drift.join(), /10\.0\.1\.5 is no longer the task's/);
    const onPort = { ...registration, target: "i-00000001", port: 32_768 };
    const registers = (state: ReturnType<typeof onHost>) =>
      releasePlan(state, { registrations: [onPort] }).calls.length;
    assert.equal(registers(onHost({ balancers })), 1);
    assert.equal(registers(onHost({ balancers, hostPorts: [32_999] })), 0);
    assert.equal(registers(onHost({ balancers, instance: "i-00000002" })), 0);
  });

  it("N24: of a task that has stopped only the wall goes, and the rest is said", () => {
    const stopped = walled({ running: false, interfaces: [], balancers });
    const { calls, drift } = releasePlan(stopped, { protection: { enabled: false }, registrations: [registration] });
    assert.deepEqual([...new Set(calls.map(({ operation }) => operation))], ["DeleteNetworkAclEntry"]);
    assert.match(drift.join(), /the task has stopped: it is not registered in arn:tg\/web again/);
  });

  it("N21: what others changed meanwhile stays and is named", () => {
    const saved = { protection: { enabled: true, expires: at(600) }, registrations: [registration] };
    const state = running({ protection: { enabled: false }, balancers: [] });
    const { calls, drift } = releasePlan(state, saved);
    assert.deepEqual(calls, []);
    assert.match(drift.join("; "), /others ended the protection.*arn:tg\/web was deleted/);
    assert.deepEqual(
      releasePlan(running({ registrations: [registration] }), { registrations: [registration] }).calls,
      [],
    );
  });

  it("parts that were not read are not restored", () => {
    assert.deepEqual(priorState(running({ unread: ["surroundings"] })), {});
    const refused = [{ part: "registrations", why: "no" }];
    assert.deepEqual(priorState(running({ refused })), { protection: { enabled: false } });
  });
});
