import assert from "node:assert/strict";
import type { EKS } from "@aws-sdk/client-eks";
import { before, describe, it } from "mocha";
import { accounts, region } from "../../local/world/accounts";
import { type ClusterOptions, eksIn, makeCluster } from "../../local/world/clusters";
import { command } from "../../local/world/command";
import { sendFinding } from "../../local/world/findings";
import { decisionsAbout } from "../../local/world/follow";
import { withDetector } from "../../local/world/hub";
import type { World } from "../../local/world/world";
import { guardDutyCluster } from "../../rehearsal/clusterFindings";
import { eksClusterTarget } from "../../runtime/resources/targets";
import { until } from "./until";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;
const place = { accountId: payments.id, region, partition: "aws" };
const username = `arn:aws:sts::${payments.id}:assumed-role/operations/jane`;
const everyone = { endpointPublicAccess: true, endpointPrivateAccess: false, publicAccessCidrs: ["0.0.0.0/0"] };

describe("end to end: the API of clusters", () => {
  let world: World;
  let eks: EKS;
  let subnetId: string;
  before(async () => {
    world = await deployedWorld();
    eks = eksIn(world, "payments");
    ({ subnetId } = await ownNetwork(ec2In(world, "payments")));
  });

  const make = (name: string, options: ClusterOptions = {}) =>
    makeCluster(world, "payments", name, { subnetId, closed: true, ...options });
  const shown = async (name: string) => (await eks.describeCluster({ name })).cluster!;
  const endpoint = async (name: string) => {
    const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs } = (await shown(name)).resourcesVpcConfig!;
    return { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs };
  };
  const set = async (name: string, resourcesVpcConfig: object) => {
    const { update } = await eks.updateClusterConfig({ name, resourcesVpcConfig });
    const status = async () => (await eks.describeUpdate({ name, updateId: update!.id! })).update!.status;
    return until(async () => (await status()) === "Successful");
  };
  const report = async (cluster: string, earlier = 0) => {
    const finding = guardDutyCluster({ account: payments.id, region }, { cluster, username });
    await sendFinding(world.endpoint, payments.id, await withDetector(world, finding));
    return (await decisionsAbout(world, eksClusterTarget(place, cluster).arn, earlier + 1)).at(-1)!;
  };
  const release = (containment: string | undefined) =>
    command(world, "confine-cluster", { command: "release", containment: containment!, reason: "a false alarm" });

  it("N9c N9e N9f: a cluster whose API is called from a malicious address is closed to the internet once EKS has applied that, and a release gives back what was there", async () => {
    await make("ledger");
    const decision = await report("ledger");
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.deepEqual((await shown("ledger")).status, "ACTIVE");
    const { endpointPublicAccess, endpointPrivateAccess } = await endpoint("ledger");
    assert.deepEqual([endpointPublicAccess, endpointPrivateAccess], [false, true]);
    assert.match(decision.remains!.join(), /operations\/jane keeps its rights in the cluster/);
    const released = await release(decision.containment);
    assert.deepEqual([released.outcome, released.drift], ["released", []], released.reason);
    assert.deepEqual(await endpoint("ledger"), everyone);
  });

  it("N9d: while another update runs, EKS takes no other one, and the cluster is contained after it", async () => {
    await make("reports");
    await eks.updateClusterConfig({
      name: "reports",
      logging: { clusterLogging: [{ types: ["api"], enabled: true }] },
    });
    const decision = await report("reports");
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.equal((await endpoint("reports")).endpointPublicAccess, false);
    assert.equal((await release(decision.containment)).outcome, "released");
  });

  it("N9g: if others open the API of a contained cluster again, it is closed again right after their call", async () => {
    await make("claims");
    const decision = await report("claims");
    await set("claims", everyone);
    const { arn } = eksClusterTarget(place, "claims");
    const again = (await decisionsAbout(world, arn, 2)).at(-1)!;
    assert.deepEqual(
      [again.outcome, (await endpoint("claims")).endpointPublicAccess],
      ["recontained", false],
      again.reason,
    );
    assert.equal((await release(decision.containment)).outcome, "released");
  });

  it("N9f: a cluster that is open to its VPC only is left to a person, who is told where the calls came from", async () => {
    await make("private");
    await set("private", { endpointPublicAccess: false, endpointPrivateAccess: true });
    const decision = await report("private");
    assert.equal(decision.outcome, "skipped", decision.reason);
    assert.match(decision.reason, /nothing to close; the calls came from there/);
  });

  it("N9h: a tag of the cluster exempts it", async () => {
    await make("tools", { tags: { SecurityException: "penetration test" } });
    const decision = await report("tools");
    assert.equal(decision.outcome, "exempt", decision.reason);
    assert.deepEqual(await endpoint("tools"), everyone);
  });
});
