import assert from "node:assert/strict";
import { isolateTask } from "../../../../runtime/responses/isolateTask";
import { workOn } from "../contractRun";
import { clients, registered, target, type World, world } from "./model";

const context = { stale: [], evidence: [], continued: false, containment: "c-0", wanted: [] };
const read = (given: World, more: object = {}) => isolateTask.read(clients(given), target, { ...context, ...more });

/** The work on a world in which calls are counted, and some fail. */
function counted(
  given: World,
  failing: Record<string, string> = {},
  settings = { networkAcls: true, stopTask: false },
) {
  const made: string[] = [];
  const watch = (client: any) =>
    new Proxy(client, {
      get: (_, name: string) => (input: any) => {
        made.push(name);
        if (failing[name]) return Promise.reject(Object.assign(new Error(name), { name: failing[name] }));
        return client[name](input);
      },
    });
  const model = Object.fromEntries(Object.entries(clients(given)).map(([name, client]) => [name, watch(client)]));
  const work = workOn({ response: isolateTask, target, model, settings, wanted: [], isOperation: () => true });
  return { made, work };
}

describe("isolate-task: reading", () => {
  it("N21: the first entry is made after at most 5 calls, that of the session included", async () => {
    const given = world();
    const { made, work } = counted(given);
    const { missing, problems } = await work.contain();
    assert.deepEqual([missing, problems], [[], []]);
    assert.ok(1 + made.indexOf("createNetworkAclEntry") < 5, made.join());
    assert.ok(1 + made.length <= 22, `${made.length}: ${made.join()}`);
  });

  it("N22: a host's ports that lead to other tasks are not the task's registrations", async () => {
    const given = world({ host: "host-1", hostPorts: [32_768], launchType: "EC2" });
    delete given.containers.tasks[0]!.port;
    registered(
      given,
      [
        { id: "i-00000001", port: 32_768 },
        { id: "i-00000001", port: 32_769 },
      ],
      "instance",
    );
    const state = await read(given);
    assert.deepEqual([state!.ownNetwork, state!.instance], [false, "i-00000001"]);
    assert.deepEqual(
      state!.registrations.map(({ target: id, port }) => [id, port]),
      [["i-00000001", 32_768]],
    );
  });

  it("N24: a task that has stopped or that ECS does not know is gone; a failed reading proves nothing", async () => {
    for (const status of ["PENDING", "RUNNING"] as const) assert.equal((await read(world({ status })))!.running, true);
    assert.equal(await read(world({ status: "STOPPED" })), undefined);
    assert.equal(await read(world({ id: "f".repeat(32) })), undefined);
    assert.equal(await read(world({ cluster: "bank" })), undefined);
    const { work } = counted(world(), { describeTasks: "ServerException" });
    await assert.rejects(work.state(), /describeTasks/);
    const empty = { ...clients(world()), ecs: { describeTasks: async () => ({ tasks: [], failures: [] }) } };
    await assert.rejects(isolateTask.read(empty, target, context), /does not show/);
  });

  it("N24: if config stops the task, the wall goes in the same run, and the task is contained", async () => {
    const given = world();
    const before = structuredClone(given.ec2.acls);
    const { work } = counted(given, {}, { networkAcls: true, stopTask: true });
    const { made, missing, problems, state } = await work.contain();
    assert.deepEqual(
      made.map(({ operation }) => operation),
      ["CreateNetworkAclEntry", "CreateNetworkAclEntry", "StopTask", "DeleteNetworkAclEntry", "DeleteNetworkAclEntry"],
    );
    assert.deepEqual([missing, problems, state.running, isolateTask.beyondReach(state)], [[], [], false, []]);
    assert.deepEqual(given.ec2.acls, before);
  });

  it("N23: a part that AWS refuses is named and the rest is done; a release must see everything", async () => {
    const given = registered(world(), [{ id: "10.0.1.5", port: 8080 }], "ip");
    const { work } = counted(given, { describeTargetGroups: "AccessDenied" });
    const { state, missing, problems } = await work.contain();
    assert.deepEqual([missing, problems], [[], []]);
    assert.match(isolateTask.beyondReach(state).join(), /the target groups could not be read/);
    assert.deepEqual(work.priorState().registrations, undefined);
    await assert.rejects(work.release(work.priorState()), /describeTargetGroups/);
  });

  it("N23: a role that may not read network ACLs cuts nothing, and says so", async () => {
    const { work } = counted(world(), { describeNetworkAcls: "UnauthorizedOperation" });
    const { state, made } = await work.contain();
    assert.deepEqual(
      made.map(({ operation }) => operation),
      ["UpdateTaskProtection"],
    );
    assert.match(isolateTask.beyondReach(state).join(), /the network ACLs of its VPC could not be read/);
  });

  it("N23: a full ACL leaves the task uncut, and that is no success", async () => {
    const given = world();
    given.ec2.acls["acl-2"]!.quota = 2;
    const { work } = counted(given);
    const { missing, problems, state } = await work.contain();
    assert.ok(missing.length > 0 && missing.every(({ secondary }) => !secondary));
    assert.match(problems.join(), /NetworkAclEntryLimitExceeded/);
    assert.equal(isolateTask.isPartly!(state), false);
  });

  it("N24: what a task that is gone leaves in network ACLs is removed", async () => {
    const given = world();
    const before = structuredClone(given.ec2.acls);
    const { work } = counted(given);
    await work.contain();
    const wall = given.ec2.acls["acl-2"]!.entries.filter(({ cidr }) => cidr === "10.0.1.5/32");
    const evidence = wall.map(({ egress, number, cidr }) => ({
      kind: "network-acl-entry",
      id: `vpc-1 acl-2 ${egress ? "outbound" : "inbound"} ${number} ${cidr}`,
    }));
    const calls = await isolateTask.leftBehind!(clients(given), evidence);
    assert.ok(calls.every((call) => isolateTask.givesBack!(call, evidence) && call.releases));
    for (const { input } of calls) await clients(given).ec2.deleteNetworkAclEntry(input);
    assert.deepEqual(given.ec2.acls, before);
    assert.equal(isolateTask.givesBack!(calls[0]!, []), false);
  });
});
