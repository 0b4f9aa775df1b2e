import assert from "node:assert/strict";
import { differences, merged, same } from "../../../../local/engine/provider/compare";
import type { Input, Inputs } from "../../../../local/engine/provider/kind";

const asset = (text: string, hash: string) => ({ "4dabf18193072939515e22adb298388d": "kind", hash, text });

describe("local engine: comparing", () => {
  const cases: [string, unknown, unknown, Input, boolean][] = [
    ["documents that are written differently", '{"a":1,"b":2}', '{ "b": 2, "a": 1 }', { json: true }, true],
    ["documents that say different things", '{"a":1}', '{"a":2}', { json: true }, false],
    ["text that looks like a document", '{"a":1}', '{ "a":1}', {}, false],
    ["text that is not a document", "{", "{", { json: true }, true],
    ["documents in fields", { d: "[1]" }, { d: "[ 1 ]" }, { fields: { d: { json: true } } }, true],
    ["lists in another order", [1, 2], [2, 1], {}, false],
    ["lists without an order", [1, 2], [2, 1], { unordered: true }, true],
    ["a field that is unset and one that is absent", { a: 1, b: undefined }, { a: 1 }, {}, true],
    ["unset and absent", undefined, null, {}, true],
    ["unset and empty", undefined, "", {}, false],
    ["numbers and text", 1, "1", {}, false],
    ["assets with the same content", asset("a", "1"), asset("", "1"), {}, true],
    ["assets with different content", asset("a", "1"), asset("a", "2"), {}, false],
  ];
  for (const [what, left, right, input, expected] of cases) {
    it(`${what} are ${expected ? "the same" : "different"}`, () => assert.equal(same(left, right, input), expected));
  }

  it("names the inputs that differ, but not the engine's own", () => {
    assert.deepEqual(differences({}, { a: 1, b: 1, c: 1, __defaults: ["a"] }, { a: 1, b: 2, d: 1 }), ["b", "c", "d"]);
  });
});

describe("local engine: drift", () => {
  const inputs: Inputs = {
    policy: { json: true },
    settings: { fields: { a: {}, b: {} } },
    rules: { unordered: true, fields: { id: {}, days: {} } },
    steps: { fields: { id: {}, days: {} } },
  };

  it("is not a value that the program never set", () => {
    assert.deepEqual(merged(inputs, { settings: { a: 1 } }, { name: "by AWS", settings: { a: 1, b: 2 } }), {
      settings: { a: 1 },
    });
  });

  it("is not a different spelling of the same value", () => {
    const olds = { policy: '{"a":1}', rules: [{ id: "x" }, { id: "y" }] };
    const found = {
      policy: '{ "a": 1 }',
      rules: [
        { id: "y", days: 1 },
        { id: "x", days: 2 },
      ],
    };
    assert.deepEqual(merged(inputs, olds, found), olds);
  });

  it("is not a value that a reading omits", () => {
    assert.deepEqual(merged(inputs, { secret: "x" }, {}), { secret: "x" });
  });

  it("is a setting that changed or is off", () => {
    assert.deepEqual(merged(inputs, { settings: { a: 1 }, policy: "{}" }, { settings: { a: 2 }, policy: undefined }), {
      settings: { a: 2 },
      policy: undefined,
    });
  });

  it("is a missing or added item", () => {
    const found = [{ id: "x" }, { id: "z", days: 1 }];
    assert.deepEqual(merged(inputs, { rules: [{ id: "x" }] }, { rules: found }), { rules: found });
    assert.deepEqual(merged(inputs, { steps: [{ id: "x" }] }, { steps: found }), { steps: found });
  });

  it("is a changed item of a list", () => {
    const olds = { steps: [{ id: "x", days: 1 }] };
    assert.deepEqual(merged(inputs, olds, { steps: [{ id: "x", days: 2 }] }), { steps: [{ id: "x", days: 2 }] });
  });
});
