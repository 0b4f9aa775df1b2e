import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import { STS } from "@aws-sdk/client-sts";
import { marshall } from "@aws-sdk/util-dynamodb";
import { after, before, describe, it } from "mocha";
import { callerProof } from "../../cli/aws/callerProof";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { type DeployedFunction, deployedFunction, queueEvent } from "../../local/world/deployedFunction";
import { instanceFinding } from "../../local/world/findings";
import { journalOf } from "../../local/world/follow";
import { groupsOf, makeInstance } from "../../local/world/instances";
import { notIsolated } from "../../local/world/proof";
import type { World } from "../../local/world/world";
import { containmentId, instanceTarget } from "../../runtime/target";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, security } = accounts;

/** How a run of the deployed code ended. */
interface Ended {
  crashed: boolean;
  /** HTTP requests until then. */
  requests: number;
  answer?: any;
  error?: string;
}

describe("end to end: a crash", function () {
  this.timeout(900_000);
  let world: World;
  let ec2: EC2;
  let deployed: DeployedFunction;
  let crash: (event: unknown, crashAt: number) => Promise<Ended>;
  let run: (event: unknown) => Promise<Ended>;
  const processes: ChildProcess[] = [];

  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    deployed = await deployedFunction(world, "isolate-instance");
    crash = start();
    run = start();
  });
  after(() => {
    for (const child of processes) child.kill("SIGKILL");
  });

  /** A process that runs the deployed code; one for the runs that crash, another one for what comes after. */
  function start(): (event: unknown, crashAt?: number) => Promise<Ended> {
    const child = fork(path.join(__dirname, "crashingProcess.cjs"), [deployed.file], {
      env: deployed.environment,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    processes.push(child);
    const waiting: Record<number, (ended: Ended) => void> = {};
    child.on("message", (ended: Ended & { id: number }) => waiting[ended.id]!(ended));
    let count = 0;
    return (event, crashAt) =>
      new Promise((resolve) => {
        const id = ++count;
        waiting[id] = resolve;
        child.send({ id, event, crashAt });
      });
  }

  /** Lets the time pass after which the claim of a run that died is free. */
  async function claimExpires(containment: string): Promise<void> {
    await new DynamoDB(rootOf(security.id, world.endpoint))
      .updateItem({
        TableName: world.master.journalTable,
        Key: marshall({ pk: `containment#${containment}`, sk: "record" }),
        UpdateExpression: "SET claim.#until = :past",
        ConditionExpression: "attribute_exists(claim)",
        ExpressionAttributeNames: { "#until": "until" },
        ExpressionAttributeValues: marshall({ ":past": 0 }),
      })
      .catch((error: Error) => {
        if (error.name !== "ConditionalCheckFailedException") throw error;
      });
  }

  async function patient() {
    const instance = await makeInstance(ec2, await ownNetwork(ec2));
    const groups = await groupsOf(ec2, instance);
    const target = instanceTarget({ accountId: payments.id, region, partition: "aws" }, instance);
    return { instance, groups, containment: containmentId("isolate-instance", target.arn) };
  }

  const snapshotsOf = async (containment: string) =>
    (await ec2.describeSnapshots({ Filters: [{ Name: "tag:firebreak:containment", Values: [`${containment}-0`] }] }))
      .Snapshots!;

  /** Crashes at request 1, 2, 3 and so on, two at a time, until a run gets by without one; returns how many there are. */
  async function everyRequest(crashAt: (request: number) => Promise<boolean>): Promise<number> {
    for (let request = 1; ; request += 2) {
      const crashed = await Promise.all([crashAt(request), crashAt(request + 1)]);
      if (crashed.includes(false)) return request - 1 + crashed.filter(Boolean).length;
    }
  }

  it("M5 M50: at any request of a containment is continued by the next delivery, and nothing is done twice", async () => {
    const requests = await everyRequest(async (at) => {
      const { instance, groups, containment } = await patient();
      const finding = instanceFinding({ account: payments.id, instanceId: instance });
      const first = await crash(queueEvent(finding), at);
      if (!first.crashed) return false;
      await claimExpires(containment);
      const second = await run(queueEvent(finding));
      const where = `crash at request ${at}`;
      assert.deepEqual(second.answer, { batchItemFailures: [] }, where);
      assert.equal(await notIsolated(ec2, instance), undefined, where);
      const decisions = await journalOf(world).decisions(finding["id"]);
      const outcomes = decisions.map((decision) => decision.outcome);
      assert.ok(outcomes.filter((outcome) => outcome === "contained").length === 1, `${where}: ${outcomes}`);
      assert.ok(
        decisions.every((decision) => decision.notice !== "pending"),
        where,
      );
      const snapshots = await snapshotsOf(containment);
      assert.equal(snapshots.length, 1, where);
      const held = await journalOf(world).containment(containment);
      assert.equal(held!.status, "contained", where);
      assert.equal(held!.claim, undefined, where);
      assert.deepEqual((held!.before as any).interfaces[0].groups, Object.values(groups)[0], where);
      assert.deepEqual(held!.evidence, [{ kind: "snapshot", id: snapshots[0]!.SnapshotId }], where);
      return true;
    });
    assert.ok(requests > 20, `the containment had only ${requests} requests`);
  });

  it("at any request of a release is continued by asking again, and the instance is as it was", async () => {
    const requests = await everyRequest(async (at) => {
      const { instance, groups, containment } = await patient();
      await run(queueEvent(instanceFinding({ account: payments.id, instanceId: instance })));
      const asked = { command: "release", containment, reason: "test" };
      const request = { ...asked, proof: await callerProof(new STS(rootOf(security.id, world.endpoint)), asked) };
      const first = await crash(request, at);
      if (!first.crashed) {
        assert.equal(first.answer.outcome, "released");
        return false;
      }
      await claimExpires(containment);
      const second = await run(request);
      const where = `crash at request ${at}`;
      // After the last write there is nothing left to release, and it says so.
      if (second.error) assert.match(second.error, /nothing to release/, where);
      else assert.equal(second.answer.outcome, "released", where);
      assert.deepEqual(await groupsOf(ec2, instance), groups, where);
      const held = await journalOf(world).containment(containment);
      assert.equal(held!.status, "released", where);
      assert.equal(held!.claim, undefined, where);
      return true;
    });
    assert.ok(requests > 10, `the release had only ${requests} requests`);
  });
});
