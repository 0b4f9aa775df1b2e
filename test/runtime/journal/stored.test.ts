import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Approval, Exemption, GrantedException } from "../../../runtime/model/journalItems";
import { dynamo } from "../../models/dynamo";
import { decision } from "../decision";

const target = decision.target!;
const hold = { finding: "f1", type: "Trojan:EC2/DropPoint", since: "2026-11-25T10:00:00.000Z" };
const beginning = { priorState: {}, hold, approval: { id: "a1" }, unlessPaused: true };
const approval = { id: "a1", response: "isolate-instance", target, status: "waiting" } as Approval;
const exemption = { response: "notify", id: "c1", finding: { id: "f1" } } as Exemption;
const entry = { arn: target.arn, status: "granted" } as GrantedException;

/** The attributes of what is stored, by key. */
const stored = (items: Map<string, Record<string, unknown>>) =>
  Object.fromEntries([...items].map(([key, { pk, sk, ...item }]) => [key, Object.keys(item).sort().join(" ")]));

// Deployed tables contain these: a change here needs an upgrade of the items.
describe("what the journal stores", () => {
  it("has these attributes for containments, decisions and groups, including those of the indexes", async () => {
    const { journal, items } = dynamo();
    const writer = journal.writer("r1");
    const now = Date.parse(decision.at);
    const { id } = (await writer.claim("isolate-instance", target, { now, until: now + 60_000 }))!;
    const cap = { scope: "isolate-instance#444455556666", band: "low" as const, most: 1 };
    await writer.begin(id, { ...beginning, cap, group: { scope: cap.scope, name: "asg", most: 1 } });
    await writer.finish(id, { status: "contained", remains: [], hold }, { ...decision, containment: id });
    const caps = [...items.keys()].filter((key) => key.startsWith("cap#"));
    assert.match(caps.join(), /^cap#isolate-instance#444455556666\|\d{4}-\d\d-\d\dT\d\d,/);
    for (const key of caps) items.delete(key);
    assert.deepEqual(stored(items), {
      [`containment#${id}|record`]:
        "account at before claim evidence group holds id kind open remains resource response round status target updatedAt",
      [`finding#f1|2026-11-25T10:00:00.000Z#r1#${id}`]:
        "about account at callCount calls containment day evidence finding kind notice outcome reason remains resource response run seconds target",
      "group#isolate-instance#444455556666|asg": "members",
      "outbox#isolate-instance|2026-11-25T10:00:00.000Z#646757b6b15c676c85943aacd6d2efa8": "decision",
    });
    const values = (key: string, ...names: string[]) => names.map((name) => items.get(key)![name]);
    const index = ["444455556666", target.arn];
    assert.deepEqual(values(`containment#${id}|record`, "account", "resource", "kind", "open"), [
      ...index,
      "containment",
      "containment",
    ]);
    assert.deepEqual(values(`finding#f1|2026-11-25T10:00:00.000Z#r1#${id}`, "account", "resource", "kind", "day"), [
      ...index,
      "decision",
      "2026-11-25",
    ]);
  });

  it("has these attributes for approvals, exceptions, exemptions and the pause, with a revision", async () => {
    const { journal, items } = dynamo();
    await journal.putApproval(approval, undefined);
    await journal.putGranted(entry, undefined);
    await journal.changeExemption({ response: "notify", id: "c1", finding: "f1" }, () => exemption);
    await journal.putPause({ paused: true, at: "now", by: "ana", reason: "a rule" }, undefined);
    assert.deepEqual(stored(items), {
      "approvals|a1": "id kind response revision status target",
      [`exceptions|${target.arn}`]: "arn revision status",
      "exemptions#notify|c1#f1": "finding id response revision",
      "control|pause": "at by kind paused reason revision",
    });
    assert.deepEqual([items.get("approvals|a1")!["kind"], items.get("control|pause")!["kind"]], ["approval", "pause"]);
  });

  it("has these attributes for isolation groups, names, heartbeats, redrives and notices", async () => {
    const { journal, items } = dynamo();
    const group = { accountId: "1", region: "eu-west-1", vpcId: "vpc-1", kind: "open" as const, groupId: "sg-1" };
    const notice = { account: "1", lane: "other config", hour: "2026-11-26T02", id: "x" };
    await journal.noteIsolationGroups(group);
    await journal.unguessable("a name");
    await journal.writeHeartbeat({ account: "1", regions: [], silent: {} });
    await journal.writeMember({ account: "1", since: "2026-11-25T10:00:00.000Z", pending: "new" });
    await journal.recordRedrive({ at: "2026-11-26T02:00:00Z", run: "r1", by: "ana", response: "notify", moved: 1 });
    await journal.countNotice(notice, 1);
    await journal.countNotice({ ...notice, id: "y" }, 1);
    await journal.countHeldNotice(notice, "gone");
    await journal.countUnknownType("2026-11-26", { type: "t", account: "1" });
    await journal.sendOnce("a digest", async () => {});
    await journal.isFirstHeld("scope", "c1", new Date());
    await journal.putTicket({ channel: "soc", incident: "c1", id: "SOC-1", told: ["d1"] }, undefined);
    assert.deepEqual(stored(items), {
      "isolation-groups#1#eu-west-1|sg-1": "inUseUntil note",
      "names|a name": "suffix",
      "heartbeats|1": "regions silent",
      "members|1": "pending since",
      "redrives|2026-11-26T02:00:00Z#r1": "at by kind moved response",
      "notices#1#other config|2026-11-26T02": "beyond ids",
      "notices-held|2026-11-26T02#1#other config": "account count gone hour lane",
      "unknown#2026-11-26|t": "account findings",
      "sent-once|a digest": "claimedUntil sentAt",
      "cap#scope|held": "held heldAt",
      "tickets#soc|c1": "channel id incident revision told",
    });
  });

  it("may lack a revision if an earlier version wrote it; the next change adds one", async () => {
    const { journal, items } = dynamo();
    items.set("approvals|a1", { pk: "approvals", sk: "a1", kind: "approval", ...approval });
    const known = await journal.getApproval("a1");
    assert.equal(known!.status, "waiting");
    assert.ok(await journal.putApproval({ ...known!, status: "declined" }, known));
    assert.equal(await journal.putApproval({ ...known!, status: "approved" }, known), undefined);
    assert.equal(items.get("approvals|a1")!["status"], "declined");
    assert.match(items.get("approvals|a1")!["revision"], /^[0-9a-f]{16}$/);
  });
});
