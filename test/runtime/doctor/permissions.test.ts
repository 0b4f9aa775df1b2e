import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { settings } from "./observed";

describe("the doctor's sessions", () => {
  it("have a reason for every *", () => {
    for (const { resources, why } of settings.permissions) if (resources.includes("*")) assert.ok(why);
  });
});
