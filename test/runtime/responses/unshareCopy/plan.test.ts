import assert from "node:assert/strict";
import { reasonOf } from "../../../../runtime/model/refusal";
import { unshareCopy } from "../../../../runtime/responses/unshareCopy";
import { mostKept } from "../../../../runtime/responses/unshareCopy/plan";
import { type CopyKind, everyone } from "../../../../runtime/responses/unshareCopy/state";
import { otherOrganization, ownOrganization, ownUnit, partner, sister, stranger, targets, worldWith } from "./model";
import { notesOf, readCopy, settings } from "./reading";

const { plan, notNeeded, residualRisk, evidence } = unshareCopy;
const kinds = Object.keys(targets) as CopyKind[];

/** Whom each call of a plan removes. */
const removed = (calls: ReturnType<typeof plan>) => calls.map(({ marks }) => marks);

describe("unshare-copy", () => {
  for (const kind of kinds) {
    it(`N32: a public ${kind} becomes private by one call, which names it alone`, async () => {
      const state = await readCopy(worldWith(kind, { grants: [everyone] }));
      const [call, ...more] = plan(state, settings());
      assert.deepEqual(more, []);
      assert.ok(JSON.stringify(call!.input).includes(targets[kind].id));
      assert.deepEqual(removed([call!]), [[everyone]]);
    });
  }

  it("N33: what is shared outside the organization is removed, apart from what is public", async () => {
    const state = await readCopy(worldWith("rds-snapshot", { grants: [stranger, everyone, sister] }));
    assert.deepEqual(removed(plan(state, settings())), [[everyone], [stranger]]);
    assert.match(residualRisk(state, settings()).join(), new RegExp(`still shared with ${sister}`));
  });

  it("N33: accounts of the organization lose it too if config says so, and allowed accounts keep it", async () => {
    const state = await readCopy(worldWith("ebs-snapshot", { grants: [partner, sister, stranger] }));
    const strict = settings({ withinOrganization: "remove", allowedAccounts: [partner] });
    assert.deepEqual(removed(plan(state, strict)), [[sister, stranger]]);
  });

  it("N33: if the journal does not know the organization, its accounts are not trusted, and the reason says so", async () => {
    const state = await readCopy(worldWith("ebs-snapshot", { grants: [sister] }), { organization: [] });
    const [call] = plan(state, settings());
    assert.deepEqual(call!.marks, [sister]);
    assert.match(call!.reason, /does not know the accounts of the organization/);
  });

  it("N33: an AMI stays shared with the own organization and its units, and with no other organization", async () => {
    const grants = [ownOrganization, ownUnit, otherOrganization, `${ownOrganization}x`];
    const state = await readCopy(worldWith("ami", { grants }));
    assert.deepEqual(removed(plan(state, settings())), [[otherOrganization, `${ownOrganization}x`].sort()]);
    assert.deepEqual(removed(plan(state, settings({ withinOrganization: "remove" }))), [[...grants].sort()]);
  });

  it("N33: nothing is done where nothing is shared that must not be, and the reason says which it is", async () => {
    const none = await readCopy(worldWith("ami"));
    assert.deepEqual(plan(none, settings()), []);
    assert.match(reasonOf(notNeeded!(none)!), /not shared with anyone/);
    const inside = await readCopy(worldWith("ami", { grants: [sister] }));
    assert.deepEqual(plan(inside, settings()), []);
    assert.match(reasonOf(notNeeded!(inside)!), /may have it by config/);
  });

  it("N34: the account's block of public access is switched on only by config, once, and for new sharing", async () => {
    for (const [kind, operation] of [
      ["ebs-snapshot", "EnableSnapshotBlockPublicAccess"],
      ["ami", "EnableImageBlockPublicAccess"],
    ] as const) {
      const open = await readCopy(worldWith(kind));
      assert.deepEqual(plan(open, settings()), []);
      const [call, ...more] = plan(open, settings({ blockPublicAccess: true }));
      assert.deepEqual([call!.operation, call!.secondary, more], [operation, true, []]);
      assert.match(JSON.stringify(call!.input), /block-new-sharing/);
      const known = evidence(call!, {});
      const asked = await readCopy(worldWith(kind), { evidence: known });
      assert.deepEqual(plan(asked, settings({ blockPublicAccess: true })), []);
      const blocked = await readCopy(worldWith(kind, { blocked: true }));
      assert.deepEqual(plan(blocked, settings({ blockPublicAccess: true })), []);
    }
    const rds = await readCopy(worldWith("rds-snapshot"));
    assert.deepEqual(plan(rds, settings({ blockPublicAccess: true })), []);
  });

  it("removes more grants than one call takes by several, and notes as many as the journal has room for", async () => {
    const grants = Array.from({ length: 1200 }, (_, at) => String(100000000000 + at));
    const state = await readCopy(worldWith("ebs-snapshot", { grants }));
    const calls = plan(state, settings());
    assert.equal(calls.length, 3);
    assert.equal(unshareCopy.priorState(state).grants.length, mostKept);
    assert.equal(unshareCopy.priorState(state).leftOut, 200);
    assert.equal(notesOf(calls[0]!).length, 500);
    const late = await readCopy(worldWith("ebs-snapshot", { grants }), { evidence: grants.slice(0, 999).map(noted) });
    assert.equal(plan(late, settings())[0]!.marks!.length, 1);
  });

  it("N35: what others made of a copy before is named, and where to look for it", async () => {
    const said = async (kind: CopyKind, more = {}) =>
      residualRisk(await readCopy(worldWith(kind, more)), settings()).join("; ");
    assert.match(await said("ebs-snapshot"), /SharedSnapshotCopyInitiated and SharedSnapshotVolumeCreated/);
    assert.match(await said("ebs-snapshot"), /can be made public again/);
    assert.doesNotMatch(await said("ebs-snapshot", { blocked: true }), /can be made public again/);
    assert.match(await said("ami"), /instances that others started.*snap-0aaaaaaaaaaaaaaaa/);
    assert.match(await said("rds-cluster-snapshot"), /databases that others made.*key\/of\/the\/database/);
  });

  it("an automated snapshot of RDS cannot be shared, and its attributes are not asked for", async () => {
    for (const kind of ["rds-snapshot", "rds-cluster-snapshot"] as const) {
      const state = await readCopy(worldWith(kind, { automated: true }));
      assert.deepEqual(state.grants, []);
    }
  });
});

const noted = (id: string) => ({ kind: "removed-grant", id });
