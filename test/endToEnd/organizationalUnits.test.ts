import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { Organizations } from "@aws-sdk/client-organizations";
import { after, before, describe, it } from "mocha";
import { type Faults, faultsOf } from "../../local/aws/faults";
import { accounts, rootOf } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { eventOf, instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { notIsolated } from "../../rehearsal/readBack";
import { subscribe } from "./notices";
import { drain } from "./queues";
import { deployedWorld, ec2In, ownNetwork, typeByUnit } from "./world";

const { security, payments } = accounts;

describe("end to end: modes by organizational unit", () => {
  let world: World;
  let ec2: EC2;
  let management: Organizations;
  let faults: Faults;
  let root: string;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    management = new Organizations(rootOf(security.id, world.endpoint));
    faults = faultsOf(world.endpoint);
    root = (await management.listRoots({})).Roots![0]!.Id!;
  });
  const move = async (DestinationParentId: string) => {
    const SourceParentId = (await management.listParents({ ChildId: payments.id })).Parents![0]!.Id!;
    await management.moveAccount({ AccountId: payments.id, SourceParentId, DestinationParentId });
  };
  after(async () => {
    if (!root) return;
    await faults.clear();
    await move(root);
  });

  const findingAbout = (instanceId: string) => instanceFinding({ account: payments.id, instanceId, type: typeByUnit });
  /** The decision about a new finding, with the instance that it is about. */
  async function decided() {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = findingAbout(instance);
    await sendFinding(world.endpoint, payments.id, finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    return { instance, decision: decision! };
  }
  const preview = async (instance: string) => {
    const [verdict] = await command(world, "isolate-instance", {
      command: "plan",
      event: eventOf(findingAbout(instance)),
    });
    return verdict.reason as string;
  };

  it("L13: an account that is moved into a unit after the deployment is contained from its next finding on", async () => {
    const before = await decided();
    assert.equal(before.decision.outcome, "observed", before.decision.reason);
    assert.match(await preview(before.instance), /^the mode of isolate-instance is observe/);
    await move(world.units[1]!);
    assert.match(await preview(before.instance), /^the mode of isolate-instance is contain/);
    const { decision, instance } = await decided();
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal(await notIsolated(ec2, instance), undefined);
  });

  it("L13: a person decides, and reads why, if the units of an account that joined after the deployment cannot be read", async () => {
    await move(world.units[0]!);
    const notices = await subscribe(world);
    const refusing = { service: "organizations", operation: "ListParents", code: "TooManyRequestsException" };
    const fault = await faults.add({ kind: "fail", ...refusing, message: "slow down" });
    const { decision, instance } = await decided();
    assert.ok((await faults.hits(fault)) > 0);
    await faults.remove(fault);
    assert.equal(decision.outcome, "awaiting-approval", decision.reason);
    const said =
      /depends on the organizational units of account 444455556666, which could not be read.*a person decides.*could not be read/;
    assert.match(decision.reason, said);
    assert.notEqual(await notIsolated(ec2, instance), undefined);
    const texts = (await drain(world, notices, 1)).map(({ Body = "" }) => Body.replace(/\s+/g, " "));
    assert.ok(
      texts.some((text) => text.includes(instance) && said.test(text)),
      texts.join("\n"),
    );
  });
});
