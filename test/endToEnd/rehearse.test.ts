import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EC2 } from "@aws-sdk/client-ec2";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { after, before, describe, it } from "mocha";
import { accounts, rootOf, stranger } from "../../local/world/accounts";
import { makePublicBucket, s3In } from "../../local/world/buckets";
import { instanceFinding } from "../../local/world/findings";
import { decisionsOf } from "../../local/world/follow";
import { makeInstance } from "../../local/world/instances";
import { iamIn } from "../../local/world/principals";
import { ecsIn } from "../../local/world/tasks";
import { type Running, startWatched } from "../../local/world/toolProcess";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import { namePrefix } from "../../rehearsal/names";
import { defaultRole, rehearsalPermissions } from "../../rehearsal/permissions";
import { groupsOf, sourcesOf } from "../../rehearsal/readBack";
import { family } from "../../rehearsal/testResources/task";
import { rehearsalId, rehearsalSource, rehearsalTag } from "../../runtime/findings/rehearsal";
import { drain } from "./queues";
import { allowRehearser, inventory, makeRehearser, removeRehearser } from "./rehearser";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments, website } = accounts;
const isOfRehearsal = (name: string) => name.startsWith(namePrefix);
type Person = Awaited<ReturnType<typeof userWith>>;

describe("end to end: firebreak rehearse, with the local AWS as the real account", () => {
  let world: World;
  let ec2: EC2;
  let folder: string;
  let analyst: Person;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "firebreak-rehearse-"));
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    await makeRehearser(world.endpoint, payments.id);
    const assume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: `arn:aws:iam::*:role/${defaultRole}` };
    const statements = JSON.parse(world.master.operatorPolicy).Statement;
    analyst = await userWith(world, "analyst-rehearsing", [...statements, assume]);
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await removeRehearser(world);
  });

  const rehearse = (argv: string[], account: string = payments.id): Running =>
    startWatched(["rehearse", "--account", account, "--yes", "--json", ...argv], folder, {
      AWS_ENDPOINT_URL: analyst.endpoint,
      AWS_REGION: analyst.region,
      AWS_ACCESS_KEY_ID: analyst.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: analyst.credentials.secretAccessKey,
    });

  it("N95: contains, reads back, releases and removes everything, and touches nothing else", async () => {
    await makeInstance(ec2, await ownNetwork(ec2));
    const iam = iamIn(world, "payments");
    // Named as if a rehearsal had made it, but not tagged.
    const name = `${namePrefix}not`;
    await iam.createUser({ UserName: name });
    const s3 = s3In(world, "payments");
    await makePublicBucket(s3, name);
    const ecs = ecsIn(world, "payments");
    await ecs.createCluster({ clusterName: name });
    const cloudTrail = new CloudTrail(rootOf(payments.id, world.endpoint));
    await cloudTrail.createTrail({ Name: name, S3BucketName: name });
    const earlier = await inventory(world);
    const file = path.join(folder, "report.json");
    const { code, out, err } = await rehearse(["--report", file, "--share-with", stranger]).ended;
    assert.equal(code, 0, `${out}\n${err}`);
    const report = JSON.parse(out);
    assert.equal(report.held, true);
    assert.deepEqual(
      report.incidents.map(({ response, expected, outcome }: any) => {
        // CloudTrail may report the stopped trail first.
        const isEarlier = response === "restore-guardrail" && outcome === "already-contained";
        return [response, expected, isEarlier ? expected : outcome].join(" ");
      }),
      [
        "isolate-instance contained contained",
        "isolate-instance already-contained already-contained",
        "isolate-instance released released",
        "isolate-instance skipped skipped",
        "block-principal contained contained",
        "block-principal released released",
        "block-principal contained contained",
        "block-principal released released",
        "block-principal exempt exempt",
        "confine-security-group contained contained",
        "confine-security-group released released",
        "block-public-bucket contained contained",
        "block-public-bucket released released",
        "stop-function contained contained",
        "stop-function released released",
        "unshare-copy contained contained",
        "unshare-copy released released",
        "isolate-task contained contained",
        "isolate-task released released",
        "restore-guardrail contained contained",
        "restore-guardrail released released",
        "restore-guardrail exempt exempt",
      ],
    );
    for (const line of report.incidents) {
      assert.ok(line.calls > 0, line.title);
      if (line.outcome === "contained") assert.ok(line.sessions.every((one: any) => one.packedPolicySize > 0));
      if (line.outcome === "contained") assert.ok(line.sessions.length > 0, line.title);
    }
    assert.match(err, /less than 0\.0\d US dollars/);
    assert.deepEqual(await inventory(world), earlier);
    const attached = await readFile(file, "utf8");
    assert.doesNotMatch(attached, /\d{12}(?!\*)/);
    assert.equal(JSON.parse(attached).held, true);
    await iam.deleteUser({ UserName: name });
    await cloudTrail.deleteTrail({ Name: name });
    await ecs.deleteCluster({ cluster: name });
    // The local AWS may have written logs of the trail meanwhile.
    const { Contents = [] } = await s3.listObjectsV2({ Bucket: name });
    for (const { Key } of Contents) await s3.deleteObject({ Bucket: name, Key });
    await s3.deleteBucket({ Bucket: name });
  });

  it("finds a permission that a role lacks and a group that others have changed, and still removes everything", async () => {
    const earlier = await inventory(world);
    const RoleName = "Security-IR-Role-isolate-instance";
    const iam = iamIn(world, "payments");
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName: "isolate-instance" });
    const full = decodeURIComponent(PolicyDocument!);
    const { Statement, ...rest } = JSON.parse(full);
    const put = (document: string) =>
      iam.putRolePolicy({ RoleName, PolicyName: "isolate-instance", PolicyDocument: document });
    await put(JSON.stringify({ ...rest, Statement: Statement.filter(({ Sid }: any) => Sid !== "CreateGroups") }));
    try {
      const running = rehearse(["--only", "isolate-instance,confine-security-group"]);
      const changed = changeGroup(running);
      const { code, out, err } = await running.ended;
      await changed;
      assert.equal(code, 1, `${out}\n${err}`);
      const report = JSON.parse(out);
      assert.equal(report.held, false);
      const [first] = report.incidents;
      assert.equal(first.outcome, "failed", out);
      assert.match(first.difference, /the expected outcome is contained/);
      assert.ok(first.refused.includes("ec2:CreateSecurityGroup"), first.refused.join());
      const release = report.incidents.at(-1);
      assert.deepEqual([release.response, release.outcome], ["confine-security-group", "released"], out);
      assert.match(release.difference, /differs from its prior state: sources .*10\.9\.8\.7\/32/);
      assert.deepEqual(report.left, []);
      assert.deepEqual(await inventory(world), earlier);
    } finally {
      await put(full);
      await drain(world, world.master.queues["isolate-instance"]!.dead, 1);
    }
  });

  /** Adds a rule to the rehearsal's open group once it is confined. */
  async function changeGroup(running: Running): Promise<void> {
    const Filters = [{ Name: "tag-key", Values: [rehearsalTag] }];
    while (running.running()) {
      const { SecurityGroups = [] } = await ec2.describeSecurityGroups({ Filters });
      const group = SecurityGroups.find(({ GroupName }) => GroupName!.endsWith("-open"))?.GroupId;
      const sources = group ? await sourcesOf(ec2, group) : [];
      if (group && sources.length > 0 && !sources.some((source) => source.endsWith("/1"))) {
        const rule = { IpProtocol: "tcp", FromPort: 8080, ToPort: 8080, IpRanges: [{ CidrIp: "10.9.8.7/32" }] };
        await ec2.authorizeSecurityGroupIngress({ GroupId: group, IpPermissions: [rule] });
        return;
      }
      await sleep(50);
    }
  }

  it("N97: removes what a killed run left behind, also the logs of its trail", async () => {
    const earlier = await inventory(world);
    const only = ["isolate-instance", "block-public-bucket", "unshare-copy", "isolate-task", "restore-guardrail"];
    const killed = rehearse(["--only", only.join(","), "--share-with", stranger]);
    await killed.printed(/: contained/);
    killed.kill("SIGKILL");
    await killed.ended;
    const left = await inventory(world);
    const [cluster, trail] = [left.clusters, left.trails].map((all) => all.find((name) => isOfRehearsal(name!)));
    assert.ok(cluster && trail, JSON.stringify(left));
    assert.ok(left.gateways.length > earlier.gateways.length);
    // What CloudTrail writes: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
    await s3In(world, "payments").putObject({
      Bucket: trail,
      Key: `AWSLogs/${payments.id}/CloudTrail/log`,
      Body: "{}",
    });
    const { code, out, err } = await rehearse(["--only", "confine-security-group"]).ended;
    assert.equal(code, 0, `${out}\n${err}`);
    const report = JSON.parse(out);
    assert.ok(report.leftovers.length >= 4, report.leftovers.join());
    assert.deepEqual(await inventory(world), earlier);
    const { taskDefinitionArns } = await ecsIn(world, "payments").listTaskDefinitions({ familyPrefix: family });
    assert.equal(taskDefinitionArns?.length, 1, "the definition stays, and is used again");
  });

  it("removes what it made after Ctrl-C", async () => {
    const earlier = await inventory(world);
    const running = rehearse(["--only", "block-public-bucket,confine-security-group"]);
    await running.printed(/: contained/);
    running.kill("SIGINT");
    const { code, out } = await running.ended;
    assert.equal(code, 1);
    assert.equal(JSON.parse(out).stopped, true);
    assert.deepEqual(await inventory(world), earlier);
  });

  it("names the setting or the policy that is missing, and makes nothing", async () => {
    const earlier = await inventory(world);
    const unnamed = await rehearse([], website.id).ended;
    assert.equal(unnamed.code, 1);
    assert.match(
      unnamed.err,
      /777788889999 is not listed for rehearsals.*firebreak:rehearsalAccounts in Pulumi\.yaml/s,
    );
    const noRole = await rehearse(["--role", "nobody"]).ended;
    assert.equal(noRole.code, 1);
    assert.match(noRole.err, /role\/nobody cannot be assumed, so nothing was created.*docs\/rehearsal\.md/s);
    await allowRehearser(world, ["Buckets"]);
    try {
      const { code, out, err } = await rehearse(["--only", "block-public-bucket,confine-security-group"]).ended;
      assert.equal(code, 1, err);
      const [first, ...others] = JSON.parse(out).incidents;
      assert.match(first.difference, /s3:CreateBucket.*docs\/rehearsal\.md has the policy/s);
      assert.deepEqual(others, []);
    } finally {
      await allowRehearser(world);
    }
    assert.deepEqual(await inventory(world), earlier);
  });

  it("touches nothing without the run's tag, and accepts no rehearsal event from an account that is not named", async () => {
    const network = await ownNetwork(ec2);
    const run = "000000000abc";
    const send = async (account: string, detail: Record<string, any>) => {
      const client = new EventBridge(rootOf(account, world.endpoint));
      const Detail = JSON.stringify({ ...detail, rehearsal: run });
      await client.putEvents({ Entries: [{ Source: rehearsalSource, DetailType: "GuardDuty Finding", Detail }] });
      return rehearsalId(run, detail["id"]);
    };
    const plain = await makeInstance(ec2, network);
    const other = await makeInstance(ec2, network, { [rehearsalTag]: "000000000xyz" });
    for (const instanceId of [plain, other]) {
      const groups = await groupsOf(ec2, instanceId);
      const id = await send(payments.id, instanceFinding({ account: payments.id, instanceId }));
      const [decision] = await decisionsOf(world, id);
      assert.equal(decision!.outcome, "refused", decision!.reason);
      assert.match(decision!.reason, /a rehearsal changes only resources that it created/);
      assert.deepEqual(await groupsOf(ec2, instanceId), groups);
    }
    await ec2.terminateInstances({ InstanceIds: [other] });
    const there = ec2In(world, "website");
    const foreign = await makeInstance(there, await ownNetwork(there), { [rehearsalTag]: run });
    const unnamed = await send(website.id, instanceFinding({ account: website.id, instanceId: foreign }));
    const named = await send(payments.id, instanceFinding({ account: website.id, instanceId: foreign }));
    // A finding from the named account about the other one is recorded; the other account's own finding would be too.
    const refused = await decisionsOf(world, named);
    assert.match(refused[0]!.reason, /may only name its own/);
    assert.deepEqual(await decisionsOf(world, unnamed, 0), []);
  });

  it("the documented role allows nothing that was not needed here, except to clean up after a failed release", async () => {
    const unreleased = [
      "ec2:ModifyInstanceAttribute",
      "iam:DeletePolicy",
      "iam:DeleteRolePermissionsBoundary",
      "iam:DetachRolePolicy",
      "iam:DetachUserPolicy",
    ];
    // For what is made with tags: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html,
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html and
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
    const tagging = ["ecs:TagResource", "iam:TagRole", "iam:TagUser", "lambda:TagResource"];
    const lines = (await readFile(path.join(world.folder, "aws", "allowed-calls.jsonl"), "utf8")).trim().split("\n");
    const used = lines.map((line) => JSON.parse(line)).filter(({ role }) => role.endsWith(`/${defaultRole}`));
    const actions = new Set(used.map(({ action }) => action));
    const all = [...new Set(rehearsalPermissions.flatMap((permission) => permission.actions))];
    assert.deepEqual(all.filter((action) => !actions.has(action)).sort(), [...unreleased, ...tagging].sort());
  });
});
