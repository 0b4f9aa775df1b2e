import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { rowsOf } from "../../local/docs/tables";

const project = path.join(__dirname, "..", "..");
const page = readFileSync(path.join(project, "docs", "threat-model.md"), "utf8");

describe("the threat model", () => {
  it("names, for each of its rows, the tests that verify it", () => {
    assert.match(page, /\| verified by \|$/m);
    const rows = rowsOf(page);
    assert.ok(rows.length > 30);
    for (const cells of rows) {
      const row = cells.join(" | ");
      assert.equal(cells.length, 5, row);
      const tests = [...cells[4]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
      assert.ok(tests.length > 0, row);
      for (const name of tests) assert.ok(existsSync(path.join(project, "test", `${name}.test.ts`)), `${name}: ${row}`);
    }
  });
});
