import assert from "node:assert/strict";
import { lookAt } from "../../../runtime/containment/lookAtHeld";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { ResponderSettings } from "../../../runtime/model/responderSettings";
import type { Response } from "../../../runtime/model/response";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "../../attacks/harness";
import { closed, open } from "../../attacks/isolate";
import { clients, worldOf } from "../responses/isolateInstance/account";
import { behind, both } from "../responses/isolateInstance/walled";

const instance = "i-0123456789abcdef0";

/** A contained instance behind a NAT gateway, with its wall, and checks of it under other settings. */
async function walled() {
  const given = worldOf(behind({ id: instance, groups: [open, closed] }));
  given.balancing.targetGroups = {};
  const acl = given.ec2.acls["acl-1"]!;
  acl.entries = both([100, true], [32_767, false]);
  const before = structuredClone(acl.entries);
  const made: string[] = [];
  const model: any = clients(given);
  const ec2 = new Proxy(model.ec2, {
    get: (_, name: string) => (input: any) => {
      made.push(name);
      return model.ec2[name](input);
    },
  });
  const response = { ...isolateInstance, clients: () => ({ ...model, ec2 }) } as unknown as Response;
  const settings = settingsFor({
    findingTypes: isolateInstance.findingTypes,
    response: { conversionSeconds: 0, snapshots: false, networkAcls: true },
  });
  const { run, table, published } = world(settings);
  const event = guardDutyEvent({ resource: { resourceType: "Instance", instanceDetails: { instanceId: instance } } });
  const [decision] = await handle(run(), response, eventReader(), JSON.stringify(event));
  assert.equal(decision!.outcome, "contained", decision!.reason);
  assert.equal(acl.entries.length, before.length + 2);
  const id = decision!.containment!;
  return {
    acl,
    before,
    published,
    table,
    ec2: given.ec2,
    check(more: Partial<ResponderSettings> = {}) {
      made.length = 0;
      return lookAt(run({ settings: { ...settings, ...more } }), response, id);
    },
    changes: () => made.filter((name) => !name.startsWith("describe")),
    held: () => table.journal.getContainment(id),
  };
}

const switchedTo: Record<string, Partial<ResponderSettings>> = {
  "mode observe": { modes: [{ mode: "observe" }] },
  "mode off": { modes: [{ mode: "off" }] },
  "mode approve": { modes: [{ mode: "approve" }] },
  "a protected resource": { protectedResources: ["arn:aws:ec2:*"] },
};

describe("what a containment leaves on others, when its response no longer acts", () => {
  for (const [now, settings] of Object.entries(switchedTo)) {
    it(`N90: the wall of an instance that is gone goes under ${now}, and ends the containment`, async () => {
      const { acl, before, ec2, check, changes, held } = await walled();
      delete ec2.instances[instance];
      const [decision] = await check(settings);
      assert.deepEqual([decision!.outcome, (await held())!.status], ["gone", "gone"]);
      assert.deepEqual(acl.entries, before);
      assert.deepEqual(changes(), ["deleteNetworkAclEntry", "deleteNetworkAclEntry"]);
      assert.deepEqual(await check(settings), []);
    });

    it(`N90: the entries of an address that the instance gave up go under ${now}, and nothing else changes`, async () => {
      const { acl, before, ec2, check, changes, held, published } = await walled();
      const ports = Object.values(ec2.interfaces).filter(({ addresses }) => addresses.includes("10.0.1.5"));
      for (const port of ports) port.addresses = ["10.0.1.6"];
      acl.entries = [...acl.entries, ...both([2, false, { cidr: "10.0.1.6/32" }])];
      const notices = published.length;
      assert.deepEqual(await check(settings), []);
      assert.deepEqual(acl.entries, [...before, ...both([2, false, { cidr: "10.0.1.6/32" }])]);
      assert.deepEqual(changes(), ["deleteNetworkAclEntry", "deleteNetworkAclEntry"]);
      assert.deepEqual(
        [(await held())!.status, (await held())!.claim, published.length],
        ["contained", undefined, notices],
      );
    });
  }

  it("N90: a pause keeps neither", async () => {
    const { acl, before, ec2, check, table } = await walled();
    await table.journal.putPause({ paused: true, at: "now", by: "ana", reason: "a rule" }, undefined);
    delete ec2.instances[instance];
    assert.equal((await check())[0]!.outcome, "gone");
    assert.deepEqual(acl.entries, before);
  });

  it("N90: an entry that others changed since stays", async () => {
    const { acl, before, ec2, check } = await walled();
    const ours = acl.entries.find(({ cidr, egress }) => cidr === "10.0.1.5/32" && egress)!;
    ours.cidr = "198.51.100.7/32";
    delete ec2.instances[instance];
    await check({ modes: [{ mode: "observe" }] });
    assert.deepEqual(
      acl.entries.filter(
        (entry) => !before.some(({ number, egress }) => number === entry.number && egress === entry.egress),
      ),
      [ours],
    );
  });

  it("N90: in mode observe the wall of an instance that still runs stays", async () => {
    const { acl, check } = await walled();
    const walledOff = structuredClone(acl.entries);
    assert.deepEqual(await check({ modes: [{ mode: "observe" }] }), []);
    assert.deepEqual(acl.entries, walledOff);
  });
});
