import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { rehearsalPolicies, withPolicies } from "../../../local/docs/policyBlocks";
import { courses } from "../../../rehearsal/courses";
import { plannedSeconds } from "../../../rehearsal/waits";

describe("the page on rehearsals", () => {
  const page = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "rehearsal.md"), "utf8");

  it("shows the policy that the code makes; if not, run: npm run docs", () => {
    assert.equal(page, withPolicies(page, rehearsalPolicies()));
  });

  it("names each rehearsed response, and the time that it waits", () => {
    for (const name of Object.keys(courses)) assert.ok(page.includes(`\`${name}\``), name);
    assert.ok(page.includes(`${plannedSeconds(Object.keys(courses))} seconds`));
  });
});
