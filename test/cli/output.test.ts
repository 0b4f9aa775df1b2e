import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { verdictText } from "../../cli/output/decision";
import { safe } from "../../cli/output/print";
import { styleOf } from "../../cli/output/style";
import { tableText } from "../../cli/output/table";
import { age, momentOf } from "../../cli/output/time";
import { priorStateLines } from "../../cli/verbs/priorState";
import { shellWord } from "../../runtime/notices/operatorCommand";
import { decision } from "../runtime/decision";

describe("tables", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "-", "Z", "9"), minLength: 1, maxLength: 70 });
  const rows = fc.array(
    fc.tuple(word, word, word, word).map((cells) => [...cells]),
    { minLength: 1, maxLength: 6 },
  );

  it("are never wider than the screen, and lose nothing", () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 60, max: 200 }), (cells, columns) => {
        const text = tableText({ terminal: true, columns }, ["A", "B", "C", "D"], cells);
        assert.ok(text.split("\n").every((line) => line.length <= columns));
        const letters = (value: string) => [...value.replace(/\s/g, "")].sort().join("");
        assert.equal(letters(text), letters(["ABCD", ...cells.flat()].join("")));
      }),
    );
  });

  const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((all) => all.join(" "));
  const texts = fc.array(
    fc.tuple(word, words, words).map((cells) => [...cells]),
    { minLength: 1, maxLength: 5 },
  );

  it("P2 P24: break no id, no account and no word, and are never wider than the terminal", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 80, max: 160 }), (cells, columns) => {
        const text = tableText({ terminal: true, columns }, ["A", "B", "C"], cells);
        for (const line of text.split("\n")) assert.ok(line.length <= columns, line);
        const printed = text.split(/\s+/);
        for (const part of cells.flat().flatMap((cell) => cell.split(" "))) assert.ok(printed.includes(part), part);
      }),
    );
  });

  it("P2: keep a word whole that is longer than the terminal", () => {
    const arn = `arn:aws:securityhub:eu-west-1:444455556666:${"x".repeat(100)}`;
    const text = tableText({ terminal: true, columns: 80 }, ["OUTCOME", "SHOW"], [["contained", arn]]);
    assert.deepEqual(text.split("\n"), ["OUTCOME", "contained", "    show", `    ${arn}`]);
  });

  it("P2: have one line a row and tabs between whole fields where standard output is no terminal", () => {
    fc.assert(
      fc.property(texts, (cells) => {
        const text = tableText({ terminal: false, columns: 80 }, ["A", "B", "C"], cells);
        assert.deepEqual(
          text.split("\n").map((line) => line.split("\t")),
          [["A", "B", "C"], ...cells],
        );
      }),
    );
  });

  it("P24: wrap wide characters by the columns that they take", () => {
    const text = tableText(
      { terminal: true, columns: 20 },
      ["A"],
      [["\u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57"]],
    );
    assert.deepEqual(text.split("\n").slice(1), [
      "\u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57 \u6f22\u5b57",
      "\u6f22\u5b57",
    ]);
  });

  it("show what fits unchanged", () => {
    assert.equal(
      tableText({ terminal: true, columns: 80 }, ["A", "LONGER"], [["one\ntwo", "x"]]),
      "A    LONGER\none  x\ntwo",
    );
  });
});

describe("a decision in the terminal", () => {
  const style = styleOf({ colours: false });
  it("X29: names everything that the finding names", () => {
    const named = [{ what: "pod", name: "cart-7f\u001b[31m" }];
    const text = verdictText(style, { ...decision, about: { ...decision.about!, named } }, "notify");
    assert.match(text, /^ {2}names pod cart-7f/m);
    assert.ok(!text.includes("\u001b"));
  });

  it("Y1: says what is open now before the reason", () => {
    const text = verdictText(style, { ...decision, openNow: ["eni-1"] }, "isolate-instance");
    assert.match(text, /^.*\n {2}OPEN NOW: eni-1\n[\s\S]*read back/);
  });
});

describe("untrusted text", () => {
  it("never controls the terminal", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.ok(!/[\p{C}\p{Zl}\p{Zp}]/u.test(safe(text)));
      }),
    );
  });

  it("is one word of a command line", () => {
    assert.equal(shellWord("arn:aws:s3:::a_b.c-1"), "arn:aws:s3:::a_b.c-1");
    assert.equal(shellWord("a b"), "'a b'");
    assert.equal(shellWord("$(x)"), "'$(x)'");
    assert.equal(shellWord("it's"), `'it'\\''s'`);
  });
});

describe("points in time", () => {
  const now = new Date("2026-11-26T12:00:00.000Z");

  for (const [text, expected] of [
    ["30m", "2026-11-26T11:30:00.000Z"],
    ["12h", "2026-11-26T00:00:00.000Z"],
    ["7d", "2026-11-19T12:00:00.000Z"],
    ["1w", "2026-11-19T12:00:00.000Z"],
    ["2026-11-01", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01T02:03:04Z", "2026-11-01T02:03:04.000Z"],
  ] as const) {
    it(`accept ${text}`, () => assert.equal(momentOf(text, "since", now), expected));
  }

  for (const text of ["", "7", "7y", "-1d", "2026-13-01", "2026-11-01T02:03:04+01:00", "yesterday", "99999d"]) {
    it(`refuse "${text}"`, () => assert.throws(() => momentOf(text, "since", now), /it must be an age such as 30m/));
  }

  for (const [since, expected] of [
    ["2026-11-26T11:59:30.000Z", "0 minutes"],
    ["2026-11-26T11:59:00.000Z", "1 minute"],
    ["2026-11-26T10:59:00.000Z", "1 hour"],
    ["2026-11-24T13:00:00.000Z", "47 hours"],
    ["2026-11-24T12:00:00.000Z", "2 days"],
    ["2026-11-27T12:00:00.000Z", "0 minutes"],
  ] as const) {
    it(`show ${since} as ${expected} ago`, () => assert.equal(age(since, now), expected));
  }
});

describe("the prior state", () => {
  it("has one line per value", () => {
    assert.deepEqual(
      priorStateLines({ a: true, list: ["x", "y"], none: [], nested: [{ id: 1, groups: [] }], gone: null }),
      ["a: true", "list: x, y", "none: none", "nested[0].id: 1", "nested[0].groups: none", "gone: none"],
    );
    assert.deepEqual(priorStateLines(undefined), []);
  });

  it("is shortened if it is long, and says so", () => {
    const lines = priorStateLines(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, index])));
    assert.equal(lines.length, 21);
    assert.equal(lines.at(-1), "and 10 more values, see --json");
  });
});
