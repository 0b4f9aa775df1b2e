import assert from "node:assert/strict";
import fc from "fast-check";
import { sayingUndone, undoneTimes } from "../../../runtime/containment/undone";
import type { ContainmentStatus, Hold } from "../../../runtime/model/journalItems";
import type { Verdict } from "../../../runtime/model/verdict";
import { groupTarget } from "../../../runtime/resources/targets";

const hour = 3_600_000;
const start = Date.parse("2026-11-26T00:00:00.000Z");
const at = (time: number) => new Date(start + time).toISOString();
const target = groupTarget(
  { accountId: "444455556666", region: "eu-west-1", partition: "aws" },
  "sg-0123456789abcdef0",
);
const hold = (details?: Record<string, string>): Hold => ({
  finding: "f1",
  type: "Config:Rule/SECURITY_GROUP_OPEN_PROHIBITED",
  since: at(0),
  ...(details && { details }),
});
const contained = (undone?: string[], status: ContainmentStatus = "contained", holds: Hold[] = [hold()]) => ({
  status,
  holds: Object.fromEntries(holds.map((one, index) => [`f${index}`, one])),
  ...(undone && { undone }),
});
const verdict: Verdict = { outcome: "contained", reason: "read back", remains: ["open connections"] };

describe("a containment that someone else undid", () => {
  const now = new Date(start + 30 * hour);
  const cases: [string, Parameters<typeof undoneTimes>, string[] | undefined][] = [
    ["counts from the first time", [contained(), {}, 2, now], [at(30 * hour)]],
    [
      "forgets what is more than 24 hours old",
      [contained([at(0), at(6 * hour), at(7 * hour)]), {}, 1, now],
      [at(7 * hour), at(30 * hour)],
    ],
    ["counts a partial containment too", [contained(undefined, "partial"), {}, 1, now], [at(30 * hour)]],
    ["is not undone if nothing was missing", [contained(), {}, 0, now], undefined],
    ["is not undone if it was released by a person", [contained(undefined, "released", []), {}, 2, now], undefined],
    ["is not undone if an earlier run had not ended", [contained(undefined, "containing"), {}, 2, now], undefined],
    [
      "is not undone if the finding asks for more",
      [contained(undefined, "contained", [hold({ session: "a" })]), { details: { session: "b" } }, 1, now],
      undefined,
    ],
    [
      "is undone if a finding asks for the same, in any order",
      [contained(undefined, "contained", [hold({ a: "1", b: "2" })]), { details: { b: "2", a: "1" } }, 1, now],
      [at(30 * hour)],
    ],
  ];
  for (const [name, given, expected] of cases) {
    it(name, () => assert.deepEqual(undoneTimes(...given), expected));
  }

  const times = (count: number, gap: number) => Array.from({ length: count }, (_, index) => at(index * gap));

  it("X9: has its own outcome, shows its count, and says who must investigate if it recurs", () => {
    assert.equal(sayingUndone(verdict, target, undefined), verdict);
    const once = sayingUndone(verdict, target, times(1, hour));
    assert.match(once.reason, /^read back; it had been undone, once within 24 hours$/);
    assert.deepEqual([once.notify, once.remains], [true, verdict.remains]);
    const fifth = sayingUndone(verdict, target, times(5, hour));
    assert.equal(fifth.notify, true);
    assert.equal(fifth.outcome, "recontained");
    const [, open] = fifth.remains!;
    assert.match(open!, /this containment is undone repeatedly, 5 times within 24 hours/);
    assert.match(
      open!,
      /owner of account 444455556666 .* who has changed arn:aws:ec2:.*sg-0123456789abcdef0 since 2026/,
    );
  });

  it("is always contained again, is reported every six hours while it recurs, and never floods people", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 * hour }), { minLength: 1, maxLength: 200 }), (gaps) => {
        let time = 0;
        let undone: string[] | undefined;
        const told: number[] = [];
        for (const gap of gaps) {
          time += gap;
          undone = undoneTimes(contained(undone), {}, 1, new Date(start + time));
          const said = sayingUndone(verdict, target, undone);
          assert.equal(said.outcome, "recontained");
          assert.ok(undone!.length <= 100);
          if (said.notify) told.push(time);
          else assert.ok(time - told.at(-1)! < 6 * hour, `silent since ${told.at(-1)} at ${time}`);
        }
        for (const first of told) {
          const day = told.filter((one) => one >= first && one < first + 24 * hour);
          assert.ok(day.length <= 5 + 5, `${day.length} within a day`);
        }
      }),
    );
  });
});
