import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { codesIn, testsByCode, withTests } from "../../local/docs/acceptanceTables";
import { rowsOf } from "../../local/docs/tables";

const project = path.join(__dirname, "..", "..");
const page = readFileSync(path.join(project, "docs", "acceptance.md"), "utf8");
const tests = testsByCode(project);
const rows = rowsOf(page);
const ids = rows.map(([id]) => id!);

describe("the legend of the codes in titles of tests", () => {
  it("has a row for each code in a title", () => {
    const unknown = [...tests].filter(([code]) => !ids.includes(code));
    assert.deepEqual(unknown, [], "write a row for each into docs/acceptance.md, then run: npm run docs");
  });

  it("has a test for each row", () => {
    assert.ok(ids.length > 200);
    assert.deepEqual(
      ids.filter((id) => !tests.has(id)),
      [],
    );
  });

  it("has each code once, and a sentence for it", () => {
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const [id, demand, ...others] of rows) {
      assert.match(demand!, /^[A-Z].{20,}\.$/, id);
      assert.equal(others.length, 1, id);
    }
  });

  it("names the tests of each row; if not, run: npm run docs", () => {
    assert.equal(page, withTests(page, tests));
  });
});

describe("the codes in titles", () => {
  const found: [string, string, string[]][] = [
    ["one at the beginning", 'it("X12: reads", f)', ["X12"]],
    ["several, and a case", 'it("F12 M15 case 31: stays", f)', ["F12", "M15", "case 31"]],
    ["those of a row in a table", '[["M40 a placeholder", {}]]', ["M40"]],
    ["those of a title with a value", `it(\`Z9: \${name} stays\`, f)`, ["Z9"]],
    ["those in brackets at the end", 'it("reads a part (Y9)", f)', ["Y9"]],
    ["one that no page knows yet", 'it("Q7: is new", f)', ["Q7"]],
  ];
  for (const [name, source, codes] of found) {
    it(`are found: ${name}`, () => assert.deepEqual(codesIn(source), codes));
  }

  const passedOver: [string, string][] = [
    ["in a comment", '// X12: why\nit("reads", f)'],
    ["in the middle of a text", 'assert.match(text, "the type X12 of")'],
    ["names of AWS", 'it("S3 refuses", f); it("V2 of the hub", f)'],
    ["times", 'text.replace("T10", "T11:30")'],
  ];
  for (const [name, source] of passedOver) {
    it(`are ignored: ${name}`, () => assert.deepEqual(codesIn(source), []));
  }
});
