import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { differences, isSameDocument } from "../../../runtime/lib/sameDocument";
import { settings } from "../doctor/observed";

const statement = { Sid: "Read", Effect: "Allow", Action: ["a:Get", "a:List"], Resource: "*" };
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });

describe("the comparison of documents", () => {
  for (const [title, left, right, expected] of [
    ["keys in another order", '{"a":1,"b":2}', '{"b":2,"a":1}', true],
    ["lists in another order", '{"a":["x","y"]}', '{"a":["y","x"]}', true],
    ["a list of one and its only element", '{"a":["x"]}', '{"a":"x"}', true],
    [
      "a statement alone and in a list",
      document(statement),
      JSON.stringify({ Version: "2012-10-17", Statement: statement }),
      true,
    ],
    ["one action fewer", document(statement), document({ ...statement, Action: ["a:Get"] }), false],
    ["Deny for Allow", document(statement), document({ ...statement, Effect: "Deny" }), false],
    ["an extra condition", document(statement), document({ ...statement, Condition: { Bool: { x: "true" } } }), false],
    ["a number and its text", '{"a":1}', '{"a":"1"}', false],
    ["invalid JSON", "{", "{", false],
  ] as const) {
    it(`${title}: ${expected ? "mean the same" : "do not mean the same"}`, () => {
      assert.equal(isSameDocument(left, right), expected);
      assert.equal(isSameDocument(right, left), expected);
    });
  }

  it("treats any shuffled copy of a deployed policy as the same, and any copy that lacks a statement as different", () => {
    const policies = settings.roles.flatMap((role) => Object.values(role.policies));
    fc.assert(
      fc.property(fc.constantFrom(...policies), fc.nat(), fc.nat(), (text, seed, without) => {
        const { Statement: list, ...rest } = JSON.parse(text);
        const turn = <Item>(items: Item[]) => [
          ...items.slice(seed % items.length),
          ...items.slice(0, seed % items.length),
        ];
        const shuffled = turn(list).map((item: any) => Object.fromEntries(turn(Object.entries(item))));
        assert.deepEqual(differences(text, JSON.stringify({ Statement: shuffled, ...rest })), []);
        const fewer = list.filter((_: unknown, at: number) => at !== without % list.length);
        assert.equal(differences(text, JSON.stringify({ ...rest, Statement: fewer })).length, 1);
      }),
    );
  });

  it("names what is missing, what differs and what is not ours", () => {
    const found = document({ ...statement, Resource: "x" }, { ...statement, Sid: "Extra" });
    const expected = document(statement, { ...statement, Sid: "More" });
    assert.deepEqual(differences(expected, found), [
      "the statement Read differs",
      "the statement More is missing",
      "the statement Extra is not ours",
    ]);
    assert.deepEqual(differences(expected, undefined), ["it is missing"]);
    assert.deepEqual(differences(expected, "no JSON").length, 2);
  });
});
