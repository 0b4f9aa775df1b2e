import assert from "node:assert/strict";
import { onlyGoesOn } from "../../../runtime/containment/goesOn";
import type { Call } from "../../../runtime/model/call";
import type { ContainmentStatus } from "../../../runtime/model/journalItems";

const start: Call = { service: "ssm", operation: "StartAutomationExecution", input: {}, reason: "r", changes: [] };
const wait: Call = { ...start, operation: "GetAutomationExecution", waitsFor: "its end", pending: true };

describe("what was started before", () => {
  const cases: [string, boolean | undefined, ContainmentStatus | undefined, Call[], boolean][] = [
    ["goes on while it runs", true, "containing", [wait], true],
    ["goes on to its end", true, "containing", [], true],
    ["is not all there is if something is to be started", true, "containing", [wait, start], false],
    ["is nothing where nothing was started", true, undefined, [start], false],
    ["is nothing if it has ended before", true, "contained", [], false],
    ["is nothing of a response that ends with its calls", undefined, "containing", [], false],
  ];
  for (const [name, followsAutomation, status, planned, expected] of cases) {
    it(name, () => {
      const containment = status ? { status } : {};
      const response = followsAutomation === undefined ? {} : { followsAutomation };
      assert.equal(onlyGoesOn(response, containment, planned), expected);
    });
  }
});
