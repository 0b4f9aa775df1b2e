import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { largestSessionPolicy } from "../../../runtime/aws/sessionPolicy";
import { doctorSession } from "../../../runtime/doctor/permissions";
import { settings } from "./observed";

describe("the doctor's sessions", () => {
  it("fit what STS takes, also with the longest names", () => {
    const permissions = JSON.parse(JSON.stringify(settings.permissions).replaceAll("Security-IR-Role", "p".repeat(38)));
    const text = doctorSession(permissions, "aws-us-gov", "444455556666");
    assert.ok(text.length <= largestSessionPolicy, `${text.length} characters`);
    assert.doesNotMatch(text, /\{(partition|account|region)\}/);
  });

  it("every * has a reason", () => {
    for (const { resources, why } of settings.permissions) if (resources.includes("*")) assert.ok(why);
  });
});
