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
import { inParallel } from "../runtime/lib/inParallel";
import { containmentId } from "../runtime/model/target";
import { instanceTarget } from "../runtime/resources/targets";
import { cover, coveredAs, examine } from "./doctor";
import { deployFleet, fresh } from "./fleet";
import { loadingRatio } from "./loading";
import { firstViewSeconds, inventorySeconds, many } from "./people";
import { latency, operationOf, type Recording, recordingProcess, replay } from "./recording";
import { startSeconds } from "./start";

const { payments } = accounts;
const rounds = 5;

/** A figure, its limit and how it was measured. */
interface Figure {
  name: string;
  value: number;
  limit: number;
  how: string;
}

async function main(): Promise<void> {
  const world = await openWorld({
    bare: [...bare, ...fresh],
    // The burst needs far more containments an hour than a real setting would allow.
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
      {
        name: "processor seconds of a verb's start above those of Node.js",
        value: await startSeconds(),
        limit: 0.35,
        how: "firebreak incidents --help; median of 5",
      },
      ...(await peopleFigures()),
      ...(await isolation(world)),
      ...(await fleetFigures(world)),
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

async function peopleFigures(): Promise<Figure[]> {
  const view = await firstViewSeconds();
  if (view === undefined) console.error("without Chromium the console is not measured");
  return [
    {
      name: `seconds of fleet show over ${many.accounts} accounts`,
      value: await inventorySeconds(),
      limit: 5,
      how: "an inventory with two groups, in this process",
    },
    ...(view === undefined
      ? []
      : [
          {
            name: `seconds to the console's first view with ${many.incidents} incidents`,
            value: view,
            limit: 2,
            how: "in Chromium, from a journal that answers at once",
          },
        ]),
  ];
}

async function isolation(world: World): Promise<Figure[]> {
  const ec2 = new EC2(rootOf(payments.id, world.endpoint));
  const network = await makeNetwork(ec2, 100);
  const deployed = await deployedFunction(world, "isolate-instance");
  const recorder = recordingProcess(deployed);
  try {
    const newInstance = async () => {
      const instanceId = await makeInstance(ec2, network);
      const target = instanceTarget({ accountId: payments.id, region, partition: "aws" }, instanceId);
      const [port] = Object.keys(await groupsOf(ec2, instanceId));
      const finding = instanceFinding({ account: payments.id, instanceId });
      return { instanceId, port: port!, finding, containment: containmentId("isolate-instance", target.arn) };
    };
    const record = async (of: Awaited<ReturnType<typeof newInstance>>) => recorder.run(queueEvent(of.finding));
    const first = await record(await newInstance());
    report("The first isolation in a VPC, which creates the two groups", first);
    const ratios: number[] = [];
    let last = first;
    for (let round = 0; round < rounds; round++) {
      const [one, two] = [await newInstance(), await newInstance()];
      last = await record(one);
      const bare = await replay(world.endpoint, last.requests, {
        [one.instanceId]: two.instanceId,
        [one.port]: two.port,
        [one.finding["id"]]: two.finding["id"],
        [one.containment]: two.containment,
      });
      ratios.push(last.milliseconds / bare);
    }
    report("Every further isolation", last);
    const operations = last.requests.map(operationOf);
    await makeTargetGroups(world, network.vpcId, manyTargetGroups);
    const crowded = (await record(await newInstance())).requests.map(operationOf);
    return [
      {
        name: "API calls from the delivery to the first closing of an interface",
        value: callsToTheCut(operations),
        limit: 5,
        how: "with existing groups in the VPC; without the closing itself, journal and notice",
      },
      {
        name: `additional calls because of ${manyTargetGroups} target groups in the Region`,
        value: callsToTheCut(crowded) - callsToTheCut(operations),
        limit: 0,
        how: "counted from HTTP requests",
      },
      {
        name: "API calls of one isolation",
        value: operations.filter((name) => !isOwn(name)).length,
        limit: 16,
        how: "one interface, no load balancer, counted from HTTP requests, including AssumeRole",
      },
      {
        name: "calls to journal, notice, own queue and source",
        value: operations.filter(isOwn).length,
        limit: 10,
        how: "in the same isolation",
      },
      {
        name: "time in the handler / the same calls in sequence",
        value: median(ratios),
        limit: 0.8,
        how: `the recorded requests repeated back to back for a second instance, each ${latency} ms slower than the local AWS, to match AWS; median of ${rounds}`,
      },
      {
        name: "loading the function / loading its SDK clients",
        value: await loadingRatio(deployed),
        limit: 1.3,
        how: "fresh processes, alternating; median of 9",
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

/** Calls that do not concern the target: journal, notice, own queue, and GuardDuty, where findings are archived. */
const isOwn = (name: string) => /^(dynamodb|sns|sqs|guardduty)\./.test(name);

/** The number of calls before the first closing, which is the second change of an interface; the first one opens it. */
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

/** Accounts besides the three deployed ones. They get the resources of a stack without a deployment. */
const bare = Array.from({ length: 197 }, (_, index) => String(500_000_000_000 + index));

async function doctorFigures(world: World): Promise<Figure[]> {
  const covered = await coveredAs(world);
  await inParallel(bare, 4, (account) => cover(world, account, covered));
  const { seconds, accounts: examined, arrived } = await examine(world);
  const how = `one Region each, ${arrived} test events arrived; on this machine, together with the local AWS`;
  return [
    { name: `seconds of the doctor over ${examined} accounts`, value: seconds, limit: 60, how },
    { name: "accounts whose test event did not arrive", value: examined - arrived, limit: 0, how: "in the same run" },
  ];
}

async function fleetFigures(world: World): Promise<Figure[]> {
  const { first, further, unchanged } = await deployFleet(world);
  const how = `processor time with all processes, the double of the AWS provider included; ${fresh.length} accounts, two at once`;
  return [
    { name: "fleet: seconds of an account's first deployment", value: first, limit: 9, how },
    { name: "fleet: seconds of each further account without a change, forced", value: further, limit: 6.5, how },
    { name: "fleet: seconds of all accounts if nothing has changed", value: unchanged, limit: 10, how },
  ];
}

async function burstFigures(world: World): Promise<Figure[]> {
  const result = await burst(world, 100);
  const how = `${result.findings} findings for ${result.findings} instances in two accounts simultaneously, ${result.seconds.toFixed(0)} s on this machine`;
  return [
    { name: "burst: findings that did not end as contained", value: result.findings - result.contained, limit: 0, how },
    { name: "burst: instances that are not isolated when read", value: result.open, limit: 0, how },
    { name: "burst: duplicate work", value: result.twice, limit: 0, how: "second decisions or second snapshots" },
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
