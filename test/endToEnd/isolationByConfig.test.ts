import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { EC2 } from "@aws-sdk/client-ec2";
import { KMS } from "@aws-sdk/client-kms";
import { Route53Resolver } from "@aws-sdk/client-route53resolver";
import { after, before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { deployedFunction, queueEvent } from "../../local/world/deployedFunction";
import { instanceFinding } from "../../local/world/findings";
import { journalOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import type { World } from "../../local/world/world";
import { messageText } from "../../runtime/messages/queueMessage";
import type { Evidence } from "../../runtime/model/call";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, security: forensic } = accounts;

describe("end to end: what isolate-instance does by config", () => {
  let world: World;
  let ec2: EC2;
  const processes: ChildProcess[] = [];
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });
  after(() => {
    for (const child of processes) child.kill("SIGKILL");
  });

  /** A key of the forensic account that lets other accounts use it through EC2. */
  async function keyFor(...users: string[]): Promise<string> {
    const root = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` });
    const full = { Effect: "Allow", Action: "kms:*", Resource: "*" };
    const Condition = { StringEquals: { "kms:ViaService": `ec2.${region}.amazonaws.com` } };
    const Statement = [
      { ...full, Principal: root(forensic.id) },
      ...users.map((id) => ({ ...full, Principal: root(id), Condition })),
    ];
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    return (await new KMS(rootOf(forensic.id, world.endpoint)).createKey({ Policy })).KeyMetadata!.Arn!;
  }

  /** The deployed code and role, with other settings of the stack. */
  async function responderWith(
    settings: object,
  ): Promise<(event: unknown) => Promise<{ answer?: any; error?: string }>> {
    const { file, environment } = await deployedFunction(world, "isolate-instance");
    const code = await readFile(file, "utf8");
    const changed = code.replace(
      /"snapshots": ?true,"shortTimeouts": ?false,"blockDomains": ?false\b/,
      `"snapshots":true,${JSON.stringify(settings).slice(1, -1)}`,
    );
    assert.ok(changed !== code, "the function's settings are not where this test looks for them");
    const own = path.join(path.dirname(file), `evidence-${processes.length}.js`);
    await writeFile(own, changed);
    const child = fork(path.join(__dirname, "crashingProcess.cjs"), [own], {
      env: environment,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    processes.push(child);
    let id = 0;
    return (event) =>
      new Promise((resolve) => {
        child.once("message", resolve);
        child.send({ id: ++id, event });
      });
  }

  const evidenceUnder = (key: string) => ({
    lockSnapshots: { mode: "governance", days: 30 },
    forensics: { account: forensic.id, keys: [key] },
  });

  async function patient(type?: string) {
    const network = await ownNetwork(ec2);
    const instance = await makeInstance(ec2, network);
    const { arn } = instanceTarget({ accountId: payments.id, region, partition: "aws" }, instance);
    const finding = instanceFinding({ account: payments.id, instanceId: instance, ...(type && { type }) });
    const event = queueEvent(finding) as { Records: object[] };
    const id = containmentId("isolate-instance", arn);
    const look = { Records: [{ ...event.Records[0], body: messageText("look", { containment: id }) }] };
    const containment = async () => (await journalOf(world).containment(id))!;
    const port = async () =>
      (await ec2.describeInstances({ InstanceIds: [instance] })).Reservations![0]!.Instances![0]!
        .NetworkInterfaces![0]!;
    const decisions = () => journalOf(world).decisions(finding["id"]);
    return { id, instance, vpc: network.vpcId, port, event, look, containment, decisions };
  }
  const ids = (evidence: Evidence[], kind: string) =>
    evidence.filter((item) => item.kind === kind).map((item) => item.id);
  const locksOf = async (SnapshotIds: string[]) =>
    (await ec2.describeLockedSnapshots({ SnapshotIds })).Snapshots!.map(({ LockState }) => LockState);

  it("N82: snapshots are locked at once, copied under the forensic account's key when they are complete, locked and shared, with a manifest; a release keeps all", async () => {
    const key = await keyFor(payments.id);
    const run = await responderWith(evidenceUnder(key));
    const { id, event, look, containment, decisions } = await patient();
    assert.equal((await run(event)).error, undefined);
    const first = (await containment()).evidence;
    const snapshots = ids(first, "snapshot");
    assert.equal(snapshots.length, 1);
    assert.deepEqual(ids(first, "lock"), snapshots);
    assert.deepEqual([ids(first, "copy"), ids(first, "manifest")], [[], []]);
    assert.deepEqual(await locksOf(snapshots), ["governance"]);

    assert.equal((await run(look)).error, undefined);
    const { evidence, status } = await containment();
    const [copy = ""] = ids(evidence, "copy");
    const [copyId = "", , original] = copy.split(" ");
    assert.deepEqual([status, original], ["contained", snapshots[0]]);
    const { Snapshots } = await ec2.describeSnapshots({ SnapshotIds: [copyId] });
    assert.deepEqual([Snapshots![0]!.State, Snapshots![0]!.KmsKeyId], ["completed", key]);
    const users = await ec2.describeSnapshotAttribute({ SnapshotId: copyId, Attribute: "createVolumePermission" });
    assert.deepEqual(users.CreateVolumePermissions, [{ UserId: forensic.id }]);
    assert.deepEqual(await locksOf([...snapshots, copyId]), ["governance", "governance"]);
    const records = ids(evidence, "record");
    assert.equal(records.length, 2);
    assert.match(records[1]!, new RegExp(`snapshot ${original} .*copy ${copyId} under key ${key}.*${forensic.id}`));
    const text = records.map((record) => `record ${record}\n`).join("");
    const hash = createHash("sha256").update(text).digest("hex");
    assert.deepEqual(ids(evidence, "manifest"), [`sha256:${hash}`]);
    const [cut, followed, ...more] = await decisions();
    assert.deepEqual([cut!.outcome, followed!.outcome, followed!.notice, more], ["contained", "contained", "none", []]);

    assert.equal((await run(look)).error, undefined);
    assert.equal((await decisions()).length, 2);
    const released = await command(world, "isolate-instance", { command: "release", containment: id, reason: "test" });
    assert.equal(released.outcome, "released", released.reason);
    for (const SnapshotId of [...snapshots, copyId])
      await assert.rejects(ec2.deleteSnapshot({ SnapshotId }), { name: "OperationNotPermitted" });
  });

  it("N83: a copy that fails is told to people once, and the snapshot stays locked", async () => {
    const run = await responderWith(evidenceUnder(await keyFor()));
    const { event, look, containment, decisions } = await patient();
    await run(event);
    await run(look);
    const [, told] = await decisions();
    assert.equal(told!.outcome, "partial");
    assert.match(told!.reason, /copy snap-\w+ of snap-\w+ ended in error \(Given key ID is not accessible\)/);
    assert.equal(told!.notice, "sent");
    await run(look);
    assert.equal((await decisions()).length, 2);
    assert.deepEqual(await locksOf(ids((await containment()).evidence, "snapshot")), ["governance"]);
  });

  it("N94: the domain of a finding that reports DNS is blocked in the VPC by DNS Firewall, in effect before the outcome is contained, and a release leaves DNS Firewall as it was", async () => {
    const resolver = new Route53Resolver(rootOf(payments.id, world.endpoint));
    const everything = async (VpcId: string) => [
      (await resolver.listFirewallDomainLists({})).FirewallDomainLists,
      (await resolver.listFirewallRuleGroups({})).FirewallRuleGroups,
      (await resolver.listFirewallRuleGroupAssociations({ VpcId })).FirewallRuleGroupAssociations,
    ];
    const run = await responderWith({ blockDomains: true });
    const { id, vpc, event, containment, decisions } = await patient("Backdoor:EC2/C&CActivity.B!DNS");
    const made = { CreatorRequestId: `others-${vpc}`, Name: `others-${vpc}` };
    const others = await resolver.createFirewallRuleGroup(made);
    const FirewallRuleGroupId = others.FirewallRuleGroup!.Id!;
    await resolver.associateFirewallRuleGroup({ ...made, FirewallRuleGroupId, VpcId: vpc, Priority: 200 });
    await everything(vpc);
    const before = await everything(vpc);
    await run(event);
    assert.deepEqual(await decisions(), [], "it is not in effect yet, so another delivery looks again");
    await run(event);
    assert.deepEqual(
      (await decisions()).map(({ outcome }) => outcome),
      ["contained"],
    );
    const [, groups, associations] = await everything(vpc);
    const own = associations!.find(({ Priority }: any) => Priority === 101) as any;
    assert.equal(own.Status, "COMPLETE");
    const { FirewallRules } = await resolver.listFirewallRules({ FirewallRuleGroupId: own.FirewallRuleGroupId });
    const { Action, BlockResponse, FirewallDomainListId } = FirewallRules![0]!;
    assert.deepEqual([Action, BlockResponse, groups!.length], ["BLOCK", "NXDOMAIN", before[1]!.length + 1]);
    const { Domains } = await resolver.listFirewallDomains({ FirewallDomainListId: FirewallDomainListId! });
    assert.deepEqual(Domains, ["c2.example.", "*.c2.example."]);
    assert.match((await containment()).remains.join("\n"), /DNS Firewall blocks c2\.example for everything in vpc-/);
    const released = await command(world, "isolate-instance", { command: "release", containment: id, reason: "test" });
    assert.equal(released.outcome, "released", released.reason);
    assert.deepEqual([released.drift, await everything(vpc)], [[], before]);
  });

  it("N88: the connection tracking timeouts of the interface are the shortest until the release", async () => {
    const run = await responderWith({ shortTimeouts: true });
    const { id, port, event, look, decisions } = await patient();
    await ec2.modifyNetworkInterfaceAttribute({
      NetworkInterfaceId: (await port()).NetworkInterfaceId!,
      ConnectionTrackingSpecification: { TcpEstablishedTimeout: 3600 },
    });
    const timeouts = async () => (await port()).ConnectionTrackingConfiguration;
    await run(event);
    assert.deepEqual(await timeouts(), { TcpEstablishedTimeout: 60, UdpStreamTimeout: 60, UdpTimeout: 30 });
    await run(look);
    assert.deepEqual(
      (await decisions()).map(({ outcome }) => outcome),
      ["contained"],
    );
    const released = await command(world, "isolate-instance", { command: "release", containment: id, reason: "test" });
    assert.equal(released.outcome, "released", released.reason);
    assert.deepEqual(await timeouts(), { TcpEstablishedTimeout: 3600, UdpStreamTimeout: 180, UdpTimeout: 30 });
  });
});
