import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { responseSchemas } from "../../../components/settings/responses";
import { isResponse } from "../../../runtime/model/response";
import { catalogue } from "../../../runtime/responses/catalogue";

const responses = catalogue.filter(isResponse).map((route) => route.name);

describe("every response of the catalogue", () => {
  it("can be set in the stack file", () => {
    for (const name of responses) assert.ok(Object.hasOwn(responseSchemas, name), name);
  });

  it("has a row in the README", () => {
    const readme = readFileSync(path.join(__dirname, "..", "..", "..", "README.md"), "utf8");
    for (const name of responses) assert.ok(readme.includes(`\n| \`${name}\` |`), name);
  });
});
