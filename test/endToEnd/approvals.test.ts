import assert from "node:assert/strict";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import { before, describe, it } from "mocha";
import { accounts, region, rootOf } from "../../local/world/accounts";
import { command } from "../../local/world/command";
import { instanceFinding, sendFinding, updateOf } from "../../local/world/findings";
import { decisionsOf, settledContainment } from "../../local/world/follow";
import { addInterface, makeInstance } from "../../local/world/instances";
import { userWith } from "../../local/world/users";
import type { World } from "../../local/world/world";
import { groupsOf, notIsolated } from "../../rehearsal/readBack";
import { approvalKey, capKey, containmentKey, heldKey } from "../../runtime/journal/dynamodb/keys";
import { messageText } from "../../runtime/messages/queueMessage";
import { accountScope } from "../../runtime/policy/caps";
import { subscribe } from "./notices";
import { drain, sqsIn } from "./queues";
import { deployedWorld, ec2In, ownNetwork, typeToApprove } from "./world";

const { payments, security, website } = accounts;

describe("end to end: approval, caps and pause", () => {
  let world: World;
  let ec2: EC2;
  before(async () => {
    world = await deployedWorld();
    ec2 = ec2In(world, "payments");
  });

  const patient = async () => makeInstance(ec2, await ownNetwork(ec2));
  const findingOf = (instanceId: string, type = typeToApprove) =>
    instanceFinding({ account: payments.id, instanceId, type });
  const send = (finding: Record<string, any>) => sendFinding(world.endpoint, payments.id, finding);
  /** Changes a journal item as the passing of time would. */
  const age = (
    { pk, sk }: { pk: string; sk: string },
    change: string,
    values: Record<string, { S: string }>,
    finding?: string,
  ) =>
    new DynamoDB(rootOf(security.id, world.endpoint)).updateItem({
      TableName: world.master.journalTable,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: change,
      ExpressionAttributeValues: values,
      ...(finding && { ExpressionAttributeNames: { "#finding": finding } }),
    });
  const daysAgo = (days: number) => new Date(Date.now() - 86_400_000 * days).toISOString();
  const decide = (verb: "approve" | "decline", approval: string, reason = "test") =>
    command(world, "isolate-instance", { command: verb, approval, reason });

  it("M48: a plan waits for approval, changes nothing, is notified once, and is carried out once approved", async () => {
    const instance = await patient();
    const groups = await groupsOf(ec2, instance);
    const finding = findingOf(instance);
    const notices = await subscribe(world);
    await send(finding);
    const [asked] = await decisionsOf(world, finding["id"]);
    assert.equal(asked!.outcome, "awaiting-approval", asked!.reason);
    assert.match(asked!.reason, /requires approval in account 444455556666/);
    assert.ok(asked!.calls.some((call) => call.operation === "ModifyNetworkInterfaceAttribute"));
    assert.deepEqual(await groupsOf(ec2, instance), groups);
    await send(updateOf(finding));
    const [, again] = await decisionsOf(world, finding["id"], 2);
    assert.deepEqual([again!.outcome, again!.approval, again!.notice], ["awaiting-approval", asked!.approval, "none"]);
    const told = (await drain(world, notices, 2, 4)).map(({ Body }) => Body!).filter((text) => text.includes(instance));
    assert.equal(told.length, 1);
    assert.match(told[0]!, new RegExp(`node cli/firebreak.cjs approve ${asked!.approval} --reason`));

    const done = await decide("approve", asked!.approval!, "it is not ours");
    assert.equal(done.outcome, "contained", done.reason);
    assert.deepEqual([done.by, done.said], [`arn:aws:iam::${security.id}:user/operator`, "it is not ours"]);
    assert.equal(await notIsolated(ec2, instance), undefined);
    await assert.rejects(decide("decline", asked!.approval!), /is no longer waiting: used by arn/);
  });

  it("a declined plan is not requested again until there is new activity", async () => {
    const instance = await patient();
    const finding = findingOf(instance);
    await send(finding);
    const [asked] = await decisionsOf(world, finding["id"]);
    const declined = await decide("decline", asked!.approval!, "a planned scan");
    assert.match(declined.reason, /declined: a planned scan/);
    await send(updateOf(finding));
    const [, , same] = await decisionsOf(world, finding["id"], 3);
    assert.equal(same!.outcome, "skipped");
    assert.match(same!.reason, /a planned scan; the finding shows no activity since then/);
    finding["service"].eventLastSeen = new Date(Date.now() + 1000).toISOString();
    await send(finding);
    const [, , , again] = await decisionsOf(world, finding["id"], 4);
    assert.equal(again!.outcome, "awaiting-approval");
  });

  it("the approver is asked again if the target has changed and more would be done", async () => {
    const instance = await patient();
    const finding = findingOf(instance);
    await send(finding);
    const [asked] = await decisionsOf(world, finding["id"]);
    await addInterface(ec2, instance, await ownNetwork(ec2));
    const more = await decide("approve", asked!.approval!);
    assert.equal(more.outcome, "awaiting-approval");
    assert.match(more.reason, /the target has changed since the request; the plan now also has/);
    const done = await decide("approve", more.approval);
    assert.equal(done.outcome, "contained", done.reason);
    assert.equal(await notIsolated(ec2, instance), undefined);
  });

  it("M48 Y20: during a pause of all responses, findings wait, a containment by hand needs a second person, and nothing that waits is lost", async () => {
    const [one, other] = [await patient(), await patient()];
    const groups = await groupsOf(ec2, one);
    const finding = findingOf(one, "Backdoor:EC2/Spambot");
    await command(world, "isolate-instance", { command: "pause", reason: "a bad rule" });
    let approval: string;
    try {
      await send(finding);
      const [held] = await decisionsOf(world, finding["id"]);
      assert.equal(held!.outcome, "awaiting-approval");
      approval = held!.approval!;
      assert.match(held!.reason, /arn.*:user\/operator paused all responses at .*: a bad rule/);
      assert.deepEqual(await groupsOf(ec2, one), groups);
      const target = { account: payments.id, region, id: other };
      const byHand = await command(world, "isolate-instance", { command: "contain", target, reason: "seen it myself" });
      assert.equal(byHand.outcome, "awaiting-approval", byHand.reason);
      assert.match(byHand.reason, /Another person can approve it with: node cli\/firebreak\.cjs approve/);
      await assert.rejects(decide("approve", byHand.approval), /another person must approve/);
      assert.match(
        byHand.reason,
        /containment by hand now needs a second person, or end the pause first: node cli\/firebreak\.cjs resume/,
      );
      assert.notEqual(await notIsolated(ec2, other), undefined);
    } finally {
      await command(world, "isolate-instance", { command: "resume", reason: "mended" });
    }
    await send(finding);
    const [, contained] = await decisionsOf(world, finding["id"], 2);
    assert.equal(contained!.outcome, "contained", contained!.reason);
    await assert.rejects(decide("approve", approval), /is no longer waiting: withdrawn at /);
    await assert.rejects(command(world, "isolate-instance", { command: "resume", reason: "again" }), /not paused/);
  });

  it("M48 case 36: beyond the cap all containments wait, and people are notified once of those that are not severe", async () => {
    const db = new DynamoDB(rootOf(security.id, world.endpoint));
    const scope = accountScope("isolate-instance", payments.id);
    const hours = [0, 3_600_000].map((later) => new Date(Date.now() + later).toISOString().slice(0, 13));
    const keys = [...hours.map((hour) => capKey(scope, hour)), heldKey(scope)];
    const place = ({ pk, sk }: (typeof keys)[0]) => ({
      TableName: world.master.journalTable,
      Key: { pk: { S: pk }, sk: { S: sk } },
    });
    // As many as the cap allows, regardless of the five-minute slot.
    const counters = Array.from({ length: 12 }, (_, slot) => `medium${slot} :full`).join(", ");
    const full = { ":full": { N: "1000" } };
    for (const key of keys.slice(0, 2)) {
      await db.updateItem({ ...place(key), UpdateExpression: `ADD ${counters}`, ExpressionAttributeValues: full });
    }
    try {
      const instances = [await patient(), await patient(), await patient()];
      const findings = instances.map((instance) =>
        instanceFinding({ account: payments.id, instanceId: instance, type: "Backdoor:EC2/Spambot", severity: 5 }),
      );
      for (const finding of findings) await send(finding);
      const decisions = await Promise.all(findings.map(async ({ id }) => (await decisionsOf(world, id))[0]!));
      assert.deepEqual(new Set(decisions.map(({ outcome }) => outcome)), new Set(["awaiting-approval"]));
      assert.equal(decisions.filter(({ notice }) => notice !== "none").length, 1);
      for (const { reason } of decisions) assert.match(reason, /1000 containments in account 444455556666/);
      const done = await decide("approve", decisions[2]!.approval!);
      assert.equal(done.outcome, "contained", done.reason);
    } finally {
      for (const key of keys) await db.deleteItem(place(key));
    }
  });

  it("M36: an approver can do nothing but approve, and cannot approve their own request", async () => {
    const there = ec2In(world, "website");
    const target = { account: website.id, region, id: await makeInstance(there, await ownNetwork(there)) };
    const byHand = { command: "contain" as const, target, reason: "coins" };
    const asked = await command(world, "isolate-instance", byHand);
    assert.equal(asked.outcome, "awaiting-approval", asked.reason);
    await assert.rejects(
      decide("approve", asked.approval),
      /requested this containment by hand: another person must approve/,
    );
    const approver = await userWith(world, "approver-ana", [
      {
        Effect: "Allow",
        Action: "lambda:InvokeFunction",
        Resource: `arn:aws:lambda:${region}:${security.id}:function:firebreak-isolate-instance:approve`,
      },
    ]);
    await assert.rejects(command(world, "isolate-instance", byHand, approver), /not authorized|AccessDenied/i);
    const approval = { command: "approve" as const, approval: asked.approval, reason: "agreed" };
    const done = await command(world, "isolate-instance", approval, approver);
    assert.deepEqual(
      [done.outcome, done.by],
      ["contained", `arn:aws:iam::${security.id}:user/approver-ana`],
      done.reason,
    );
    assert.equal(await notIsolated(there, target.id), undefined);
  });

  it("a request that nobody approves in time expires without changes, and people are reminded of long-held containments", async () => {
    const [waiting, held] = [await patient(), await patient()];
    const [asked, contained] = [findingOf(waiting), findingOf(held, "Backdoor:EC2/Spambot")];
    for (const finding of [asked, contained]) await send(finding);
    const [question] = await decisionsOf(world, asked["id"]);
    const [answer] = await decisionsOf(world, contained["id"]);
    await settledContainment(world, answer!.containment!);
    await age(approvalKey(question!.approval!), "SET expiresAt = :at", { ":at": { S: daysAgo(0) } });
    await age(
      containmentKey(answer!.containment!),
      "SET holds.#finding.since = :at",
      { ":at": { S: daysAgo(15) } },
      contained["id"],
    );
    const notices = await subscribe(world);
    // What the hourly schedule sends.
    const message = messageText("hourly");
    const QueueUrl = world.master.queues["isolate-instance"]!.url;
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody: message });
    const [, expired] = await decisionsOf(world, asked["id"], 2);
    assert.equal(expired!.outcome, "skipped");
    assert.match(expired!.reason, /the request expired at .* without an approval: nothing was changed/);
    await assert.rejects(decide("approve", question!.approval!), /is no longer waiting: expired at /);
    const [, reminder] = await decisionsOf(world, contained["id"], 2);
    assert.match(
      reminder!.reason,
      /it has been contained for 15 days, held by .*: release it if it no longer needs containment/,
    );
    const release = `node cli/firebreak.cjs release ${answer!.containment}`;
    const isEnd = (text: string) => text.includes(waiting) && text.includes("without an approval");
    const isReminder = (text: string) => text.includes(held) && text.includes(release);
    // Notices of earlier tests may still arrive.
    const texts: string[] = [];
    for (let tried = 0; tried < 10 && !(texts.some(isEnd) && texts.some(isReminder)); tried++) {
      texts.push(...(await drain(world, notices, 1, 2)).map(({ Body }) => Body!));
    }
    assert.ok(texts.some(isEnd), texts.join("\n---\n"));
    assert.ok(texts.some(isReminder), texts.join("\n---\n"));
    // The next hour repeats neither.
    await sqsIn(world).sendMessage({ QueueUrl, MessageBody: message });
    const later = (await drain(world, notices, 10, 6)).map(({ Body }) => Body!);
    assert.deepEqual(
      later.filter((text) => text.includes(waiting) || text.includes(held)),
      [],
    );
  });

  it("M48: the plan of a release shows what it would do, and changes nothing", async () => {
    const instance = await patient();
    const finding = findingOf(instance, "Backdoor:EC2/Spambot");
    await send(finding);
    const [decision] = await decisionsOf(world, finding["id"]);
    const containment = decision!.containment!;
    const preview = await command(world, "isolate-instance", { command: "plan-release", containment });
    assert.ok(preview.calls.length > 0);
    assert.equal(await notIsolated(ec2, instance), undefined);
    const nothing = command(world, "isolate-instance", { command: "plan-release", containment: "0".repeat(16) });
    await assert.rejects(nothing, /isolate-instance has no containment "0000000000000000"/);
  });
});
