import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeException } from "../../../runtime/exceptions/exception";

const key = "SecurityException";
const now = new Date("2026-11-25T12:00:00Z");
const judge = (value: string, response = "isolate-instance") => judgeException({ [key]: value }, key, response, now);

describe("an exception tag", () => {
  const cases: [value: string, exempt: boolean, reason: RegExp][] = [
    ["approved by the board", true, /from every response without end/],
    ["true", true, /without end/],
    ["2027-01-31", true, /without end/],
    ["2026-11-24", false, /date in the past/],
    ["", false, /does not exempt/],
    ["False", false, /does not exempt/],
    ["none", false, /does not exempt/],
    ["for=isolate-instance", true, /exempts from isolate-instance/],
    [
      "for=block-principal+isolate-instance until=2027-01-31 by=owner@example.com ref=SEC-1",
      true,
      /until 2027-01-31, by owner@example.com, SEC-1/,
    ],
    ["for=block-principal", false, /for block-principal, not for isolate-instance/],
    ["until=2026-11-25", true, /until 2026-11-25/],
    ["until=2026-11-24", false, /ended on 2026-11-24/],
    ["until=2026-02-30", false, /not a day/],
    ["until=tomorrow", false, /not a day/],
    ["until=", false, /not a day/],
    ["for= until=2027-01-31", false, /is for/],
  ];
  for (const [value, exempt, reason] of cases) {
    it(`M22: "${value}" ${exempt ? "exempts" : "does not exempt"}`, () => {
      const verdict = judge(value);
      assert.equal(verdict.exempt, exempt);
      assert.match(verdict.reason!, reason);
    });
  }

  it("F26: counts only under the configured key, case included", () => {
    const tags = { securityexception: "yes", SecurityException2: "yes" };
    assert.deepEqual(judgeException(tags, key, "isolate-instance", now), { exempt: false });
  });

  it("M23: whatever its value, it never exempts from a response that its fields do not name", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string({ maxLength: 40 }), (response, rest) => {
        fc.pre(response !== "isolate-instance");
        assert.equal(judge(`for=${response} ref=${rest.replace(/[\s=]/g, "")}`).exempt, false);
      }),
    ));
});
