import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { firstRunPolicies, withPolicies } from "../../../local/docs/policyBlocks";

describe("the page on the first run", () => {
  it("X52: shows the policy that preflight needs, as the code declares it; if not, run: npm run docs", () => {
    const page = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "first-run.md"), "utf8");
    assert.equal(page, withPolicies(page, firstRunPolicies()));
  });
});
