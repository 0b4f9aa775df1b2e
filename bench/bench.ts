import { EC2 } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { accounts, region, rootOf } from "../local/world/accounts";
import { burst } from "../local/world/burst";
import { deployedFunction, queueEvent } from "../local/world/deployedFunction";
import { instanceFinding } from "../local/world/findings";
import { makeInstance } from "../local/world/instances";
import { makeNetwork } from "../local/world/network";
import { openWorld, type World } from "../local/world/world";
import { groupsOf } from "../rehearsal/readBack";
import { inParallel } from "../runtime/doctor/inParallel";
import { containmentId } from "../runtime/model/target";
import { instanceTarget } from "../runtime/resources/targets";
import { cover, coveredAs, examine } from "./doctor";
import { loadingRatio } from "./loading";
import { latency, operationOf, type Recording, recordingProcess, replay } from "./recording";

const { payments } = accounts;
const rounds = 5;

/** A figure, the limit that it is held to, and how it was taken. */
interface Figure {
  name: string;
  value: number;
  limit: number;
  how: string;
}

async function main(): Promise<void> {
  const world = await openWorld({
    bare,
    // The burst contains more within an hour than anybody would let a response do.
    change: (_, text) =>
      text.replace(/conversionSeconds: \d+/, "conversionSeconds: 0\n      containmentsPerHour: 1000"),
    progress: (step, seconds) => console.error(`${step} (${seconds.toFixed(1)} s)`),
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => world.close().then(() => process.exit(130)));
  try {
    await world.deploy();
    const withBurst = !process.argv.includes("--no-burst");
    const figures = [
      ...(await isolation(world)),
      ...(await doctorFigures(world)),
      ...(withBurst ? await burstFigures(world) : []),
    ];
    for (const { name, value, limit, how } of figures) {
      const verdict = value <= limit ? "ok" : "TOO HIGH";
      console.log(
        `${name}: ${Number.isInteger(value) ? value : value.toFixed(2)} (limit ${limit}, ${verdict}) - ${how}`,
      );
    }
    process.exitCode = figures.some((figure) => figure.value > figure.limit) ? 1 : 0;
  } finally {
    await world.close();
  }
}

async function isolation(world: World): Promise<Figure[]> {
  const ec2 = new EC2(rootOf(payments.id, world.endpoint));
  const network = await makeNetwork(ec2, 100);
  const deployed = await deployedFunction(world, "isolate-instance");
  const recorder = recordingProcess(deployed);
  try {
    const patient = async () => {
      const instanceId = await makeInstance(ec2, network);
      const target = instanceTarget({ accountId: payments.id, region, partition: "aws" }, instanceId);
      const [port] = Object.keys(await groupsOf(ec2, instanceId));
      const finding = instanceFinding({ account: payments.id, instanceId });
      return { instanceId, port: port!, finding, containment: containmentId("isolate-instance", target.arn) };
    };
    const record = async (of: Awaited<ReturnType<typeof patient>>) => recorder.run(queueEvent(of.finding));
    const first = await record(await patient());
    report("The first isolation in a VPC, which makes the two groups", first);
    const ratios: number[] = [];
    let last = first;
    for (let round = 0; round < rounds; round++) {
      const [one, two] = [await patient(), await patient()];
      last = await record(one);
      const bare = await replay(world.endpoint, last.requests, {
        [one.instanceId]: two.instanceId,
        [one.port]: two.port,
        [one.finding["id"]]: two.finding["id"],
        [one.containment]: two.containment,
      });
      ratios.push(last.milliseconds / bare);
    }
    report("Every other isolation", last);
    const operations = last.requests.map(operationOf);
    await makeTargetGroups(world, network.vpcId, manyTargetGroups);
    const crowded = (await record(await patient())).requests.map(operationOf);
    return [
      {
        name: "API calls from the delivery to the first closing of an interface",
        value: callsToTheCut(operations),
        limit: 5,
        how: "the VPC's groups present; the closing itself, journal and notice not counted",
      },
      {
        name: `calls that ${manyTargetGroups} target groups in the Region add to that`,
        value: callsToTheCut(crowded) - callsToTheCut(operations),
        limit: 0,
        how: "counted on the wire",
      },
      {
        name: "API calls of one isolation",
        value: operations.filter((name) => !isOwn(name)).length,
        limit: 16,
        how: "one interface, no load balancer, counted on the wire, AssumeRole included",
      },
      {
        name: "calls to journal, notice, own queue and source",
        value: operations.filter(isOwn).length,
        limit: 10,
        how: "of the same isolation",
      },
      {
        name: "time in the handler / the same calls in sequence",
        value: median(ratios),
        limit: 0.8,
        how: `the recorded requests made again for a second instance with nothing in between, each ${latency} ms slower than the local AWS, as AWS is; median of ${rounds}`,
      },
      {
        name: "loading the function / loading its SDK clients",
        value: await loadingRatio(deployed),
        limit: 1.3,
        how: "fresh processes that take turns; median of 9",
      },
      {
        name: "archive of the function in KB",
        value: Math.ceil(deployed.archiveBytes / 1024),
        limit: 400,
        how: "as deployed",
      },
    ];
  } finally {
    recorder.stop();
  }
}

const manyTargetGroups = 1500;

/** Calls that are not made for the target: journal, notice, own queue, and GuardDuty, which archives. */
const isOwn = (name: string) => /^(dynamodb|sns|sqs|guardduty)\./.test(name);

/** How many calls lie before the first closing: the second change of an interface, after the one that opens. */
function callsToTheCut(operations: string[]): number {
  const target = operations.filter((name) => !isOwn(name));
  const change = "ec2.ModifyNetworkInterfaceAttribute";
  return target.indexOf(change, target.indexOf(change) + 1);
}

async function makeTargetGroups(world: World, VpcId: string, count: number): Promise<void> {
  const elbv2 = new ElasticLoadBalancingV2(rootOf(payments.id, world.endpoint));
  for (let made = 0; made < count; made += 10) {
    const names = Array.from({ length: 10 }, (_, index) => `bench-${made + index}`);
    await Promise.all(names.map((Name) => elbv2.createTargetGroup({ Name, Protocol: "HTTP", Port: 80, VpcId })));
  }
}

/** Accounts besides the three that are deployed; they get what a stack would make of them without one. */
const bare = Array.from({ length: 197 }, (_, index) => String(500_000_000_000 + index));

async function doctorFigures(world: World): Promise<Figure[]> {
  const covered = await coveredAs(world);
  await inParallel(bare, 4, (account) => cover(world, account, covered));
  const { seconds, accounts: examined, arrived } = await examine(world);
  const how = `one Region each, ${arrived} test events arrived; on this machine, which also runs the local AWS`;
  return [
    { name: `seconds of the doctor over ${examined} accounts`, value: seconds, limit: 60, how },
    { name: "accounts whose test event did not arrive", value: examined - arrived, limit: 0, how: "of the same run" },
  ];
}

async function burstFigures(world: World): Promise<Figure[]> {
  const result = await burst(world, 100);
  const how = `${result.findings} findings for ${result.findings} instances in two accounts at once, ${result.seconds.toFixed(0)} s on this machine`;
  return [
    { name: "burst: findings that did not end as contained", value: result.findings - result.contained, limit: 0, how },
    { name: "burst: instances that are not isolated when read", value: result.open, limit: 0, how },
    { name: "burst: done twice", value: result.twice, limit: 0, how: "second decisions or second snapshots" },
    { name: "burst: dead letters", value: result.deadLetters, limit: 0, how },
  ];
}

function report(title: string, { requests }: Recording): void {
  const counts: Record<string, number> = {};
  for (const request of requests) counts[operationOf(request)] = (counts[operationOf(request)] ?? 0) + 1;
  console.log(`${title}: ${requests.length} requests`);
  for (const [name, count] of Object.entries(counts)) console.log(`  ${count} x ${name}`);
}

const median = (values: number[]) => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)]!;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
