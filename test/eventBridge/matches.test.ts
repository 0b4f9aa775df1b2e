import assert from "node:assert/strict";
import { matches } from "./matches";

const rows: [what: string, pattern: Record<string, any>, event: unknown, expected: boolean][] = [
  ["one of several values", { a: ["x", "y"] }, { a: "y" }, true],
  ["an element of an array", { a: ["x"] }, { a: ["w", "x"] }, true],
  ["fields in one element of an array", { a: { b: ["1"], c: ["2"] } }, { a: [{ b: "1", c: "2" }] }, true],
  ["fields in two elements", { a: { b: ["1"], c: ["2"] } }, { a: [{ b: "1" }, { c: "2" }] }, false],
  ["anything-but of a missing field", { a: [{ "anything-but": ["x"] }] }, {}, false],
  ["anything-but where another element differs", { a: [{ "anything-but": ["x"] }] }, { a: ["x", "y"] }, true],
  ["anything-but with suffixes", { a: [{ "anything-but": { suffix: ["/1", "/2"] } }] }, { a: "b/2" }, false],
  ["a missing leaf below a missing object", { a: { b: [{ exists: false }] } }, {}, true],
  ["exists", { a: [{ exists: true }] }, { a: 1 }, true],
  ["one side of $or", { $or: [{ a: ["1"] }, { b: ["1"] }], c: ["1"] }, { b: "1", c: "1" }, true],
  ["$or and the rest", { $or: [{ a: ["1"] }, { b: ["1"] }], c: ["1"] }, { b: "1" }, false],
  ["a number in a range", { a: [{ numeric: [">=", 7, "<", 9] }] }, { a: 8 }, true],
  ["a number outside a range", { a: [{ numeric: [">=", 7, "<", 9] }] }, { a: 9 }, false],
  ["a wildcard", { a: [{ wildcard: "arn:*::productv2/aws/*" }] }, { a: "arn:aws:x:y::productv2/aws/macie" }, true],
  ["a dot is no wildcard", { a: [{ wildcard: "a.*" }] }, { a: "abc" }, false],
];

describe("an EventBridge pattern", () => {
  for (const [what, pattern, event, expected] of rows) {
    it(`${what}: ${expected}`, () => assert.equal(matches(pattern, event), expected));
  }

  it("with an unknown operator is refused", () => {
    assert.throws(() => matches({ a: [{ sufix: "x" }] }, { a: "x" }), /no operator/);
    assert.throws(() => matches({ $or: [{ a: ["x"] }] }, {}), /at least two/);
  });
});
