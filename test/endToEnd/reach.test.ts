import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { faultsOf } from "../../local/aws/faults";
import { reachOf } from "../../local/aws/reach/live";
import { accounts, region } from "../../local/world/accounts";
import { makeInstance } from "../../local/world/instances";
import { privateSubnet } from "../../local/world/network";
import type { World } from "../../local/world/world";
import { isolate } from "./acts";
import { publicNetwork, start } from "./privateSubnets";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;
const outside = { address: "203.0.113.9" };

describe("end to end: flows after isolation", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const net = () => reachOf(world.endpoint, [payments.id], region);

  it("X2 N11: isolation ends tracked and untracked flows, those through a NAT gateway too, and admits no new ones", async () => {
    const network = await publicNetwork(ec2);
    const [shown, hidden] = [await start(ec2, network), await start(ec2, await privateSubnet(ec2, network))];
    const { AllocationId } = await ec2.allocateAddress({});
    await ec2.associateAddress({ AllocationId, NetworkInterfaceId: shown.port });
    const [to, from] = [{ interface: shown.port }, { interface: hidden.port }];
    const flows = {
      shell: await net().openFlow(outside, to, 2222),
      web: await net().openFlow(outside, to, 8443),
      outward: await net().openFlow(to, outside, 443),
      natted: await net().openFlow(from, outside, 443),
    };
    for (const { instance } of [shown, hidden]) await isolate(world, instance);
    const alive: string[] = [];
    for (const [name, flow] of Object.entries(flows)) if (await net().isAlive(flow)) alive.push(name);
    assert.deepEqual(alive, []);
    const asked = [
      await net().canReach(outside, to, 2222),
      await net().canReach(outside, to, 8443),
      await net().canReach(to, outside, 443),
      await net().canReach(from, outside, 443),
      await net().canReach(from, to, 8443),
    ];
    assert.deepEqual(
      asked.map((one) => one.reachable),
      [false, false, false, false, false],
    );
  });

  it("X16: the instance is cut even if the VPC's new groups are not found at first", async () => {
    const faults = faultsOf(world.endpoint);
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const lag = { kind: "hide", service: "ec2", operation: "CreateSecurityGroup", reads: 2 } as const;
    const id = await faults.add({ ...lag, account: payments.id, caller: "*:assumed-role/*" });
    try {
      const decision = await isolate(world, instance);
      assert.equal((await faults.hits(id)) > 0, true);
      assert.match(decision.outcome, /contained|partial/, decision.reason);
    } finally {
      await faults.clear();
    }
    const [port] = await net().interfacesOf(instance);
    const reach = await net().canReach({ interface: port! }, { address: "10.255.0.1" }, 443);
    assert.equal(reach.reachable, false);
  });
});
