import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { approvalId } from "../../../runtime/journal/approvals";
import type { Beginning, Ending, Writer } from "../../../runtime/journal/containments";
import type { Journal } from "../../../runtime/journal/journal";
import type { CountedNotice } from "../../../runtime/journal/noticeCounts";
import { inForce } from "../../../runtime/journal/pause";
import type { Approval, Containment, Decision, Exemption } from "../../../runtime/model/journalItems";
import { containmentId } from "../../../runtime/model/target";
import { accountScope } from "../../../runtime/policy/caps";
import { instanceTarget } from "../../../runtime/resources/targets";
import { decision as decided } from "../decision";
import { granted } from "../exceptions/model";

const response = "isolate-instance";
const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const target = instanceTarget(place, "i-0123456789abcdef0");
const id = containmentId(response, target.arn);
const hold = { finding: "f1", type: "Trojan:EC2/DropPoint", since: "2026-11-25T10:00:00.000Z" };
const beginning: Beginning = { priorState: { groups: ["sg-1"] }, hold, approval: { id: "a1" }, unlessPaused: true };
const ending: Ending = { status: "contained", remains: ["DNS is not filtered"], hold };
const decision = (more: Partial<Decision> = {}): Decision => ({ ...decided, containment: id, notice: "none", ...more });
const approval = (more: Partial<Approval> = {}): Approval =>
  ({
    id: "a1",
    response,
    target,
    finding: { id: "f1" },
    reason: "the mode requires approval",
    calls: [],
    remains: [],
    askedAt: "2026-11-25T10:00:00.000Z",
    expiresAt: "2026-11-26T10:00:00.000Z",
    status: "waiting",
    ...more,
  }) as Approval;
const pause = (more = {}) => ({ paused: true, at: "2026-11-25T10:00:00.000Z", by: "ana", reason: "a rule", ...more });
const claimLost = { code: "ClaimLost" };

const claim = (writer: Writer, more: { now?: number; arn?: string } = {}): Promise<Containment | undefined> => {
  const { now = Date.now(), arn = target.arn } = more;
  return writer.claim(response, { ...target, arn }, { now, until: now + 60_000 });
};

/** A run that has the claim on the containment. */
async function claimed(journal: Journal, run = "r1"): Promise<Writer> {
  const writer = journal.writer(run);
  assert.ok(await claim(writer));
  return writer;
}

/** A containment that is held, with its decision. */
async function contained(journal: Journal, more: Partial<Ending> = {}, said: Partial<Decision> = {}): Promise<Writer> {
  const writer = await claimed(journal);
  assert.deepEqual(await writer.begin(id, beginning), []);
  await writer.finish(id, { ...ending, ...more }, decision(said));
  return writer;
}

/**
 * What every journal guarantees to its writers and readers.
 *
 * @param make a journal without anything in it
 */
export function everyJournal(make: () => Promise<Journal>): void {
  describe("a claim", () => {
    it("creates the containment and belongs to one run until it expires; that run may take it again", async () => {
      const journal = await make();
      const [first, second] = [journal.writer("r1"), journal.writer("r2")];
      const now = Date.now();
      const at = new Date(now).toISOString();
      assert.deepEqual(await claim(first, { now }), {
        id,
        response,
        target,
        holds: {},
        evidence: [],
        remains: [],
        round: 0,
        at,
        updatedAt: at,
        claim: { run: "r1", until: now + 60_000 },
      });
      assert.equal(await claim(second, { now }), undefined);
      assert.ok(await claim(first, { now }));
      const later = await claim(second, { now: now + 60_001 });
      assert.deepEqual([later!.at, later!.claim!.run], [at, "r2"]);
    });

    it("returned without a result deletes an unchanged containment and keeps one that has begun", async () => {
      const journal = await make();
      const writer = await claimed(journal);
      await writer.unclaim((await journal.getContainment(id))!);
      assert.equal(await journal.getContainment(id), undefined);
      await claim(writer);
      await writer.savePriorState(id, "open", hold);
      await writer.unclaim((await journal.getContainment(id))!);
      const { status, claim: left } = (await journal.getContainment(id))!;
      assert.deepEqual([status, left], ["containing", undefined]);
    });

    it("that another run has taken over allows no further writes: each throws ClaimLost", async () => {
      const journal = await make();
      const late = journal.writer("r1");
      const known = await claim(late, { now: Date.now() - 120_000 });
      await claimed(journal, "r2");
      const before = await journal.getContainment(id);
      const writes = [
        () => late.begin(id, beginning),
        () => late.savePriorState(id, "open", hold),
        () => late.addToPriorState(id, { more: 1 }),
        () => late.addEvidence(id, [{ kind: "snapshot", id: "snap-1" }]),
        () => late.startRelease(id),
        () => late.finish(id, ending, decision()),
        () => late.closeRun(id, decision()),
      ];
      for (const write of writes) await assert.rejects(write(), claimLost);
      await late.unclaim(known!);
      assert.deepEqual(await journal.getContainment(id), before);
      assert.deepEqual(await journal.decisionsOf("f1"), []);
    });
  });

  describe("a containment", () => {
    it("keeps its first prior state and later parts of it, every hold and all evidence", async () => {
      const journal = await make();
      const writer = await claimed(journal);
      await writer.begin(id, { ...beginning, priorState: { groups: ["sg-1"] } });
      await writer.savePriorState(id, { groups: ["sg-closed"] }, { ...hold, finding: "f2" });
      await writer.addToPriorState(id, { groups: ["sg-closed"], termination: true, unread: undefined });
      await writer.addEvidence(id, [{ kind: "snapshot", id: "snap-1" }]);
      await writer.addEvidence(id, [{ kind: "snapshot", id: "snap-2" }]);
      const { priorState, holds, evidence, status } = (await journal.getContainment(id))!;
      assert.deepEqual(priorState, { groups: ["sg-1"], termination: true });
      assert.deepEqual([Object.keys(holds).sort(), evidence.length, status], [["f1", "f2"], 2, "containing"]);
    });

    it("does not begin during a pause, over a request, or beyond a cap or a group's share, and names each obstacle", async () => {
      const journal = await make();
      const scope = accountScope(response, place.accountId);
      const [cap, group] = [
        { scope, band: "high" as const, most: 1 },
        { scope, name: "asg", most: 1 },
      ];
      const other = journal.writer("r0");
      await claim(other, { arn: "arn:other" });
      const otherId = containmentId(response, "arn:other");
      assert.deepEqual(await other.begin(otherId, { ...beginning, approval: { id: "a0" }, cap, group }), []);
      await journal.putPause(pause(), undefined);
      const asked = await journal.putApproval(approval(), undefined);
      const writer = await claimed(journal);
      const obstacles = await writer.begin(id, { ...beginning, cap, group });
      const kinds = obstacles.map(({ kind }) => kind).sort();
      assert.deepEqual(kinds, ["approval", "cap", "group", "paused"]);
      for (const obstacle of obstacles) {
        if (obstacle.kind === "paused") assert.equal(obstacle.pause.by, "ana");
        if (obstacle.kind === "approval") assert.equal(obstacle.approval.revision, asked!.revision);
      }
      assert.equal((await journal.getContainment(id))!.priorState, undefined, "nothing was written");
      const [last] = [await journal.lastPause()];
      await journal.putPause(pause({ paused: false }), last);
      const given = (await journal.putApproval(approval({ status: "approved" }), asked))!;
      assert.deepEqual(await writer.begin(id, { ...beginning, approval: { id: "a1", given } }), []);
    });

    it("ends together with its decision, and keeps the claim until people are notified", async () => {
      const journal = await make();
      const pending = decision({ notice: "pending" });
      const writer = await contained(journal, {}, { notice: "pending" });
      const held = (await journal.getContainment(id))!;
      assert.deepEqual([held.status, held.remains, held.claim?.run], ["contained", ["DNS is not filtered"], "r1"]);
      assert.deepEqual(await journal.decisionsOf("f1"), [pending]);
      await writer.closeRun(id, pending);
      assert.equal((await journal.getContainment(id))!.claim, undefined);
      assert.deepEqual(await journal.decisionsOf("f1"), [{ ...pending, notice: "sent" }]);
    });

    it("ends its exemption and uses up its approval, but leaves a declined approval declined", async () => {
      const journal = await make();
      const exemption = { response, id, finding: "f1" };
      const known = {
        ...exemption,
        target,
        finding: { id: "f1" },
        reason: "tag",
        since: "now",
      } as unknown as Exemption;
      await journal.changeExemption(exemption, () => known);
      const given = (await journal.putApproval(approval({ status: "approved" }), undefined))!;
      await contained(journal, { exemption, approval: given });
      assert.equal(await journal.getExemption(exemption), undefined);
      const used = (await journal.getApproval("a1"))!;
      assert.deepEqual([used.status, used.usedAt], ["used", decided.at]);
      await journal.putApproval({ ...used, status: "declined" }, used);
      const again = await claimed(journal);
      await again.finish(id, { ...ending, approval: used }, decision({ run: "r9", at: "2026-11-25T11:00:00.000Z" }));
      assert.equal((await journal.getApproval("a1"))!.status, "declined");
      assert.equal((await journal.decisionsOf("f1")).length, 2, "what was done is recorded");
    });

    it("has no prior state and no holds after its release, and begins a new round", async () => {
      const journal = await make();
      await contained(journal);
      const writer = await claimed(journal);
      await writer.startRelease(id);
      assert.equal((await journal.getContainment(id))!.status, "releasing");
      await writer.finish(id, { status: "released", remains: [] }, decision({ outcome: "released" }));
      const { priorState, holds, round, releasedAt, status } = (await journal.getContainment(id))!;
      assert.deepEqual([priorState, holds, round, releasedAt, status], [undefined, {}, 1, decided.at, "released"]);
      assert.deepEqual(await journal.heldContainments(), []);
    });

    it("is found while it is held, by response and account, and by the day on which it started something", async () => {
      const journal = await make();
      await contained(journal, {}, { outcome: "started" });
      const held = (await journal.getContainment(id))!;
      const fields = "at evidence holds id priorState remains response round status target updatedAt";
      assert.equal(Object.keys(held).sort().join(" "), fields, "and nothing of the store");
      assert.deepEqual(await journal.heldContainments(), [held]);
      assert.deepEqual(await journal.heldContainments(response), [held]);
      assert.deepEqual(await journal.heldContainments("block-principal"), []);
      const since = "2026-11-01T00:00:00.000Z";
      assert.deepEqual(await journal.containmentsIn(response, place.accountId, since), [held]);
      assert.deepEqual(await journal.containmentsIn(response, "777788889999", since), []);
      assert.deepEqual(await journal.containmentsIn(response, place.accountId, "2026-12-01T00:00:00.000Z"), []);
      assert.deepEqual(await journal.startedContainments(response, ["2026-11-24", "2026-11-25"]), [id]);
      assert.deepEqual(await journal.startedContainments(response, ["2026-11-24"]), []);
    });

    it("P32: has one request for its release while it is held, and none after that", async () => {
      const journal = await make();
      const asked = { at: "2026-11-26T00:00:00.000Z", by: "ana", reason: "a scanner" };
      assert.equal(await journal.noteReleaseAsked(id, asked), false);
      const writer = await contained(journal);
      const again = { ...asked, by: "bob" };
      assert.deepEqual(
        [await journal.noteReleaseAsked(id, asked), await journal.noteReleaseAsked(id, again)],
        [true, false],
      );
      assert.deepEqual((await journal.getContainment(id))!.releaseAsked, asked);
      await claim(writer);
      await writer.finish(id, { status: "released", remains: [] }, decision({ outcome: "released" }));
      assert.equal((await journal.getContainment(id))!.releaseAsked, undefined);
      assert.equal(await journal.noteReleaseAsked(id, again), false);
    });

    it("is marked as reminded once per reading", async () => {
      const journal = await make();
      await contained(journal);
      const known = (await journal.getContainment(id))!;
      const marks = [
        await journal.markReminded(known, "2026-12-09T00:00:00.000Z"),
        await journal.markReminded(known, "2026-12-09T00:00:01.000Z"),
        await journal.markReminded((await journal.getContainment(id))!, "2026-12-23T00:00:00.000Z"),
      ];
      assert.deepEqual(marks, [true, false, true]);
      assert.equal((await journal.getContainment(id))!.remindedAt, "2026-12-23T00:00:00.000Z");
    });
  });

  describe("a decision", () => {
    const at = (time: string, more: Partial<Decision> = {}) => decision({ at: time, ...more });
    const early = at("2026-11-23T23:59:59.999Z");
    const middle = at("2026-11-24T12:00:00.000Z", { outcome: "partial" });
    const late = at("2026-11-25T10:00:00.000Z", { response: "block-principal", finding: "f2" });

    it("is found by finding, resource, account and time, oldest first, and reads as it was recorded", async () => {
      const journal = await make();
      await contained(journal, {}, { at: "2026-11-20T00:00:00.000Z" });
      const first = at("2026-11-20T00:00:00.000Z");
      for (const one of [late, early, middle]) await journal.recordDecision(one);
      const elsewhere = { ...target, accountId: "777788889999", arn: "arn:elsewhere" };
      const stranger = at("2026-11-24T13:00:00.000Z", { finding: "f3", target: elsewhere });
      await journal.recordDecision(stranger);
      assert.deepEqual(await journal.decisionsOf("f1"), [first, early, middle]);
      assert.deepEqual(await journal.decisionsAbout(target.arn), [first, early, middle, late]);
      const [since, until] = ["2026-11-24T12:00:00.000Z", "2026-11-25T10:00:00.000Z"];
      assert.deepEqual(await journal.decisionsBetween(since, until), [middle, stranger, late]);
      assert.deepEqual(await journal.decisionsIn(place.accountId, since, until), [middle, late]);
    });

    it("is found as the last that matches, and as the latest of each response about each target", async () => {
      const journal = await make();
      for (const one of [early, middle, { ...late, finding: "f1" }]) await journal.recordDecision(one);
      assert.deepEqual(await journal.lastDecision("f1", (one) => one.outcome === "contained"), {
        ...late,
        finding: "f1",
      });
      assert.deepEqual(await journal.lastDecision("f1", (one) => one.at === early.at), early);
      assert.equal(await journal.lastDecision("f1", () => false), undefined);
      const latest = await journal.latestDecisions("f1");
      assert.deepEqual(latest, [{ ...late, finding: "f1" }, middle]);
    });

    it("changes only when its notice is marked", async () => {
      const journal = await make();
      const pending = { ...middle, notice: "pending" as const };
      await journal.recordDecision(pending);
      await journal.markNoticeSent(pending);
      assert.deepEqual(await journal.decisionsOf("f1"), [{ ...pending, notice: "sent" }]);
    });
  });

  describe("a conditional write", () => {
    it("replaces an approval only if nobody has changed it since it was read", async () => {
      const journal = await make();
      const one = approval({ id: approvalId(id, "f1") });
      const asked = await journal.putApproval(one, undefined);
      assert.equal(await journal.putApproval(one, undefined), undefined, "there is one");
      const approved = await journal.putApproval({ ...one, status: "approved" }, asked);
      assert.equal(await journal.putApproval({ ...one, status: "declined" }, asked), undefined);
      assert.equal((await journal.getApproval(one.id))!.revision, approved!.revision);
      const over = approval({ id: "a2", status: "expired" });
      const foreign = approval({ id: "a3", response: "block-principal" });
      for (const other of [over, foreign]) await journal.putApproval(other, undefined);
      const ids = (found: Approval[]) => found.map((found) => found.id).sort();
      assert.deepEqual(ids(await journal.openApprovals(response)), [one.id]);
      assert.deepEqual(ids(await journal.allApprovals()), [one.id, "a2", "a3"].sort());
      assert.equal(await journal.getApproval("a4"), undefined);
    });

    it("replaces an entry of the register only if nobody has changed it since it was read", async () => {
      const journal = await make();
      const entry = granted();
      assert.equal(await journal.grantedFor(entry.arn), undefined);
      assert.equal(await journal.putGranted(entry, undefined), true);
      assert.equal(await journal.putGranted(entry, undefined), false);
      const known = await journal.changeGranted(entry.arn, (one) => one && { ...one, status: "revoked" });
      assert.equal(known!.status, "granted");
      assert.equal(await journal.putGranted(entry, known), false);
      const { revision, ...rest } = (await journal.grantedFor(entry.arn))!;
      assert.deepEqual([rest, typeof revision], [{ ...entry, status: "revoked" }, "string"]);
      assert.equal((await journal.allGranted()).length, 1);
      assert.equal(await journal.changeGranted("arn:other", () => undefined), undefined);
    });

    it("changes or deletes the current state of an exemption", async () => {
      const journal = await make();
      const of = (finding: string) => ({ response: "notify", id: "c1", finding });
      const made = (finding: string) =>
        ({ ...of(finding), finding: { id: finding }, reason: "tag" }) as unknown as Exemption;
      for (const finding of ["f1", "f2"]) await journal.changeExemption(of(finding), () => made(finding));
      await journal.changeExemption(of("f1"), () => "delete");
      await journal.changeExemption(of("f2"), (known) => ({ ...known!, owner: "ana" }));
      await journal.changeExemption(of("f3"), (known) => known);
      const left = await journal.exemptionsFrom("notify");
      assert.deepEqual(
        left.map(({ revision, ...rest }) => rest),
        [{ ...made("f2"), owner: "ana" }],
      );
      assert.deepEqual(await journal.exemptionsFrom(response), []);
    });

    it("begins or ends a pause only if nobody has done so since it was read", async () => {
      const journal = await make();
      assert.equal(await journal.lastPause(), undefined);
      assert.equal(await journal.putPause(pause({ until: "2026-11-25T11:00:00.000Z" }), undefined), true);
      const known = await journal.lastPause();
      assert.ok(inForce(known, new Date("2026-11-25T10:59:59Z")));
      assert.equal(inForce(known, new Date("2026-11-25T11:00:00Z")), undefined);
      assert.equal(await journal.putPause(pause({ paused: false, by: "bob" }), known), true);
      assert.equal(await journal.putPause(pause({ by: "eve" }), known), false);
      assert.equal((await journal.lastPause())!.by, "bob");
    });
  });

  describe("a counter", () => {
    const notice = (name: string): CountedNotice => ({
      account: "444455556666",
      lane: "other config",
      hour: "2026-11-26T02",
      id: name,
    });

    it("lets as many notices pass as the limit says, each once, and sums up the others by outcome", async () => {
      const journal = await make();
      const places = [];
      for (const name of ["a", "b", "b", "c", "c", "d"]) {
        const found = await journal.countNotice(notice(name), 2);
        places.push(found);
        if (found !== "sent") await journal.countHeldNotice(notice(name), name === "d" ? "refused" : "gone");
      }
      assert.deepEqual(places, ["sent", "sent", "sent", "first-held", "first-held", "held"]);
      assert.deepEqual(await journal.heldNotices("2026-11-26T02"), [], "that hour is not over");
      const held = await journal.heldNotices("2026-11-26T03");
      assert.deepEqual(held, [
        { account: "444455556666", lane: "other config", hour: "2026-11-26T02", counts: { gone: 2, refused: 1 } },
      ]);
      await journal.forgetHeldNotices(held);
      assert.deepEqual(await journal.heldNotices("2026-11-26T03"), []);
    });

    it("counts unknown types by day", async () => {
      const journal = await make();
      const seen = { account: "444455556666" };
      for (const type of ["b", "a", "b"]) await journal.countUnknownType("2026-11-26", { ...seen, type });
      await journal.countUnknownType("2026-11-27", { ...seen, type: "c" });
      assert.deepEqual(await journal.unknownTypes("2026-11-26"), [
        { ...seen, type: "b", findings: 2 },
        { ...seen, type: "a", findings: 1 },
      ]);
    });

    it("names the first containment within an hour that a cap holds back", async () => {
      const journal = await make();
      const [now, soon, later] = ["02:00", "02:30", "03:01"].map((time) => new Date(`2026-11-26T${time}:00Z`));
      const first = [
        await journal.isFirstHeld("scope", "c1", now!),
        await journal.isFirstHeld("scope", "c2", soon!),
        await journal.isFirstHeld("other", "c2", soon!),
        await journal.isFirstHeld("scope", "c1", soon!),
        await journal.isFirstHeld("scope", "c2", later!),
      ];
      assert.deepEqual(first.slice(0, 4), [true, false, true, true]);
      assert.equal(first[4], false, "c1 came again at half past");
    });

    it("lets a message be sent once, and again only if the sender failed and its lease is over", async () => {
      const journal = await make();
      let sent = 0;
      const send = async () => void sent++;
      const together = await Promise.all([1, 2, 3].map(() => journal.sendOnce("x", send)));
      assert.deepEqual(together.filter(Boolean), [true]);
      assert.equal(await journal.sendOnce("x", send), false);
      assert.equal(sent, 1);
      const away = () => Promise.reject(new Error("SNS is away"));
      await assert.rejects(journal.sendOnce("y", away), /SNS is away/);
      assert.equal(await journal.sendOnce("y", send), false, "the first sender may still be at it");
      const now = Date.now;
      Date.now = () => now() + 6 * 60_000;
      try {
        assert.equal(await journal.sendOnce("y", send), true);
      } finally {
        Date.now = now;
      }
      assert.equal(sent, 2);
    });
  });

  describe("the outbox", () => {
    const unsent = async (journal: Journal, before = "2026-11-25T11:00:00.000Z", most = 10) =>
      (await journal.unsentDecisions(response, before, most)).map(({ at, run }) => `${at} ${run}`);

    it("P41: has each decision from when it is recorded until it is on the bus, even if another run recorded it", async () => {
      const journal = await make();
      await contained(journal, {}, { at: "2026-11-25T10:00:00.000Z" });
      const alone = decision({ at: "2026-11-25T09:00:00.000Z", run: "r2", outcome: "skipped" });
      await journal.recordDecision(alone);
      await journal.recordDecision(decision({ response: "notify", run: "r3" }));
      assert.deepEqual(await unsent(journal), ["2026-11-25T09:00:00.000Z r2", "2026-11-25T10:00:00.000Z r1"]);
      assert.deepEqual(await unsent(journal, "2026-11-25T09:30:00.000Z"), ["2026-11-25T09:00:00.000Z r2"]);
      assert.deepEqual(await unsent(journal, undefined, 1), ["2026-11-25T09:00:00.000Z r2"]);
      assert.deepEqual((await journal.unsentDecisions(response, `${alone.at}~`, 10))[0], alone);
      await journal.markSent(alone);
      await journal.markSent(alone);
      assert.deepEqual(await unsent(journal), ["2026-11-25T10:00:00.000Z r1"]);
      assert.equal((await journal.decisionsOf("f1")).length, 3);
    });
  });

  describe("the journal also", () => {
    it("gives each name an unpredictable part", async () => {
      const journal = await make();
      const [one, again, other] = await Promise.all(["a", "a", "b"].map((name) => journal.unguessable(name)));
      assert.match(one!, /^[0-9a-f]{8}$/);
      assert.equal(again, one);
      assert.notEqual(other, one);
    });

    it("X9: lets one look at a containment wait at a time, until it begins or is lost", async () => {
      const journal = await make();
      const at = (seconds: number) => new Date(Date.parse("2026-11-25T10:00:00.000Z") + seconds * 1000);
      const ask = (seconds: number, containment = "c1") => journal.askForLook(containment, at(seconds));
      assert.deepEqual([await ask(0), await ask(1), await ask(1, "c2")], [true, false, true]);
      await journal.beginLook("c1");
      assert.deepEqual([await ask(2), await ask(3), await ask(3, "c2")], [true, false, false]);
      assert.deepEqual([await ask(302), await ask(303)], [false, true]);
      await journal.beginLook("c3");
    });

    it("lists isolation groups by account and Region, with the latest end of their use", async () => {
      const journal = await make();
      const { accountId, region } = place;
      const group = { accountId, region, vpcId: "vpc-1", kind: "open" as const, groupId: "sg-1" };
      await journal.noteIsolationGroups(group);
      assert.deepEqual(await journal.isolationGroups(accountId, region), [group]);
      for (const inUseUntil of [2000, 1000]) await journal.noteIsolationGroups({ ...group, inUseUntil });
      await journal.noteIsolationGroups(group);
      assert.deepEqual(await journal.isolationGroups(accountId, region), [{ ...group, inUseUntil: 2000 }]);
      assert.deepEqual(await journal.isolationGroups(accountId, "us-east-1"), []);
      assert.deepEqual(await journal.isolationGroups("999999999999", region), []);
    });

    it("L22: keeps the accounts of the organization", async () => {
      const journal = await make();
      const seen = (account: string) => ({ account, since: "2026-11-25T10:00:00.000Z" });
      for (const account of ["1", "2", "3"]) await journal.writeMember({ ...seen(account), pending: "new" });
      const moved = { ...seen("2"), unit: "ou-1", from: "ou-2", pending: "moved" as const, told: true, name: "shop" };
      await journal.writeMember(moved);
      await journal.writeMember(seen("1"));
      await journal.forgetMember("3");
      assert.deepEqual(await journal.readMembers(), [seen("1"), moved]);
      assert.deepEqual([await journal.readMember("2"), await journal.readMember("3")], [moved, undefined]);
    });

    it("P65: keeps the ticket of an incident in a channel, and lets one of two runs write it", async () => {
      const journal = await make();
      const ticket = { channel: "soc", incident: "c1", told: ["d1"], claimedUntil: 1 };
      assert.equal(await journal.getTicket("soc", "c1"), undefined);
      const first = await journal.putTicket(ticket, undefined);
      assert.equal(await journal.putTicket({ ...ticket, id: "SOC-2" }, undefined), undefined);
      const second = await journal.putTicket({ channel: "soc", incident: "c1", told: ["d1"], id: "SOC-1" }, first);
      assert.equal(await journal.putTicket({ ...ticket, id: "SOC-3" }, first), undefined);
      assert.deepEqual(await journal.getTicket("soc", "c1"), second);
      assert.deepEqual([second!.id, second!.claimedUntil], ["SOC-1", undefined]);
      assert.equal(await journal.getTicket("other", "c1"), undefined);
    });

    it("keeps each account's heartbeats", async () => {
      const journal = await make();
      const heard = (account: string) => ({ account, regions: ["eu-west-1"], silent: {} });
      for (const account of ["1", "2", "3"]) await journal.writeHeartbeat(heard(account));
      const faulty = {
        ...heard("2"),
        silent: { "us-east-1": "2026-11-25T10:00:00.000Z" },
        faults: ["no role"],
        partly: true,
      };
      await journal.writeHeartbeat(faulty);
      await journal.forgetHeartbeat("3");
      assert.deepEqual(await journal.readHeartbeats(), [heard("1"), faulty]);
    });
  });
}
