import assert from "node:assert/strict";
import fc from "fast-check";
import { type ExceptionCase, judgeException, noLimits, type SignatureCheck } from "../../../runtime/exceptions/judge";
import type { ExceptionLimits } from "../../../runtime/model/responderSettings";

const key = "SecurityException";
const now = new Date("2026-11-25T12:00:00Z");
const given = (value: string): ExceptionCase => ({
  tags: { [key]: value },
  key,
  limits: noLimits,
  response: "isolate-instance",
  now,
  firstSeen: "2026-11-25T11:00:00Z",
});
const judge = (value: string, more: Partial<ExceptionCase> = {}) => judgeException({ ...given(value), ...more });

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
    ["until=2026-11-24 until=2027-01-31", false, /has until more than once/],
    ["at=2026-11-25T10:59:59Z ref=SEC-1", true, /SEC-1/],
    ["at=2026-11-25T11:00:01Z ref=SEC-1", false, /issued at 2026-11-25T11:00:01Z, after the finding's first activity/],
    ["at=yesterday", false, /at=yesterday is not a time/],
  ];
  for (const [value, exempt, reason] of cases) {
    it(`M22: "${value}" ${exempt ? "exempts" : "does not exempt"}`, () => {
      const verdict = judge(value);
      assert.equal(verdict.exempt, exempt);
      assert.match(verdict.reason!, reason);
    });
  }

  it("F26: counts only under the configured key, case included", () => {
    assert.equal(judge("", { tags: { securityexception: "yes", SecurityException2: "yes" } }).exempt, false);
    assert.deepEqual(judge("", { tags: { SecurityException2: "yes", Name: "web" } }), { exempt: false });
  });

  for (const key of [
    "securityexception",
    "SECURITYEXCEPTION",
    "SecurityException ",
    "Security Exception",
    "security-exception",
  ]) {
    it(`X35: a tag called "${key}" does not exempt, and the notice says how to spell the key`, () => {
      const { exempt, reason } = judge("", { tags: { [key]: "yes" } });
      assert.equal(exempt, false);
      assert.match(reason!, /the exception key is exactly "SecurityException"/);
    });
  }

  for (const [value, why] of [
    ["until:2027-01-31", /did you mean until=/],
    ["Until=2027-01-31", /did you mean until=/],
    ["until = 2027-01-31", /did you mean until=/],
    ["unti=2027-01-31", /did you mean until=/],
    ["expires=2027-01-31", /did you mean until=/],
    ["for=isolate-instance valid-until=2027-01-31", /did you mean until=/],
    ["FOR=block-principal", /did you mean for=/],
    ["until 2027-01-31", /write a last day as until=2027-01-31/],
    ["31.01.2027", /write a last day as until=/],
    ["2027/01/31", /write a last day as until=/],
    ["2027-1-31", /write a last day as until=/],
  ] as [string, RegExp][]) {
    it(`X35: "${value}" is almost a limit, so it exempts from nothing and says how to write it`, () => {
      const { exempt, reason } = judge(value);
      assert.equal(exempt, false);
      assert.match(reason!, why);
    });
  }

  for (const value of [
    "approved by the board on 2026-10-01",
    "ticket SEC-123",
    "yes",
    "owner knows: see wiki page 7",
  ]) {
    it(`X35: "${value}" still counts as free text`, () => assert.equal(judge(value).exempt, true));
  }

  it("M23: never exempts from a response that its fields do not name, whatever its value", () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z-]{1,20}$/), fc.string({ maxLength: 40 }), (response, rest) => {
        fc.pre(response !== "isolate-instance");
        assert.equal(judge(`for=${response} ref=${rest.replace(/[\s=]/g, "")}`).exempt, false);
      }),
    ));

  it("says how long it exempts and who owns it", () => {
    const { until, owner } = judge("for=isolate-instance until=2027-01-31 by=owner@example.com");
    assert.deepEqual({ until, owner }, { until: "2027-01-31", owner: "owner@example.com" });
  });
});

const signed = `for=isolate-instance until=2027-01-31 by=o@example.com ref=SEC-1 at=2026-11-25T10:00:00Z sig=${"s".repeat(43)}`;
const genuine: SignatureCheck = { genuine: true };

describe("what config requires of an exception", () => {
  const cases: [string, Partial<ExceptionLimits>, value: string, SignatureCheck | undefined, reason: RegExp | true][] =
    [
      ["free text has no end", { expiryRequired: true }, "approved", undefined, /free text has no end/],
      [
        "fields without until have no end",
        { expiryRequired: true },
        "for=isolate-instance",
        undefined,
        /has no until=/,
      ],
      ["an end is there", { expiryRequired: true }, "until=2028-01-31", undefined, true],
      ["free text is unbounded", { longestDays: 30 }, "approved", undefined, /free text has no end/],
      ["no end is longer than any", { longestDays: 30 }, "ref=SEC-1", undefined, /no end; at most 30 days/],
      ["as long as allowed, from now", { longestDays: 30 }, "until=2026-12-25", undefined, true],
      ["longer than allowed, from now", { longestDays: 30 }, "until=2026-12-26", undefined, /until 2026-12-25/],
      [
        "longer than allowed, from its issue",
        { longestDays: 30 },
        "until=2026-12-25 at=2026-11-20T00:00:00Z",
        undefined,
        /until 2026-12-20/,
      ],
      ["M24: free text is not signed", { signatureRequired: true }, "approved", undefined, /free text is not signed/],
      ["M24: fields are not signed", { signatureRequired: true }, "until=2027-01-31", undefined, /not signed/],
      ["signed and genuine", { signatureRequired: true }, signed, genuine, true],
      [
        "a response that never exempts",
        { never: ["isolate-instance"] },
        signed,
        genuine,
        /exceptions from isolate-instance are not allowed/,
      ],
      [
        "a response that never exempts, by free text",
        { never: ["isolate-instance"] },
        "approved",
        undefined,
        /exceptions from isolate-instance are not allowed/,
      ],
      ["another one never exempts", { never: ["block-principal"] }, "approved", undefined, true],
      [
        "a forged signature, though none is required",
        {},
        signed,
        { genuine: false, why: "it was copied" },
        /it was copied/,
      ],
      ["an unchecked signature", {}, signed, undefined, /was not checked/],
      ["signed without an owner", {}, signed.replace("by=o@example.com ", ""), genuine, /signed, but lacks by=/],
      ["signed, with unsigned words beside it", {}, `${signed} note=x`, genuine, /has unsigned fields: note/],
      ["signed, but ended", {}, signed.replace("2027-01-31", "2026-11-24"), genuine, /ended on 2026-11-24/],
      [
        "signed, but issued too late",
        {},
        signed.replace("T10", "T11:30").replace("11:30:00:00", "11:30:00"),
        genuine,
        /after the finding's first activity/,
      ],
      [
        "signed, but for another response",
        {},
        signed.replace("isolate-instance", "block-principal"),
        genuine,
        /not for isolate/,
      ],
    ];
  for (const [name, limits, value, signature, expected] of cases) {
    it(`${name}: ${expected === true ? "exempt" : "not exempt"}`, () => {
      const verdict = judge(value, { limits: { ...noLimits, ...limits }, ...(signature && { signature }) });
      assert.equal(verdict.exempt, expected === true, verdict.reason);
      if (expected !== true) assert.match(verdict.reason!, expected);
    });
  }

  it("M24: nothing exempts without a genuine signature where one is required", () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom(signed, `${signed} for=isolate-instance`)),
        fc.constantFrom(undefined, { genuine: false as const, why: "forged" }),
        (value, signature) => {
          const limits = { ...noLimits, signatureRequired: true };
          assert.equal(judge(value, { limits, ...(signature && { signature }) }).exempt, false);
        },
      ),
    ));
});
