import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { compareMembers, type Sight, settlingMinutes, withChange } from "../../../runtime/doctor/membership";
import { membershipMessage } from "../../../runtime/doctor/membershipMessage";
import { watchMinutes } from "../../../runtime/doctor/watch";
import type { Member } from "../../../runtime/journal/members";

const account = "444455556666";
const [sandbox, production] = ["ou-ab12-11111111", "ou-ab12-22222222"];
const at = (minutes: number) => new Date(Date.parse("2026-11-29T05:00:00.000Z") + minutes * 60_000).toISOString();
const known = (change: Partial<Member> = {}): Member => ({ account, unit: sandbox, since: at(0), ...change });
const active = (unit = sandbox) => ({ account, state: "ACTIVE", unit });

/** What is seen of one account that is in the organization. */
const sight = (change: Partial<Sight> = {}): Sight => ({
  members: [],
  present: [account],
  listed: [active()],
  heard: [],
  uncovered: [],
  now: at(0),
  ...change,
});

const text = (change: Partial<Parameters<typeof membershipMessage>[0]>, units: string[] = []) => {
  const message = membershipMessage({ outside: [], moved: [], gone: [], ...change }, units);
  return message && { ...message, all: JSON.stringify(message.lines) };
};

describe("L22: the accounts of the organization", () => {
  it("L22: leave a new account time to be deployed, and then notify people once if it is not covered", () => {
    const first = compareMembers(sight({ uncovered: [account] }));
    assert.deepEqual([first.outside, first.uncovered], [[], []]);
    assert.deepEqual(first.changed, [known({ pending: "new" })]);
    const early = compareMembers(sight({ members: first.changed, uncovered: [account], now: at(settlingMinutes - 1) }));
    assert.deepEqual([early.outside, early.uncovered, early.changed], [[], [], []]);
    const second = compareMembers(sight({ members: first.changed, uncovered: [account], now: at(settlingMinutes) }));
    assert.deepEqual([second.outside, second.uncovered], [[known({ told: true })], [account]]);
    const later = compareMembers(sight({ members: second.changed, uncovered: [account], now: at(5000) }));
    assert.deepEqual([later.outside, later.uncovered, later.changed], [[], [account], []]);
  });

  it("P2: keep the name of an account, and learn a new one, which is no news", () => {
    const listed = (name: string) => [{ account, name, state: "ACTIVE" }];
    const first = compareMembers(sight({ members: [known()], listed: listed("shop") }));
    assert.deepEqual(first.changed, [known({ name: "shop" })]);
    const same = compareMembers(sight({ members: first.changed, listed: listed("shop") }));
    assert.deepEqual(same.changed, []);
    assert.deepEqual(compareMembers(sight({ members: first.changed })).changed, [], "the list could not be read");
    const renamed = compareMembers(sight({ members: first.changed, listed: listed("store") }));
    assert.deepEqual([renamed.changed, renamed.moved, renamed.outside], [[known({ name: "store" })], [], []]);
  });

  it("L22: notify within the hour, whenever the account joins and even if a watch starts a little early", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: watchMinutes, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (joined, early) => {
          let members: Member[] = [];
          for (let run = 1; run <= 3; run++) {
            const minute = run * watchMinutes - (run % 2 === 0 ? early : 0);
            if (minute < joined) continue;
            const seen = compareMembers(sight({ members, uncovered: [account], now: at(minute) }));
            if (seen.outside.length > 0) return minute - joined <= 60;
            if (seen.changed.length > 0) members = seen.changed;
          }
          return false;
        },
      ),
    );
  });

  it("L22: say nothing about a new account that a StackSet covers in time, nor when it is deployed after the notice", () => {
    const covered = compareMembers(sight({ members: [known({ pending: "new" })], now: at(60) }));
    assert.deepEqual([covered.outside, covered.uncovered, covered.settled], [[], [], [account]]);
    assert.deepEqual(covered.changed, [known()]);
    const deployed = compareMembers(sight({ members: [known({ told: true })], now: at(60) }));
    assert.deepEqual([deployed.outside, deployed.uncovered, deployed.changed], [[], [], [known()]]);
    assert.equal(membershipMessage(deployed, []), undefined);
    const again = compareMembers(sight({ members: deployed.changed, uncovered: [account], now: at(90) }));
    assert.equal(again.outside.length, 1, "not covered again is news");
  });

  it("L22: notice a move by comparing, and notify once, with both units, when it has settled", () => {
    const moved = compareMembers(sight({ members: [known()], listed: [active(production)], now: at(60) }));
    assert.deepEqual(moved.moved, []);
    const entry = known({ unit: production, from: sandbox, since: at(60), pending: "moved" });
    assert.deepEqual(moved.changed, [entry]);
    const settled = compareMembers(sight({ members: [entry], listed: [active(production)], now: at(90) }));
    assert.deepEqual(settled.moved, [{ account, from: sandbox, to: production, isCovered: true }]);
    assert.deepEqual(settled.changed, [known({ unit: production, since: at(60) })]);
    const back = compareMembers(sight({ members: [entry], listed: [active()], now: at(90) }));
    const backLater = compareMembers(sight({ members: back.changed, now: at(120) }));
    assert.deepEqual(backLater.moved, [], "it is where it was");
  });

  it("L22: keep counting an account that was not covered before it was moved", () => {
    const entry = known({ unit: production, from: sandbox, pending: "moved", told: true });
    const seen = compareMembers(sight({ members: [entry], listed: [active(production)], uncovered: [account] }));
    assert.deepEqual([seen.uncovered, seen.outside, seen.moved], [[account], [], []]);
  });

  it("L22: notify once of an account that was closed or suspended, or left, and forget it", () => {
    for (const state of ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"]) {
      const seen = sight({ members: [known()], present: [], listed: [{ account, state }] });
      assert.deepEqual(compareMembers(seen).gone, [{ account, why: `it is ${state}` }]);
      assert.deepEqual(compareMembers({ ...seen, members: [] }).gone, []);
    }
    const left = sight({ members: [known()], present: [], listed: [], heard: [account] });
    assert.deepEqual(compareMembers(left).gone, [{ account, why: "it left" }]);
    // As after an upgrade, when accounts were heard but are not noted yet.
    assert.deepEqual(compareMembers({ ...left, members: [] }).gone, [{ account, why: "it left" }]);
  });

  it("L22: take events where the accounts cannot be listed, and drop repeated ones", () => {
    const joined = withChange(undefined, { account }, at(0))!;
    assert.deepEqual(joined, { account, since: at(0), pending: "new" });
    assert.equal(withChange(joined, { account }, at(1)), undefined);
    // A new account is moved to its unit right away.
    const placed = withChange(joined, { account, unit: sandbox, from: "r-ab12" }, at(1))!;
    assert.deepEqual(placed, known({ pending: "new" }));
    const moved = withChange(known(), { account, unit: production, from: sandbox }, at(5))!;
    assert.deepEqual(moved, known({ unit: production, from: sandbox, since: at(5), pending: "moved" }));
    assert.equal(withChange(moved, { account, unit: production, from: sandbox }, at(6)), undefined);
    const ended = withChange(known(), { account, ended: "closed" }, at(5))!;
    assert.equal(withChange(ended, { account, ended: "left" }, at(6)), undefined);
    const { listed: _, ...blind } = sight({ members: [ended], present: [] });
    assert.deepEqual(compareMembers(blind).gone, [{ account, why: "it was closed" }]);
    assert.equal(withChange(ended, { account }, at(7))!.pending, "new", "it is back");
  });

  it("L22: end only once, even if events about a closed account arrive late, or it is moved once more", () => {
    assert.equal(withChange(undefined, { account, ended: "left" }, at(1)), undefined);
    const late = withChange(undefined, { account, unit: production, from: sandbox }, at(1))!;
    const seen = compareMembers(sight({ members: [late], present: [], listed: [{ account, state: "SUSPENDED" }] }));
    assert.deepEqual([seen.gone, seen.forgotten], [[], [account]]);
  });

  it("L22: are written only if something changed, in whatever order the journal returns it", () => {
    const entry: Member = { told: true, since: at(0), unit: sandbox, account };
    assert.deepEqual(compareMembers(sight({ members: [entry], uncovered: [account] })).changed, []);
  });

  it("L22: are noted without their unit if that is unknown, which is no move later", () => {
    const { unit: _, ...placeless } = known();
    assert.deepEqual(withChange(placeless, { account, unit: sandbox }, at(1)), known());
  });
});

describe("L22: the notice about accounts", () => {
  it("L22: has the command that covers them, and says where StackSets do", () => {
    const outside = ["444455556666", "777788889999"].map((one) => known({ account: one }));
    const message = text({ outside }, [production])!;
    assert.equal(message.subject, "organization: 2 accounts not covered");
    assert.equal(message.lines[0], `Not covered: 444455556666 in ${sandbox}.`);
    assert.match(message.all, /fleet up --only service-444455556666,service-777788889999"/);
    assert.match(message.all, new RegExp(`StackSets cover the accounts in ${production}`));
    assert.doesNotMatch(text({ outside })!.all, /StackSets/);
    assert.deepEqual(message.attributes, { outcome: "failed" });
    const many = text({
      outside: Array.from({ length: 800 }, (_, at) => known({ account: String(100_000_000_000 + at) })),
    })!;
    assert.match(many.all, /And 750 more\..*fleet up"/);
  });

  it("L22: says that modes by unit may differ after a move, and what deploys them", () => {
    const message = text({ moved: [{ account, from: sandbox, to: production, isCovered: false }] })!;
    assert.equal(message.subject, "organization: 1 moved");
    assert.equal(message.lines[0], `Moved: ${account} from ${sandbox} to ${production}. It is not covered.`);
    assert.match(
      message.all,
      /Modes that name units count for the new unit already.*fleet up --only service-444455556666/,
    );
  });

  it("L22: says where the containments of a closed account are listed, and is not sent without news", () => {
    const message = text({ gone: [{ account, why: "it is SUSPENDED" }] })!;
    assert.match(message.all, /No longer examined: 444455556666, because it is SUSPENDED/);
    assert.match(message.all, /incidents --open --account 444455556666/);
    assert.equal(text({}), undefined);
  });
});
