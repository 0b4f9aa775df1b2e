import assert from "node:assert/strict";
import { approve, decline, expireApprovals } from "../../runtime/containment/approve";
import { pauseOrResume } from "../../runtime/containment/pause";
import { dailyCheck } from "../../runtime/exceptions/dailyCheck";
import { exceptionOf } from "../../runtime/exceptions/exceptionOf";
import { revoke } from "../../runtime/exceptions/revoke";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { granted, grantedTag, instance, judgeModel } from "../runtime/exceptions/model";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const settings = () =>
  settingsFor({
    findingTypes: isolateInstance.findingTypes,
    modes: [{ mode: "approve" }],
    response: { conversionSeconds: 0, snapshots: false },
  });
const event = (lastSeen?: string) => JSON.stringify(guardDutyEvent(lastSeen ? { lastSeen } : {}));
const ana = { by: "arn:ana", reason: "a load test" };
const bob = { by: "arn:bob", reason: "looks bad" };

/** A finding that waits for approval. */
async function asked() {
  const ec2: any = { state: running() };
  const response = isolateOn(ec2);
  const { run, table, published } = world(settings());
  const [decision] = await handle(run(), response, eventReader(), event());
  const approval = decision!.approval!;
  const item = () => table.items.get(`approvals|${approval}`)!;
  /** Answers after the finding's next delivery has read the request and before it writes it again. */
  const meanwhile = (answer: () => Promise<unknown>) => {
    const going: Promise<unknown>[] = [];
    table.hooks.before = async (operation, input) => {
      if (going.length > 0 || operation !== "putItem" || input.Item.pk.S !== "approvals") return;
      going.push(answer().catch((error) => error));
      await new Promise((resolve) => setTimeout(resolve, 30));
    };
    return going;
  };
  return { ec2, response, run, table, published, approval, item, meanwhile };
}

const groups = (ec2: any) => ec2.state.interfaces[0].groups;

describe("an answer that races with the next delivery of its finding", () => {
  it("Y18: a decline stays, and nobody can approve a declined request", async () => {
    const { response, run, approval, item, meanwhile, ec2 } = await asked();
    meanwhile(() => decline(run(), response, { approval, ...ana }));
    const [again] = await handle(run(), response, eventReader(), event("2026-11-26T03:00:00Z"));
    assert.equal(item()["status"], "declined");
    assert.match(again!.reason, /arn:ana declined it .*: a load test/);
    await assert.rejects(approve(run(), response, { approval, ...bob }), { code: "NotWaiting" });
    assert.deepEqual(groups(ec2), ["sg-web"]);
  });

  it("Y18: an approval stays, is carried out once, and does not expire as unanswered", async () => {
    const { response, run, approval, item, meanwhile, ec2, published } = await asked();
    const going = meanwhile(() => approve(run(), response, { approval, ...bob }));
    const [delivered] = await handle(run(), response, eventReader(), event("2026-11-26T03:00:00Z"));
    await Promise.all(going);
    assert.deepEqual([delivered!.outcome, delivered!.by], ["contained", "arn:bob"], delivered!.reason);
    assert.deepEqual([item()["status"], item()["by"], groups(ec2)], ["used", "arn:bob", ["sg-closed"]]);
    item()["expiresAt"] = "2020-01-01T00:00:00.000Z";
    const before = published.length;
    assert.deepEqual(await expireApprovals(run(), response), []);
    assert.equal(published.length, before);
  });

  it("Y18: an approval holds for one containment, until it expires, and keeps its first approver", async () => {
    const { response, run, approval, item, ec2 } = await asked();
    ec2.state.tags = { SecurityException: "maintenance" };
    assert.equal((await approve(run(), response, { approval, ...ana })).outcome, "exempt");
    ec2.state.tags = {};
    const again = () => approve(run(), response, { approval, by: "arn:mallory", reason: "again" });
    await assert.rejects(again(), { code: "NotWaiting", message: /is no longer waiting: used by arn:ana/ });
    assert.deepEqual([item()["by"], groups(ec2)], ["arn:ana", ["sg-web"]]);
  });

  it("Y18: an approval whose run died is retried until it expires; then people are notified", async () => {
    const { response, run, approval, item, ec2, published } = await asked();
    ec2.onCall = () => {
      throw Object.assign(new Error("killed"), { name: "AccessDenied" });
    };
    await assert.rejects(approve(run(), response, { approval, ...ana }));
    assert.equal(item()["status"], "approved");
    delete ec2.onCall;
    const end = item()["expiresAt"];
    item()["expiresAt"] = "2020-01-01T00:00:00.000Z";
    await assert.rejects(approve(run(), response, { approval, ...bob }), { code: "NotWaiting", message: /expired/ });
    item()["expiresAt"] = end;
    const done = await approve(run(), response, { approval, ...bob });
    assert.deepEqual(
      [done.outcome, done.by, item()["by"], item()["status"]],
      ["contained", "arn:bob", "arn:ana", "used"],
    );
    Object.assign(item(), { status: "approved", expiresAt: "2020-01-01T00:00:00.000Z" });
    const before = published.length;
    const [over] = await expireApprovals(run(), response);
    assert.match(
      over!.reason,
      /arn:ana approved it at .*, but the containment did not begin before the approval expired at 2020/,
    );
    assert.equal(published.length, before + 1);
  });

  it("Y18: the next delivery after a pause does not contain what was declined during it", async () => {
    const { run, response, table, approval, ec2 } = await asked();
    await decline(run(), response, { approval, ...ana });
    const contain = { settings: { ...settings(), modes: [{ mode: "contain" as const }] } };
    const [old] = await handle(run(contain), response, eventReader(), event());
    assert.match(old!.reason, /declined it/);
    assert.deepEqual(groups(ec2), ["sg-web"]);
    const later = new Date(Date.now() + 60_000).toISOString();
    const [news] = await handle(run(contain), response, eventReader(), event(later));
    assert.equal(news!.outcome, "contained", news!.reason);
    assert.ok(table);
  });
});

describe("commands that race with each other", () => {
  it("Y18: a resume does not end another person's newer pause that it did not see", async () => {
    const { run, table } = world(settings());
    await pauseOrResume(run(), { command: "pause", by: "arn:ana", reason: "a bad rule" });
    let met = false;
    table.hooks.before = async (operation) => {
      if (met || operation !== "putItem") return;
      met = true;
      await pauseOrResume(run(), { command: "pause", by: "arn:bob", reason: "an attack" });
    };
    const resume = pauseOrResume(run(), { command: "resume", by: "arn:ana", reason: "mended" });
    await assert.rejects(resume, { code: "Changed", message: /paused by arn:bob at .*: an attack/ });
    assert.equal(table.items.get("control|pause")!["paused"], true);
  });

  it("Y18: the daily check does not bring a revoked exception back into force", async () => {
    const { judge } = judgeModel();
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const entry = granted({ until });
    const tags = await grantedTag(judge, entry);
    const registrar: any = {
      ...judge,
      responses: [{ name: "isolate-instance" }],
      log: { info() {}, warn() {}, error() {} },
      // The warning is sent; meanwhile an operator revokes the exception.
      notify: () =>
        judge.journal.changeGranted(entry.arn, (known) => ({
          ...known!,
          status: "revoked",
          revokedAt: "now",
          revokedBy: "arn:ops",
        })),
    };
    await dailyCheck(registrar);
    const verdict = await exceptionOf(judge, {
      response: "isolate-instance",
      firstSeen: new Date().toISOString(),
      target: instance,
      tags,
    });
    assert.equal(verdict.exempt, false);
    assert.deepEqual(
      (await judge.journal.allGranted()).map(({ status }) => status),
      ["revoked"],
    );
  });

  it("Y18: a revocation also revokes an exception that is granted at the same time", async () => {
    const { judge, table } = judgeModel();
    const first = granted();
    await grantedTag(judge, first);
    const second = granted({ issuedAt: "2026-11-25T11:00:00Z" });
    let met = false;
    table.hooks.before = async (operation) => {
      if (met || operation !== "putItem") return;
      met = true;
      await judge.journal.changeGranted(first.arn, () => second);
    };
    const registrar: any = {
      ...judge,
      roleName: "role",
      clientConfig: {},
      sts: () => ({ assumeRole: () => Promise.reject(new Error("not entered")) }),
    };
    const command = { command: "revoke", arn: first.arn, reason: "SEC-9", proof: { headers: {} } } as any;
    await assert.rejects(revoke(registrar, command, "arn:ops", "aws"), /not entered|cannot be entered/);
    const [entry] = await judge.journal.allGranted();
    assert.deepEqual([entry!.status, entry!.signature, entry!.revokedBy], ["revoked", second.signature, "arn:ops"]);
  });
});
