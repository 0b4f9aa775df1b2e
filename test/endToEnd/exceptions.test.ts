import assert from "node:assert/strict";
import type { EC2 } from "@aws-sdk/client-ec2";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { RDS } from "@aws-sdk/client-rds";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf, stranger } from "../../local/world/accounts";
import { makePublicBucket, s3In } from "../../local/world/buckets";
import { makeCluster } from "../../local/world/clusters";
import { type Caller, operatorOf } from "../../local/world/command";
import { evaluate } from "../../local/world/compliance";
import {
  makeSharedClusterSnapshot,
  makeSharedDatabaseSnapshot,
  makeSharedImage,
  makeSharedSnapshot,
} from "../../local/world/copies";
import {
  approverSession,
  exceptionCommand,
  grantCommand,
  second,
  signException,
  type WantedException,
} from "../../local/world/exceptions";
import { instanceFinding, sendFinding } from "../../local/world/findings";
import { decisionsAbout, decisionsOf, journalOf } from "../../local/world/follow";
import { makeFunction } from "../../local/world/functions";
import { guardrailsIn } from "../../local/world/guardrails";
import { makeInstance } from "../../local/world/instances";
import { iamIn, makeRole, makeUser, principalFinding } from "../../local/world/principals";
import { makeService } from "../../local/world/tasks";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import { notIsolated } from "../../rehearsal/readBack";
import { dailyDetailType } from "../../runtime/exceptions/dailyCheck";
import { detailTypes } from "../../runtime/messages/queueMessage";
import type { Target } from "../../runtime/model/target";
import {
  bucketTarget,
  clusterTarget,
  databaseTarget,
  functionTarget,
  groupTarget,
  instanceTarget,
  podTarget,
  principalTarget,
  targetOf,
  taskTarget,
  volumeTarget,
} from "../../runtime/resources/targets";
import { subscribe } from "./notices";
import { drain, sqsIn } from "./queues";
import { deployedWorld, ec2In, ownNetwork } from "./world";

const { payments } = accounts;
const place = { accountId: payments.id, region, partition: "aws" };
const key = "SecurityException";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("end to end: exceptions", () => {
  let world: World;
  let ec2: EC2;
  let operator: Caller;
  let ann: Caller;
  let approver: Caller;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
    operator = await operatorOf(world);
    ann = await userWith(world, "approver-of-exceptions", [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Resource: world.master.exceptionApprover,
      },
    ]);
    approver = await approverSession(world, ann);
  });

  const machine = async (tags: Record<string, string> = {}) =>
    instanceTarget(place, await makeInstance(ec2, await ownNetwork(ec2), tags));
  const wanted = (target: Target, more: Partial<WantedException> = {}): WantedException => ({
    target,
    responses: ["isolate-instance"],
    until: inDays(30),
    owner: "owner@example.com",
    reference: "SEC-123",
    ...more,
  });
  const grant = async (one: WantedException) => exceptionCommand(await grantCommand(one, approver), approver, ann);
  const where = ({ accountId: account, region: at, kind, id }: Target) => ({ account, region: at, kind, id });
  const check = (target: Target) => exceptionCommand({ command: "check", ...where(target) }, operator);
  const tagOf = async ({ id }: Target) => {
    const { Tags } = await ec2.describeTags({ Filters: [{ Name: "resource-id", Values: [id] }] });
    return Tags?.find((tag) => tag.Key === key)?.Value;
  };
  const answer = async ({ id }: Target) => {
    const finding = instanceFinding({ account: payments.id, instanceId: id });
    await sendFinding(world.endpoint, payments.id, finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    return { finding, decision: decision! };
  };
  const message = async (QueueUrl: string, detailType: string) => {
    const MessageBody = JSON.stringify({ source: "firebreak", "detail-type": detailType });
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody });
  };
  const told = async (queue: string, about: string, count = 1) => {
    const texts = (await drain(world, queue, count)).map(({ Body }) => Body!);
    return texts.filter((text) => text.includes(about));
  };

  it("M23 M24 M26: a granted exception exempts from that response only, until it is revoked and the daily check contains the resource", async () => {
    const target = await machine();
    const notices = await subscribe(world);
    const entry = await grant(wanted(target));
    assert.match(entry.grantedBy, /user\/approver-of-exceptions$/);
    assert.match(
      (await tagOf(target))!,
      /^for=isolate-instance until=\S+ by=owner@example.com ref=SEC-123 at=\S+ sig=/,
    );
    assert.match((await told(notices, target.id))[0]!, /An exception was granted .*Granted by: arn:aws:iam::\d+:user/s);

    const { finding, decision } = await answer(target);
    assert.equal(decision.outcome, "exempt", decision.reason);
    assert.match(decision.reason, /by owner@example.com, SEC-123, signed/);
    assert.equal(decision.exemption?.until, inDays(30));
    const said = await check(target);
    assert.deepEqual(said.responses.map((one: any) => [one.response, one.exempt]).slice(0, 1), [
      ["isolate-instance", true],
    ]);

    const queue = world.master.queues["isolate-instance"]!.url;
    await message(queue, detailTypes.exemptions);
    const revoked = await exceptionCommand(
      { command: "revoke", arn: target.arn, reason: "the test is over" },
      operator,
    );
    assert.deepEqual([revoked.tagRemoved, revoked.granted.status], [true, "revoked"]);
    assert.equal(await tagOf(target), undefined);
    await message(queue, detailTypes.exemptions);
    const decisions = await decisionsOf(world, finding["id"], 2);
    assert.equal(decisions[1]!.outcome, "contained", decisions[1]!.reason);
    assert.equal(await notIsolated(ec2, target.id), undefined);
    const left = (await journalOf(world).all()).filter(
      (item) => item.pk === "exemptions#isolate-instance" && item.target.arn === target.arn,
    );
    assert.deepEqual(left, []);
  });

  it("M24: a tag copied from another resource, or forged, exempts nothing, and the notice says so", async () => {
    const [original, copy] = [await machine(), await machine()];
    await grant(wanted(original));
    const value = (await tagOf(original))!;
    await ec2.createTags({ Resources: [copy.id], Tags: [{ Key: key, Value: value }] });
    const notices = await subscribe(world);
    const { decision } = await answer(copy);
    assert.equal(decision.outcome, "contained", decision.reason);
    assert.match(decision.reason, new RegExp(`its signature is that of ${original.arn}: it was copied from there`));
    assert.equal(await notIsolated(ec2, copy.id), undefined);
    assert.match((await told(notices, copy.id))[0]!, /it was copied from there/);

    const wider = value.replace("for=isolate-instance", "for=block-principal+isolate-instance");
    await ec2.createTags({ Resources: [original.id], Tags: [{ Key: key, Value: wider }] });
    const forged = await answer(original);
    assert.equal(forged.decision.outcome, "contained", forged.decision.reason);
    assert.match(forged.decision.reason, /it was widened: granted for isolate-instance, not for block-principal/);
  });

  it("M24: only the approver role can sign, not even an administrator; nobody can grant without a signature", async () => {
    const target = await machine();
    const admin = await userWith(world, "administrator", [{ Effect: "Allow", Action: "*", Resource: "*" }]);
    const { accountId, arn, kind } = target;
    const words = { responses: ["isolate-instance"], until: inDays(9), owner: "me", reference: "none" };
    const exception = { accountId, arn, kind, ...words, issuedAt: second() };
    await assert.rejects(signException(exception, admin), /AccessDenied|explicit deny/);
    const { target: _, ...rest } = { ...words, issuedAt: exception.issuedAt, target };
    const forged = { command: "grant" as const, ...where(target), ...rest, signature: "x".repeat(43) };
    await assert.rejects(exceptionCommand(forged, admin), /user\/administrator is not among the approvers/);
    await assert.rejects(exceptionCommand(forged, approver), /exception-approver\/ann is not among the approvers/);
    await assert.rejects(exceptionCommand(forged, admin, ann), /the signature was not made with the exception key/);
    const other = await grantCommand(wanted(await machine()), approver);
    await assert.rejects(
      exceptionCommand({ ...other, id: target.id }, approver, ann),
      /signature was not made with the exception key/,
    );
    const late = await grantCommand(wanted(target, { issuedAt: second(Date.now() - 3_600_000) }), approver);
    await assert.rejects(exceptionCommand(late, approver, ann), /by more than 15 minutes/);
    assert.equal(await tagOf(target), undefined);
  });

  it("M24 M26: a grant exempts every kind of resource from every response; once it is revoked, findings are contained", async () => {
    const s3 = s3In(world, "payments");
    const iam = iamIn(world, "payments");
    const rds = new RDS(rootOf(payments.id, world.endpoint));
    await makePublicBucket(s3, "exempt-by-grant", { team: "web" });
    // X47: from now on it accepts single tags only.
    await s3.putBucketAbac({ Bucket: "exempt-by-grant", AbacStatus: { Status: "Enabled" } });
    const actor = await makeRole(iam, "exempt-by-grant");
    await makeUser(iam, "exempt-by-grant");
    await makeFunction(world, "payments", "exempt-function");
    const { tasks } = await makeService(world, "payments", "exempt-task", await ownNetwork(ec2));
    const { groupId, subnetId } = await ownNetwork(ec2);
    const { VolumeId } = await ec2.createVolume({ AvailabilityZone: `${region}a`, Size: 1 });
    const { DBInstance } = await rds.createDBInstance({
      DBInstanceIdentifier: "exempt",
      DBInstanceClass: "db.t3.micro",
      Engine: "postgres",
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
      AllocatedStorage: 20,
    });
    const { DBCluster } = await rds.createDBCluster({
      DBClusterIdentifier: "exempt-cluster",
      Engine: "aurora-postgresql",
      MasterUsername: "owner",
      MasterUserPassword: "not-a-secret",
    });
    const report = (rule: string, resourceType: string, resourceId: string) => () =>
      evaluate(world.endpoint, { account: payments.id, rule, resourceType, resourceId, compliance: "NON_COMPLIANT" });
    const bucket = bucketTarget(place, "exempt-by-grant");
    const group = groupTarget(place, groupId);
    const volume = volumeTarget(place, VolumeId!);
    const database = databaseTarget(place, DBInstance!.DbiResourceId!);
    await makeSharedDatabaseSnapshot(rds, "exempt-copy", [stranger]);
    await makeSharedClusterSnapshot(rds, "exempt-cluster-copy", [stranger]);
    const copies = [
      targetOf("ebs-snapshot", place, await makeSharedSnapshot(ec2, [stranger])),
      targetOf("ami", place, await makeSharedImage(ec2, "exempt-image", [stranger])),
      targetOf("rds-snapshot", place, "exempt-copy"),
      targetOf("rds-cluster-snapshot", place, "exempt-cluster-copy"),
    ];
    const cluster = clusterTarget(place, DBCluster!.DbClusterResourceId!);
    await makeCluster(world, "payments", "exempt-pods", { subnetId, closed: true });
    const guardrails = guardrailsIn(world, "payments");
    await guardrails.makeTrail("exempt-trail");
    const guarded = [
      targetOf("trail", place, "exempt-trail"),
      targetOf("detector", place, await guardrails.detector()),
      targetOf("recorder", place, (await guardrails.recorder()).arn.split("configuration-recorder/")[1]!),
    ];
    const found: [Target, response: string, happens?: () => Promise<unknown>][] = [
      [
        principalTarget(place, "role", "exempt-by-grant"),
        "block-principal",
        () => sendFinding(world.endpoint, payments.id, principalFinding(payments.id, actor)),
      ],
      [principalTarget(place, "user", "exempt-by-grant"), "block-principal"],
      [bucket, "block-public-bucket", report("S3_BUCKET_PUBLIC_READ_PROHIBITED", "AWS::S3::Bucket", bucket.id)],
      [bucket, "run-runbook", report("S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED", "AWS::S3::Bucket", bucket.id)],
      [group, "confine-security-group", report("SECURITY_GROUP_OPEN_PROHIBITED", "AWS::EC2::SecurityGroup", group.id)],
      [volume, "notify", report("ENCRYPTED_VOLUMES", "AWS::EC2::Volume", volume.id)],
      [database, "notify"],
      [functionTarget(place, "exempt-function"), "stop-function"],
      [cluster, "isolate-database"],
      ...copies.map((copy): [Target, string] => [copy, "unshare-copy"]),
      [taskTarget(place, tasks[0]!.split(":task/")[1]!), "isolate-task"],
      [podTarget(place, "exempt-pods/checkout/cart-1"), "isolate-pod"],
      ...guarded.map((one): [Target, string] => [one, "restore-guardrail"]),
    ];
    for (const [target, response, happens] of found) {
      const about = `${response} ${target.arn}`;
      const earlier = (await journalOf(world).about(target.arn)).length;
      await grant(wanted(target, { responses: [response] }));
      const { responses } = await check(target);
      const verdict = responses.find((one: any) => one.response === response);
      assert.equal(verdict.exempt, true, `${about}: ${JSON.stringify(responses)}`);
      if (happens) {
        await happens();
        const exempt = (await decisionsAbout(world, target.arn, earlier + 1)).at(-1)!;
        assert.deepEqual([exempt.response, exempt.outcome], [response, "exempt"], `${about}: ${exempt.reason}`);
      }
      await exceptionCommand({ command: "revoke", ...where(target), reason: "test" }, operator);
      assert.equal((await check(target)).value, undefined, about);
      if (happens) {
        await message(world.master.queues[response]!.url, detailTypes.exemptions);
        const after = (await decisionsAbout(world, target.arn, earlier + 2)).at(-1)!;
        assert.equal(after.response, response, about);
        assert.notEqual(after.outcome, "exempt", about);
      }
    }
    assert.deepEqual((await s3.getBucketTagging({ Bucket: bucket.id })).TagSet, [{ Key: "team", Value: "web" }]);
    rds.destroy();
  });

  it("M49: a tag event that cannot be read ends in the dead-letter queue", async () => {
    const queue = world.master.exceptionsQueue;
    await message(queue, "Tag Change on Resource");
    const dead = await drain(world, `${queue}-kept`, 1, 40);
    assert.match(dead[0]!.Body!, /Tag Change on Resource/);
  });

  it("M25: people are notified of an exception tag that is not in the register, but not of a registered one", async () => {
    const [known, unknown] = [await machine(), await machine({ [key]: "because" })];
    await grant(wanted(known));
    const notices = await subscribe(world);
    const events = new EventBridge(rootOf(payments.id, world.endpoint));
    for (const target of [known, unknown]) {
      const Detail = JSON.stringify({
        "changed-tag-keys": [key],
        service: "ec2",
        "resource-type": "instance",
        version: 1,
        tags: { [key]: await tagOf(target) },
      });
      await events.putEvents({
        Entries: [{ Source: "aws.tag", DetailType: "Tag Change on Resource", Resources: [target.arn], Detail }],
      });
    }
    events.destroy();
    // There may be other notices meanwhile, for example from an alarm.
    const texts = (await drain(world, notices, 9, 10))
      .map(({ Body }) => Body!)
      .filter((text) => [known, unknown].some(({ id }) => text.includes(id)));
    assert.equal(texts.length, 1, texts.join("\n---\n"));
    assert.match(
      texts[0]!,
      new RegExp(`${unknown.id} .*was set, but not by an approver.*Its value is now: because`, "s"),
    );
  });

  it("M26: owners are notified once of an exception that ends within a week; everyone is notified of those without an end", async () => {
    const [ending, endless] = [await machine(), await machine({ [key]: "for ever" })];
    await grant(wanted(ending, { until: inDays(5) }));
    assert.equal((await answer(endless)).decision.outcome, "exempt");
    const notices = await subscribe(world);
    const queue = world.master.exceptionsQueue;
    await message(queue, dailyDetailType);
    const first = (await drain(world, notices, 10, 6)).map(({ Body }) => Body!);
    assert.equal(
      first.filter((text) => text.includes(ending.id) && /The last day of the exception .*Owner: owner@/s.test(text))
        .length,
      1,
    );
    assert.equal(
      first.filter((text) => text.includes(endless.id) && /exempt without an end date/.test(text)).length,
      1,
    );
    await message(queue, dailyDetailType);
    const second = (await drain(world, notices, 10, 6)).map(({ Body }) => Body!);
    assert.equal(second.filter((text) => text.includes(ending.id)).length, 0);
    assert.equal(second.filter((text) => text.includes(endless.id)).length, 1);
  });
});
