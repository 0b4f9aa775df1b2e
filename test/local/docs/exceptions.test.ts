import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { exceptionPolicies, withPolicies } from "../../../local/docs/policyBlocks";

describe("the page on exceptions", () => {
  it("M24: shows the policies that the code makes; if not, run: npm run docs", () => {
    const page = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "exceptions.md"), "utf8");
    assert.equal(page, withPolicies(page, exceptionPolicies()));
  });

  it("needs markers for them", () => {
    assert.throws(() => withPolicies("# Exceptions", exceptionPolicies()), /has no markers for scp/);
  });
});
