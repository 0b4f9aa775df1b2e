import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import { wantedRules } from "../../../../runtime/responses/isolateInstance/state";
import { workOn } from "../contractRun";
import { clients, target, worldOf } from "./account";
import { behind, both } from "./walled";

const group = (id: string, kind: "open" | "closed") => ({
  id,
  vpcId: "vpc-1",
  kind,
  rules: wantedRules(kind).map((rule, index) => ({ ...rule, id: `sgr-${id}-${index}` })),
});

/** An instance behind a NAT gateway, isolated in a model of its account, in which a call may fail. */
function isolated(failing: Record<string, string> = {}, more: object = {}) {
  const world = worldOf(
    behind({
      groups: [group("sg-open", "open"), group("sg-closed", "closed")],
      interfaces: [
        {
          id: "eni-1",
          vpcId: "vpc-1",
          subnetId: "subnet-1",
          groups: ["sg-web"],
          addresses: ["10.0.1.5", "2001:db8::5"],
        },
      ],
      volumes: [{ device: "/dev/sda1", id: "vol-1", deleteOnTermination: true }],
      terminationProtection: false,
    }),
  );
  world.ec2.acls["acl-1"]!.entries = both([100, true], [101, true, { cidr: "::/0" }], [32_767, false]);
  // No load balancer: each target group of the VPC takes one call more.
  world.balancing.targetGroups = {};
  const made: string[] = [];
  const counted = (client: any) =>
    new Proxy(client, {
      get: (_, name: string) => (input: any) => {
        made.push(name);
        if (failing[name]) return Promise.reject(Object.assign(new Error(name), { name: failing[name] }));
        return client[name](input);
      },
    });
  const model = Object.fromEntries(Object.entries(clients(world)).map(([name, client]) => [name, counted(client)]));
  const settings = { conversionSeconds: 0, snapshots: true, networkAcls: true, ...more };
  const work = workOn({ response: isolateInstance, target, model, settings, wanted: [], isOperation: () => true });
  return { world, work, made };
}

/** Opening the session in the account. */
const assumeRole = 1;

describe("an isolation with the wall", () => {
  it("N17: takes at most 22 calls for an interface with an IPv4 and an IPv6 address, and at most 5 to the first closing", async () => {
    const { work, made } = isolated();
    const { missing, problems } = await work.contain();
    assert.deepEqual([missing, problems], [[], []]);
    assert.equal(made.filter((name) => name === "createNetworkAclEntry").length, 4);
    assert.ok(assumeRole + made.length <= 22, `${made.length}: ${made.join()}`);
    // The first change opens the interface, the second closes it.
    const changes = made.flatMap((name, at) => (name === "modifyNetworkInterfaceAttribute" ? [at] : []));
    const before = made.slice(0, changes[1]).filter((name) => !name.startsWith("authorize"));
    assert.ok(assumeRole + before.length <= 5, before.join());
    assert.deepEqual(isolateInstance.beyondReach(await work.state()), []);
  });

  const shortTimeouts = true;
  const shortest = { TcpEstablishedTimeout: 60, UdpStreamTimeout: 60, UdpTimeout: 30 };

  it("N88: with short timeouts it takes at most 22 calls too, and at most 5 to the first closing", async () => {
    const { work, made, world } = isolated({}, { shortTimeouts });
    const { missing, problems } = await work.contain();
    assert.deepEqual([missing, problems], [[], []]);
    assert.ok(assumeRole + made.length <= 22, `${made.length}: ${made.join()}`);
    const changes = made.flatMap((name, at) => (name === "modifyNetworkInterfaceAttribute" ? [at] : []));
    const before = made.slice(0, changes[1]).filter((name) => !name.startsWith("authorize"));
    assert.ok(assumeRole + before.length <= 5, before.join());
    assert.deepEqual(world.ec2.interfaces["eni-1"]!.timeouts, shortest);
    assert.deepEqual(work.plan(await work.state()), []);
  });

  it("N88: a release gives back the earlier timeouts, and what was unset gets the default, which is told", async () => {
    const { work, world } = isolated({}, { shortTimeouts });
    const port = world.ec2.interfaces["eni-1"]!;
    port.timeouts = { TcpEstablishedTimeout: 3600 };
    await work.contain();
    const { drift } = work.releasePlan(await work.state(work.priorState()), work.priorState());
    assert.deepEqual(drift, ["eni-1: EC2 cannot unset UdpStreamTimeout, UdpTimeout: the default was set"]);
    assert.deepEqual((await work.release(work.priorState())).problems, []);
    assert.deepEqual(port.timeouts, { TcpEstablishedTimeout: 3600, UdpStreamTimeout: 180, UdpTimeout: 30 });
  });

  it("N88: a release leaves timeouts that others set, and those of an interface that had the shortest or was never changed", async () => {
    for (const [settings, before, since] of [
      [{ shortTimeouts }, undefined, { ...shortest, UdpTimeout: 45 }],
      [{ shortTimeouts }, shortest, shortest],
      [{}, undefined, shortest],
    ] as const) {
      const { work, world } = isolated({}, settings);
      const port = world.ec2.interfaces["eni-1"]!;
      if (before) port.timeouts = before;
      await work.contain();
      port.timeouts = since;
      const { drift } = work.releasePlan(await work.state(work.priorState()), work.priorState());
      assert.equal(/others set/.test(drift.join()), since !== shortest);
      assert.deepEqual((await work.release(work.priorState())).problems, []);
      assert.deepEqual(port.timeouts, since);
    }
  });

  it("N88: a run that dies after the call leaves it to the journal, and the release gives back the earlier timeouts", async () => {
    const whole = isolated({}, { shortTimeouts });
    await whole.work.contain();
    const calls = whole.made.filter((name) => !/^(describe|list)/.test(name));
    const last = calls.lastIndexOf("modifyNetworkInterfaceAttribute") + 1;
    const { work, world } = isolated({}, { shortTimeouts });
    await assert.rejects(work.contain(last), /the run died/);
    assert.deepEqual(world.ec2.interfaces["eni-1"]!.timeouts, shortest);
    await work.release(work.priorState());
    assert.notDeepEqual(world.ec2.interfaces["eni-1"]!.timeouts, shortest);
  });

  it("N88: an instance type that refuses is cut all the same, and the notice says so", async () => {
    const { work, world } = isolated({}, { shortTimeouts });
    const { ec2 } = world;
    Object.defineProperty(ec2.interfaces["eni-1"]!, "timeouts", {
      enumerable: true,
      get: () => undefined,
      set() {
        throw Object.assign(new Error("not supported for this instance type"), { name: "UnsupportedOperation" });
      },
    });
    const { missing, problems, retry } = await work.contain();
    assert.deepEqual([missing.map(({ secondary }) => secondary), retry], [[true], undefined]);
    assert.match(problems.join(), /not supported for this instance type/);
    assert.deepEqual(ec2.interfaces["eni-1"]!.groups, ["sg-closed"]);
  });

  it("N16: a role that may not read network ACLs isolates as before, and the path is named", async () => {
    const { work, world, made } = isolated({ describeNetworkAcls: "UnauthorizedOperation" });
    const { state, missing, problems, retry } = await work.contain();
    assert.deepEqual([problems, retry], [[], undefined]);
    assert.deepEqual(
      missing.map(({ operation, secondary, again }) => [operation, secondary, again]),
      [["DescribeNetworkAcls", true, undefined]],
    );
    assert.match(isolateInstance.beyondReach(state).join(), /connections established through nat-1/);
    assert.equal(made.includes("createNetworkAclEntry"), false);
    assert.deepEqual(world.ec2.interfaces["eni-1"]!.groups, ["sg-closed"]);
    assert.equal(world.ec2.instances["i-00000001"]!.terminationProtection, true);
  });

  it("N13: a full ACL is named, and everything else is done", async () => {
    const { work, world } = isolated();
    world.ec2.acls["acl-1"]!.quota = 2;
    const { missing, problems, retry, state } = await work.contain();
    assert.ok(missing.every(({ operation, secondary }) => operation === "CreateNetworkAclEntry" && secondary));
    assert.match(problems.join(), /NetworkAclEntryLimitExceeded/);
    assert.equal(retry, undefined);
    assert.match(isolateInstance.beyondReach(state).join(), /acl-1 does not keep eni-1 out/);
  });

  it("N15: a run that dies after an entry was made leaves it to the journal, and the release removes it", async () => {
    const { work, world } = isolated();
    const before = structuredClone(world.ec2.acls);
    const whole = isolated();
    await whole.work.contain();
    const calls = whole.made.filter((name) => !/^(describe|list)/.test(name));
    const first = calls.indexOf("createNetworkAclEntry") + 1;
    await assert.rejects(work.contain(first), /the run died/);
    assert.equal(world.ec2.acls["acl-1"]!.entries.length, before["acl-1"]!.entries.length + 1);
    const priorState = work.priorState();
    const { missing, problems } = await work.release(priorState);
    assert.deepEqual([missing, problems], [[], []]);
    assert.deepEqual(world.ec2.acls, before);
  });
});
