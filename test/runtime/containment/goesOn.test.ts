import assert from "node:assert/strict";
import { onlyGoesOn } from "../../../runtime/containment/goesOn";
import type { Call } from "../../../runtime/model/call";
import type { ContainmentStatus } from "../../../runtime/model/journalItems";

const start: Call = { service: "ssm", operation: "StartAutomationExecution", input: {}, reason: "r", changes: [] };
const wait: Call = { ...start, operation: "GetAutomationExecution", waitsFor: "its end", pending: true };

describe("an execution that an earlier run started", () => {
  const cases: [string, boolean | undefined, ContainmentStatus | undefined, Call[], boolean][] = [
    ["continues while it is running", true, "containing", [wait], true],
    ["continues until it ends", true, "containing", [], true],
    ["is not the only work if something else must be started", true, "containing", [wait, start], false],
    ["does not continue if nothing was started", true, undefined, [start], false],
    ["does not continue if it has already ended", true, "contained", [], false],
    ["does not continue for a response that ends with its calls", undefined, "containing", [], false],
  ];
  for (const [name, followsAutomation, status, planned, expected] of cases) {
    it(name, () => {
      const containment = status ? { status } : {};
      const response = followsAutomation === undefined ? {} : { followsAutomation };
      assert.equal(onlyGoesOn(response, containment, planned), expected);
    });
  }
});
