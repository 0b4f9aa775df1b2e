import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import { Lambda } from "@aws-sdk/client-lambda";
import { STS } from "@aws-sdk/client-sts";
import { marshall } from "@aws-sdk/util-dynamodb";
import { after, before, describe, it } from "mocha";
import { callerProof } from "../../cli/aws/callerProof";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { operatorOf } from "../../local/world/command";
import { type DeployedFunction, deployedFunction, queueEvent } from "../../local/world/deployedFunction";
import { instanceFinding } from "../../local/world/findings";
import { journalOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, security } = accounts;

/** How many crashes each test tries: each costs seconds. */
const crashes = 8;

/** How a run of the deployed code ended. */
interface Ended {
  crashed: boolean;
  /** HTTP requests until then. */
  requests: number;
  answer?: any;
  error?: string;
  /** What it logged as an error or a warning. */
  troubles: string[];
}

describe("end to end: a crash", () => {
  let world: World;
  let ec2: EC2;
  let crash: (event: unknown, crashAt: number) => Promise<Ended>;
  let run: (event: unknown) => Promise<Ended>;
  const processes: ChildProcess[] = [];

  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    const deployed = await deployedFunction(world, "isolate-instance");
    crash = start(deployed);
    run = start(deployed);
  });
  after(() => {
    for (const child of processes) child.kill("SIGKILL");
  });

  /** A process that runs the deployed code; one for the runs that crash, another one for what comes after. */
  function start(deployed: DeployedFunction): (event: unknown, crashAt?: number) => Promise<Ended> {
    const child = fork(path.join(__dirname, "crashingProcess.cjs"), [deployed.file], {
      env: deployed.environment,
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    processes.push(child);
    const troubles: string[] = [];
    createInterface(child.stdout!).on("line", (line) => {
      if (/"level":"(WARN|ERROR)"/.test(line)) troubles.push(line);
    });
    const waiting: Record<number, (ended: Ended) => void> = {};
    child.on("message", ({ id, ...ended }: Ended & { id: number }) => waiting[id]!({ ...ended, troubles }));
    let count = 0;
    return (event, crashAt) =>
      new Promise((resolve) => {
        const id = ++count;
        waiting[id] = resolve;
        child.send({ id, event, crashAt });
      });
  }

  /** Advances the time until a dead run's claim has expired. */
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

  /** How the second of two runs ended: the first in a process makes more requests, because later runs use its cache. */
  async function secondOf(one: () => Promise<Ended>): Promise<Ended> {
    await one();
    return one();
  }

  /**
   * Crashes at requests that are spread evenly over a whole run, including the first and the last, two at a time. The table
   * of faults has a crash at every single call, on models; this uses the deployed code and real requests.
   */
  async function crashesSpread(requests: number, crashAt: (request: number) => Promise<boolean>): Promise<void> {
    const places = Array.from({ length: crashes }, (_, one) => 1 + Math.round((one * (requests - 1)) / (crashes - 1)));
    const crashed: boolean[] = [];
    for (let one = 0; one < crashes; one += 2) {
      crashed.push(...(await Promise.all(places.slice(one, one + 2).map(crashAt))));
    }
    // A run may need one request fewer than was counted, so it may survive the last crash.
    assert.ok(crashed.filter(Boolean).length >= crashes - 1, `of ${places} crashed ${crashed}`);
  }

  it("Y12: an attacker who controls the containing function can neither release, nor assume the releasing role, nor have anything restored", async () => {
    const { environment } = await deployedFunction(world, "isolate-instance");
    const caller = {
      ...rootOf(security.id, world.endpoint),
      credentials: {
        accessKeyId: environment["AWS_ACCESS_KEY_ID"]!,
        secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"]!,
        sessionToken: environment["AWS_SESSION_TOKEN"]!,
      },
    };
    const RoleArn = `arn:aws:iam::${payments.id}:role/Security-IR-Role-isolate-instance-release`;
    const entering = new STS(caller).assumeRole({ RoleArn, RoleSessionName: "taken-over" });
    await assert.rejects(entering, { name: "AccessDenied" });
    const lambda = new Lambda(caller);
    const FunctionName = world.master.releases["isolate-instance"]!;
    const send = (Qualifier: string, payload: object) =>
      lambda.invoke({ FunctionName, Qualifier, Payload: new TextEncoder().encode(JSON.stringify(payload)) });
    await assert.rejects(send("operate", { command: "plan-release", containment: "x" }), /not authorized/);
    const { containment } = await patient();
    const call = {
      service: "ec2",
      operation: "ModifyNetworkInterfaceAttribute",
      input: { NetworkInterfaceId: "eni-1", Groups: ["sg-1"] },
    };
    const answer = await send("give-back", { command: "give-back", containment, run: "run-1", call });
    assert.match(new TextDecoder().decode(answer.Payload), /run run-1 does not hold the claim on containment/);
  });

  it("M5 M50: during a containment, the next delivery continues it, and nothing is done twice", async () => {
    const findingOf = (instanceId: string) => instanceFinding({ account: payments.id, instanceId });
    const { requests } = await secondOf(async () => run(queueEvent(findingOf((await patient()).instance))));
    assert.ok(requests > 20, `the containment had only ${requests} requests`);
    await crashesSpread(requests, async (at) => {
      const { instance, groups, containment } = await patient();
      const finding = findingOf(instance);
      const first = await crash(queueEvent(finding), at);
      await claimExpires(containment);
      const second = await run(queueEvent(finding));
      const where = `crash at request ${at}`;
      assert.deepEqual(second.answer, { batchItemFailures: [] }, `${where}: ${second.troubles.join("\n")}`);
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
      assert.deepEqual((held!.priorState as any).interfaces[0].groups, Object.values(groups)[0], where);
      assert.deepEqual(held!.evidence, [{ kind: "snapshot", id: snapshots[0]!.SnapshotId }], where);
      return first.crashed;
    });
  });

  it("during a release, asking again continues it, and the instance gets its prior state back", async () => {
    const releaser = await deployedFunction(world, "isolate-instance-release");
    const [crashRelease, release] = [start(releaser), start(releaser)];
    const isolated = async () => {
      const one = await patient();
      await run(queueEvent(instanceFinding({ account: payments.id, instanceId: one.instance })));
      const asked = { command: "release", containment: one.containment, reason: "test" };
      return {
        ...one,
        request: { ...asked, proof: await callerProof(new STS(await operatorOf(world)), asked) },
      };
    };
    const { answer, requests } = await secondOf(async () => release((await isolated()).request));
    assert.equal(answer.outcome, "released");
    assert.ok(requests > 10, `the release had only ${requests} requests`);
    await crashesSpread(requests, async (at) => {
      const { instance, groups, containment, request } = await isolated();
      const first = await crashRelease(request, at);
      await claimExpires(containment);
      const second = await release(request);
      const where = `crash at request ${at}`;
      // After the last write nothing is left to release, and the answer says so.
      if (second.error) assert.match(second.error, /nothing to release/, where);
      else assert.equal(second.answer.outcome, "released", where);
      assert.deepEqual(await groupsOf(ec2, instance), groups, where);
      const held = await journalOf(world).containment(containment);
      assert.equal(held!.status, "released", where);
      assert.equal(held!.claim, undefined, where);
      return first.crashed;
    });
  });
});
