import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsOf, settledContainment } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { drain, sqsIn } from "./queues";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { website } = accounts;
const role = "Security-IR-Role-isolate-instance";
const policyName = "isolate-instance";

describe("end to end: a missing permission", () => {
  let world: World;
  let ec2: EC2;
  let iam: IAM;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "website");
    iam = new IAM(rootOf(website.id, world.endpoint));
  });

  /** Removes some statements from the role's policy while `work` runs. */
  async function without(sids: string[], work: () => Promise<void>): Promise<void> {
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName: role, PolicyName: policyName });
    const full = decodeURIComponent(PolicyDocument!);
    const document = JSON.parse(full);
    const kept = document.Statement.filter((item: { Sid: string }) => !sids.includes(item.Sid));
    assert.equal(kept.length, document.Statement.length - sids.length);
    const put = (text: string) => iam.putRolePolicy({ RoleName: role, PolicyName: policyName, PolicyDocument: text });
    await put(JSON.stringify({ ...document, Statement: kept }));
    try {
      await work();
    } finally {
      await put(full);
    }
  }

  const deadLetters = () => world.master.queues["isolate-instance"]!.dead;

  it("M6 M49: to change the network ends as failed and in the dead-letter queue; redriven with the permission, it is contained", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    const finding = instanceFinding({ account: website.id, instanceId: instance });
    let letter = "";
    await without(["SwitchInterfaces"], async () => {
      await sendFinding(world.endpoint, website.id, finding);
      const [decision] = await decisionsOf(world, finding["id"]);
      assert.equal(decision!.outcome, "failed");
      assert.match(decision!.reason, /ModifyNetworkInterfaceAttribute.*UnauthorizedOperation/s);
      assert.deepEqual(await groupsOf(ec2, instance), groups);
      const held = await settledContainment(world, decision!.containment!);
      assert.equal(held!.status, "failed");
      assert.ok(held!.priorState, "the way back is kept: evidence was protected already");
      const letters = await drain(world, deadLetters(), 1);
      letter = letters.find((message) => message.Body!.includes(finding["id"]))!.Body!;
    });
    await sqsIn(world).sendMessage({ QueueUrl: world.master.queues["isolate-instance"]!.url, MessageBody: letter });
    const decisions = await decisionsOf(world, finding["id"], 2);
    assert.equal(decisions.at(-1)!.outcome, "contained", decisions.at(-1)!.reason);
    assert.equal(decisions.at(-1)!.evidence.length, 1);
    assert.equal(await notIsolated(ec2, instance), undefined);
  });

  it("to keep evidence does not keep the network open: the outcome is partial and names what is missing", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = instanceFinding({ account: website.id, instanceId: instance });
    await without(["Snapshot"], async () => {
      await sendFinding(world.endpoint, website.id, finding);
      const [decision] = await decisionsOf(world, finding["id"]);
      assert.equal(decision!.outcome, "partial");
      assert.match(decision!.remains.join(), /CreateSnapshots was not done/);
      assert.equal(await notIsolated(ec2, instance), undefined);
      await drain(world, deadLetters(), 1);
    });
  });

  it("M6: to read the instance leaves nothing half-recorded", async () => {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const finding = instanceFinding({ account: website.id, instanceId: instance });
    await without(["Read"], async () => {
      await sendFinding(world.endpoint, website.id, finding);
      const decisions = await decisionsOf(world, finding["id"]);
      assert.deepEqual(
        decisions.map((decision) => decision.outcome),
        ["failed"],
      );
      assert.match(decisions[0]!.reason, /gave up after 2 deliveries: .*UnauthorizedOperation/s);
      const target = instanceTarget({ accountId: website.id, region, partition: "aws" }, instance);
      assert.equal(await settledContainment(world, containmentId("isolate-instance", target.arn)), undefined);
      await drain(world, deadLetters(), 1);
    });
  });
});
