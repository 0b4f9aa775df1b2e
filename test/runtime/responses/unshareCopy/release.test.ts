import assert from "node:assert/strict";
import { unshareCopy } from "../../../../runtime/responses/unshareCopy";
import { everyone } from "../../../../runtime/responses/unshareCopy/state";
import { partner, sister, stranger, worldWith } from "./model";
import { mayRead, readCopy, settings } from "./reading";

const { priorState, releasePlan } = unshareCopy;
const removed = (...ids: string[]) => ids.map((id) => ({ kind: "removed-grant", id }));

/** What a release would do: the copy was shared with `before`, Firebreak removed `ours`, and now it is shared with `now`. */
async function planned(before: string[], ours: string[], now: string[], more = {}) {
  const saved = priorState(await readCopy(worldWith("ebs-snapshot", { grants: before })));
  const world = worldWith("ebs-snapshot", { grants: now, ...more });
  return releasePlan(await readCopy(world, { evidence: removed(...ours) }), saved, settings());
}

const added = ({ calls }: ReturnType<typeof releasePlan>) =>
  calls.flatMap(({ input }) => (input["CreateVolumePermission"] as any).Add.flatMap(Object.values));

describe("unshare-copy: the release", () => {
  it("N36: gives back exactly the grants that were removed", async () => {
    const plan = await planned([everyone, partner, sister], [everyone, partner], [sister]);
    assert.deepEqual(added(plan), [everyone, partner]);
    assert.deepEqual(plan.drift, []);
  });

  it("N36: what others shared or stopped sharing meanwhile stays as they left it, and is named", async () => {
    const plan = await planned([everyone, sister], [everyone], [everyone, stranger]);
    assert.deepEqual(added(plan), []);
    assert.deepEqual(plan.drift, [
      `others stopped sharing it with ${sister}: left as it is`,
      `others shared it with ${stranger}: left as it is`,
    ]);
  });

  it("N36: a grant that an attacker added again after the containment is not given back", async () => {
    const plan = await planned([everyone], [everyone, stranger], []);
    assert.deepEqual(added(plan), [everyone]);
  });

  it("N34: under the account's block the copy stays private and the containment open; the other grants come back", async () => {
    const plan = await planned([everyone, partner], [everyone, partner], [], { blocked: true });
    assert.deepEqual(added(plan), [partner]);
    assert.match(plan.stuck!.join(), /stays private: block public access is on in eu-west-1/);
  });

  it("N36: another snapshot with the same name gets nothing", async () => {
    const plan = await planned([everyone], [everyone], [], { created: "2026-06-07T08:09:10.000Z" });
    assert.deepEqual(plan.calls, []);
    assert.match(plan.drift.join(), /another snapshot has the name/);
  });

  it("names the grants for which the journal had no room", async () => {
    const grants = Array.from({ length: 1200 }, (_, at) => String(100000000000 + at));
    const plan = await planned(grants, grants.slice(0, 1000), []);
    assert.equal(added(plan).length, 1000);
    assert.match(plan.drift.join(), /200 more grants/);
  });

  it("a copy of another account is none of this account's; a failed reading proves nothing", async () => {
    assert.equal(await mayRead(worldWith("ebs-snapshot", { owner: "999900001111" })), undefined);
    assert.equal(await mayRead(worldWith("ami", { owner: "999900001111" })), undefined);
  });
});
