import { setTimeout as sleep } from "node:timers/promises";
import { EC2 } from "@aws-sdk/client-ec2";
import { SQS } from "@aws-sdk/client-sqs";
import { notIsolated } from "../../rehearsal/readBack";
import { accounts, rootOf } from "./accounts";
import { instanceFinding, sendFindings } from "./findings";
import { journalOf } from "./follow";
import { anyImage } from "./instances";
import { makeNetwork } from "./network";
import type { World } from "./world";

/** The result of a burst of findings. */
export interface Burst {
  findings: number;
  contained: number;
  /** Instances with more than one set of snapshots. */
  twice: number;
  /** Instances that are not isolated when AWS is read. */
  open: number;
  deadLetters: number;
  seconds: number;
}

/**
 * Sends one finding for each of `perAccount` instances in two accounts simultaneously and waits until all have an
 * outcome.
 *
 * @param timeout maximum seconds to wait before counting
 */
export async function burst(world: World, perAccount: number, timeout = 600): Promise<Burst> {
  const earlier = await deadLetters(world);
  const instances = (
    await Promise.all([accounts.payments.id, accounts.website.id].map((id) => makeInstances(world, id, perAccount)))
  ).flat();
  const findings = instances.map(({ account, instanceId }) => instanceFinding({ account, instanceId }));
  const started = Date.now();
  for (const account of [accounts.payments.id, accounts.website.id]) {
    const own = findings.filter((finding) => finding["accountId"] === account);
    await sendFindings(world.endpoint, account, own);
  }
  const ids = findings.map((finding) => finding["id"] as string);
  let decisions: any[] = [];
  while (decisions.length < ids.length && Date.now() - started < 1000 * timeout) {
    await sleep(1000);
    const all = await journalOf(world).all();
    decisions = all.filter((item) => item.kind === "decision" && ids.includes(item.finding));
  }
  const seconds = (Date.now() - started) / 1000;
  const states = await Promise.all(
    instances.map(({ account, instanceId }) => notIsolated(ec2Of(world, account), instanceId)),
  );
  const containments: string[] = decisions.map((decision) => decision.containment);
  return {
    findings: ids.length,
    contained: decisions.filter((decision) => decision.outcome === "contained").length,
    twice:
      decisions.length -
      new Set(decisions.map((decision) => decision.finding)).size +
      (await extraSnapshots(world, containments)),
    open: states.filter(Boolean).length,
    deadLetters: (await deadLetters(world)) - earlier,
    seconds,
  };
}

const ec2Of = (world: World, account: string) => new EC2(rootOf(account, world.endpoint));

async function makeInstances(world: World, account: string, count: number) {
  const ec2 = ec2Of(world, account);
  const network = await makeNetwork(ec2, 200);
  const { Instances = [] } = await ec2.runInstances({
    ImageId: await anyImage(ec2),
    InstanceType: "t3.micro",
    MinCount: count,
    MaxCount: count,
    SubnetId: network.subnetId,
    SecurityGroupIds: [network.groupId],
  });
  return Instances.map((instance) => ({ account, instanceId: instance.InstanceId! }));
}

/** The number of snapshots beyond one per containment; each instance has one volume. */
async function extraSnapshots(world: World, containments: string[]): Promise<number> {
  let extra = 0;
  for (const account of [accounts.payments.id, accounts.website.id]) {
    const { Snapshots = [] } = await ec2Of(world, account).describeSnapshots({
      OwnerIds: ["self"],
      Filters: [{ Name: "tag-key", Values: ["firebreak:containment"] }],
    });
    const marks = Snapshots.map(
      (snapshot) => snapshot.Tags!.find((tag) => tag.Key === "firebreak:containment")!.Value!,
    ).filter((mark) => containments.includes(mark.split("-")[0]!));
    extra += marks.length - new Set(marks).size;
  }
  return extra;
}

async function deadLetters(world: World): Promise<number> {
  const sqs = new SQS(rootOf(accounts.security.id, world.endpoint));
  const { Attributes } = await sqs.getQueueAttributes({
    QueueUrl: world.master.queues["isolate-instance"]!.dead,
    AttributeNames: ["ApproximateNumberOfMessages"],
  });
  return Number(Attributes!["ApproximateNumberOfMessages"]);
}
