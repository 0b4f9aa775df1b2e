import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { S3 } from "@aws-sdk/client-s3";
import { before, describe, it } from "mocha";
import { type ClusterApi, makePod, podCredentials } from "../../local/aws/clusterApi";
import { reachOf } from "../../local/aws/reach/live";
import { accounts, region } from "../../local/world/accounts";
import { eksIn, makeCluster, podInterface } from "../../local/world/clusters";
import { command } from "../../local/world/command";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { withDetector } from "../../local/world/hub";
import { type Network, privateSubnet } from "../../local/world/network";
import { iamIn } from "../../local/world/principals";
import type { World } from "../../local/world/world";
import { guardDutyPod } from "../../rehearsal/clusterFindings";
import { aclEntries } from "../../rehearsal/readBack";
import { messageText } from "../../runtime/messages/queueMessage";
import { podTarget } from "../../runtime/resources/targets";
import { publicNetwork } from "./privateSubnets";
import { sqsIn } from "./queues";
import { until } from "./until";
import { deployedWorld, ec2In, enforcingCluster } from "./world";

const { payments } = accounts;
const place = { accountId: payments.id, region, partition: "aws" };
const outside = { address: "203.0.113.9" };
const namespace = "checkout";
const policies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
const podAt = (name: string) => `/api/v1/namespaces/${namespace}/pods/${name}`;

describe("end to end: pods", () => {
  let world: World;
  let ec2: EC2;
  let network: Network;
  let inner: Network;
  let api: ClusterApi;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    network = await publicNetwork(ec2);
    inner = await privateSubnet(ec2, network);
    api = await makeCluster(world, "payments", enforcingCluster, inner);
  });

  const net = () => reachOf(world.endpoint, [payments.id], region);
  const isolate = async (name: string, uid?: string, cluster = enforcingCluster, earlier = 0) => {
    const finding = guardDutyPod({ account: payments.id, region }, { cluster, namespace, name, ...(uid && { uid }) });
    await sendFinding(world.endpoint, payments.id, await withDetector(world, finding));
    return (await decisionsAbout(world, podTarget(place, `${cluster}/${namespace}/${name}`).arn, earlier + 1)).at(-1)!;
  };
  const release = (containment: string | undefined, response = "isolate-pod") =>
    command(world, response, { command: "release", containment: containment!, reason: "a false alarm" });
  const entries = () => aclEntries(ec2, { vpc: network.vpcId });
  const cluster = async (...names: string[]) => ({
    entries: await entries(),
    policies: (await api("GET", policies)).items.map(({ metadata, spec }: any) => [metadata.name, spec]),
    labels: await Promise.all(names.map(async (name) => (await api("GET", podAt(name))).metadata.labels)),
    node: (({ spec, metadata }) => [spec, metadata.labels ?? {}])(await api("GET", "/api/v1/nodes/node-1")),
  });

  it("N70: a pod that GuardDuty reports is denied all traffic and walled off, its neighbour is not, and a release gives back exactly what was there", async () => {
    const { address, port } = await podInterface(ec2, inner);
    const uid = await makePod(api, { namespace, name: "cart-1", address, labels: { app: "cart" } });
    await makePod(api, { namespace, name: "cart-2", address: "10.200.200.77", labels: { app: "cart" } });
    const before = await cluster("cart-1", "cart-2");
    const flow = await net().openFlow({ interface: port }, outside, 443);
    const decision = await isolate("cart-1", uid);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match((await net().deathOf(flow))!, /network ACL/);
    const held = await cluster("cart-1", "cart-2");
    const [[, spec]] = held.policies;
    assert.deepEqual(spec.policyTypes, ["Ingress", "Egress"]);
    const selected = held.labels.map((labels) =>
      Object.entries(spec.podSelector.matchLabels).every(([key, value]) => labels[key] === value),
    );
    assert.deepEqual(selected, [true, false]);
    const made = held.entries.filter((text) => !before.entries.includes(text));
    assert.ok(made.length > 0 && made.every((text) => text.endsWith(`deny ${address}/32`)), made.join());
    assert.equal(held.node[0].unschedulable, true);
    const released = await release(decision.containment);
    assert.deepEqual([released.outcome, released.drift], ["released", []], released.reason);
    assert.deepEqual(await cluster("cart-1", "cart-2"), before);
  });

  it("N71: without an access entry nothing is cut, and people get the reason and what to do", async () => {
    const closed = await makeCluster(world, "payments", "closed", { ...inner, closed: true });
    await makePod(closed, { namespace, name: "cart-1", address: "10.200.200.88" });
    const before = await entries();
    const decision = await isolate("cart-1", undefined, "closed");
    assert.equal(decision.outcome, "skipped", decision.reason);
    assert.match(decision.reason, /no access to it .*Unauthorized.*create access entries/);
    assert.deepEqual([decision.calls, await entries()], [[], before]);
  });

  it("N72: of a pod with the addresses of its node only the node is cordoned, as the stack file says, and no neighbour is cut", async () => {
    await makePod(api, { namespace, name: "agent-1", address: "10.200.200.99", hostNetwork: true });
    const before = await cluster("agent-1");
    const decision = await isolate("agent-1");
    assert.equal(decision.outcome, "partial", decision.reason);
    assert.match(decision.reason, /it has the addresses of node node-1/);
    const { node, ...held } = await cluster("agent-1");
    const { node: free, ...rest } = before;
    assert.deepEqual([held, node[0], free[0]], [rest, { unschedulable: true }, {}]);
    assert.equal((await release(decision.containment)).outcome, "released");
    assert.deepEqual(await cluster("agent-1"), before);
  });

  it("N73: what a pod that is gone leaves goes with the next hourly check, also if another pod has its name", async () => {
    const { address } = await podInterface(ec2, inner);
    const uid = await makePod(api, { namespace, name: "db-0", address });
    const before = await cluster();
    const decision = await isolate("db-0", uid);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.notDeepEqual(await entries(), before.entries);
    await api("DELETE", podAt("db-0"));
    const another = await podInterface(ec2, inner);
    const next = await makePod(api, { namespace, name: "db-0", address: another.address });
    const QueueUrl = world.master.queues["isolate-pod"]!.url;
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody: messageText("hourly") });
    await until(async () => {
      const now = await cluster();
      return (
        now.entries.length === before.entries.length && now.policies.length + Object.keys(now.node[0]).length === 0
      );
    });
    assert.deepEqual(await cluster(), before);
    assert.equal((await api("GET", podAt("db-0"))).metadata.labels, undefined);
    const again = await isolate("db-0", next, enforcingCluster, 2);
    assert.equal(again.outcome, "contained", again.reason);
    assert.equal((await release(again.containment)).outcome, "released");
    assert.deepEqual(await cluster(), before);
  });

  it("N74: a tag of the cluster exempts its pods", async () => {
    const tags = { SecurityException: "penetration test" };
    const exempt = await makeCluster(world, "payments", "exempt", { ...inner, tags });
    await makePod(exempt, { namespace, name: "cart-1", address: "10.200.200.55" });
    const before = await entries();
    const decision = await isolate("cart-1", undefined, "exempt");
    assert.equal(decision.outcome, "exempt", decision.reason);
    assert.deepEqual([await entries(), (await exempt("GET", policies)).items], [before, []]);
  });

  it("N7a: the sessions of the pod are denied, those of another pod with the same role are not", async () => {
    const iam = iamIn(world, "payments");
    const Principal = { Service: "pods.eks.amazonaws.com" };
    const Action = ["sts:AssumeRole", "sts:TagSession"];
    const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const trust = document({ Effect: "Allow", Principal, Action });
    const { Role } = await iam.createRole({ RoleName: "cart-pods", AssumeRolePolicyDocument: trust });
    const PolicyDocument = document({ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" });
    await iam.putRolePolicy({ RoleName: "cart-pods", PolicyName: "work", PolicyDocument });
    const eks = eksIn(world, "payments");
    await eks.createPodIdentityAssociation({
      clusterName: enforcingCluster,
      namespace,
      serviceAccount: "default",
      roleArn: Role!.Arn!,
    });
    const arn = `arn:aws:eks:${region}:${payments.id}:cluster/${enforcingCluster}`;
    const open = async (pod: string, uid: string) =>
      podCredentials(world.endpoint, { cluster: arn, namespace, serviceAccount: "default", pod, uid });
    const use = (credentials: Awaited<ReturnType<typeof open>>) =>
      new S3({ endpoint: world.endpoint, region, credentials, forcePathStyle: true }).listBuckets({}).then(
        () => "allowed",
        (error: Error) => error.name,
      );
    const uid = await makePod(api, { namespace, name: "order-1", address: "10.200.200.44" });
    const other = await makePod(api, { namespace, name: "order-2", address: "10.200.200.45" });
    const [ours, others] = [await open("order-1", uid), await open("order-2", other)];
    assert.deepEqual([await use(ours), await use(others)], ["allowed", "allowed"]);
    await isolate("order-1", uid);
    const [denied] = await decisionsAbout(world, Role!.Arn!, 1);
    assert.equal(denied!.outcome, "contained", denied!.reason);
    const renewed = await open("order-1", uid);
    assert.deepEqual(
      [await use(ours), await use(renewed), await use(others)],
      ["AccessDenied", "AccessDenied", "allowed"],
    );
    assert.equal((await release(denied!.containment, "block-principal")).outcome, "released");
    assert.equal(await use(renewed), "allowed");
  });
});
