import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { permissionsPage } from "../../../local/docs/permissionsTable";
import { catalogue } from "../../../runtime/responses/catalogue";

describe("the page on permissions", () => {
  it("M36: shows what the code declares; if not, run: npm run docs", () => {
    const page = readFileSync(path.join(__dirname, "..", "..", "..", "docs", "permissions.md"), "utf8");
    assert.equal(page, permissionsPage(catalogue));
  });
});
