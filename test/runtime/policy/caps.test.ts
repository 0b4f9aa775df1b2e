import assert from "node:assert/strict";
import fc from "fast-check";
import type { SeverityBand } from "../../../runtime/model/finding";
import { countersOf, isHeldNotified, mostOfGroup, principalOf } from "../../../runtime/policy/caps";

const bands: SeverityBand[] = ["low", "medium", "high", "critical"];

/** What the journal does with the counters. */
function counting(most: number) {
  const counts: Record<string, number> = {};
  return (band: SeverityBand, at: number): boolean => {
    const { limiting, hours } = countersOf(band, new Date(at));
    if ((counts[`${hours[0]!.hour} ${limiting}`] ?? 0) >= most) return false;
    for (const { hour, counters } of hours) {
      for (const name of counters) counts[`${hour} ${name}`] = (counts[`${hour} ${name}`] ?? 0) + 1;
    }
    return true;
  };
}

const start = Date.parse("2026-11-26T02:37:11Z");
const minutes = 60_000;

describe("Y11 the cap on containments", () => {
  it("keeps the room for severe findings free for them", () => {
    const begin = counting(20);
    for (let n = 0; n < 21; n++) assert.equal(begin("low", start + n), n < 20);
    for (const band of ["medium", "high", "critical"] as const) assert.equal(begin(band, start + minutes), true, band);
  });

  it("counts severe containments against the room of the others", () => {
    const begin = counting(2);
    assert.deepEqual([begin("critical", start), begin("critical", start), begin("low", start)], [true, true, false]);
  });

  it("slides: a full hour does not reset at the turn of the clock hour", () => {
    const begin = counting(1);
    const before = Date.parse("2026-11-26T02:59:59Z");
    assert.deepEqual([begin("high", before), begin("high", before + 2000)], [true, false]);
    assert.equal(begin("high", before + 66 * minutes), true);
  });

  it("never starts more than the cap in any hour, per band and those above it, and starts everything after 65 quiet minutes", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...bands), fc.integer({ min: 0, max: 40 * minutes })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (times, most) => {
        const begin = counting(most);
        const begun: { at: number; band: number }[] = [];
        let at = start;
        for (const [band, pause] of times) {
          at += pause;
          const rank = bands.indexOf(band);
          const recent = (length: number) => begun.filter((one) => one.band >= rank && one.at > at - length).length;
          const allowed = begin(band, at);
          if (allowed) assert.ok(recent(60 * minutes) < most);
          else assert.ok(recent(65 * minutes) >= most);
          if (allowed) begun.push({ at, band: rank });
        }
      }),
    );
  });

  it("notifies about each severe containment that is held back, and about the first of the others", () => {
    assert.deepEqual(
      [9.8, 7, 6.9, 2].map((severity) => [isHeldNotified(severity, false), isHeldNotified(severity, true)]),
      [
        [true, true],
        [true, true],
        [false, true],
        [false, true],
      ],
    );
  });

  it("leaves a share of a group uncontained, but contains one member of any group", () => {
    assert.deepEqual(
      [mostOfGroup(10, 0.5), mostOfGroup(3, 0.5), mostOfGroup(1, 0.5), mostOfGroup(0, 0.5), mostOfGroup(4, 1)],
      [5, 1, 1, 1, 4],
    );
  });
});

describe("Y20 whom a manual containment counts against", () => {
  it("is the role, whatever the session's name, or the user", () => {
    const role = "arn:aws:sts::111122223333:assumed-role/operator";
    assert.deepEqual([principalOf(`${role}/ana`), principalOf(`${role}/bob`)], [role, role]);
    assert.equal(principalOf("arn:aws:iam::111122223333:user/ana"), "arn:aws:iam::111122223333:user/ana");
  });
});
