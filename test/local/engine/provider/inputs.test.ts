import assert from "node:assert/strict";
import { completed, imported, problems } from "../../../../local/engine/provider/inputs";
import type { Kind } from "../../../../local/engine/provider/kind";
import type { Properties } from "../../../../local/engine/provider/properties";

const type = "aws:shop/shelf:Shelf";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const never = () => Promise.reject(new Error("not to be called"));
const shelf: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    policy: { json: true },
    size: { default: 3 },
    kept: { default: false, only: [false] },
    books: { fields: { title: {}, lent: { default: false } } },
  },
  create: never,
  read: never,
  delete: never,
};
const seed = Buffer.from("the same in every step");

function complete(news: Properties, olds: Properties = {}, kind = shelf): Properties {
  const defaults = { region: "eu-west-1", tags: { owner: "provider", project: "p" } };
  return completed({ kind, type, name: "shelf", olds, news, seed, defaults });
}

describe("local engine: inputs", () => {
  const refused: [string, Properties, string, RegExp][] = [
    [
      "an unknown input",
      { colour: "red" },
      "colour",
      /"colour" of aws:shop\/shelf:Shelf: add it to .*types\/shop\/shelf\.ts/,
    ],
    ["an unknown field", { books: { title: "a", pages: 1 } }, "books.pages", /"books\.pages"/],
    ["an unknown field in a list", { books: [{}, { pages: 1 }] }, "books[1].pages", /"books\[1\]\.pages"/],
    ["a value that is not honoured", { kept: true }, "kept", /only as false, not true/],
    ["a name that objects inherit", { constructor: 1 }, "constructor", /"constructor"/],
  ];
  for (const [what, news, property, reason] of refused) {
    it(`refuse ${what}`, () => {
      const found = problems({ kind: shelf, type, news });
      assert.equal(found.length, 1);
      assert.equal(found[0]!.property, property);
      assert.match(found[0]!.reason, reason);
    });
  }

  it("accept known inputs, and values that are not known yet", () => {
    const news = { name: "a", tags: { a: "b" }, region: "eu-west-1", kept: unknown, books: unknown, __defaults: [] };
    assert.deepEqual(problems({ kind: shelf, type, news }), []);
  });

  it("refuse a Region for a global type", () => {
    const news = { region: "eu-west-1" };
    assert.equal(problems({ kind: { ...shelf, global: true }, type, news })[0]!.property, "region");
  });

  it("get defaults, in nested fields too, the Region and the provider's tags", () => {
    const found = complete({ name: "a", books: [{ title: "b" }], tags: { owner: "program" } });
    assert.deepEqual(found, {
      name: "a",
      size: 3,
      kept: false,
      books: [{ title: "b", lent: false }],
      region: "eu-west-1",
      tags: { owner: "program", project: "p" },
      __defaults: ["size", "kept", "region"],
    });
  });

  it("get a stable name", () => {
    const first = complete({});
    assert.match(first.name, /^shelf-[0-9a-f]{7}$/);
    assert.equal(complete({}).name, first.name);
    assert.equal(complete({}, { name: "shelf-0000000", __defaults: ["name"] }).name, "shelf-0000000");
    assert.equal(complete({}, { name: "chosen-before", __defaults: [] }).name, first.name);
  });

  it("accept documents as objects", () => {
    assert.equal(complete({ policy: { Version: "1" } }).policy, '{"Version":"1"}');
    assert.equal(complete({ policy: { Version: unknown } }).policy, unknown);
  });

  it("of an import leave out what is equivalent to unset", () => {
    const found = imported(shelf, { name: "a", policy: undefined, tags: {}, size: 3 }, "eu-west-1");
    assert.deepEqual(found, { name: "a", size: 3, kept: false, region: "eu-west-1", __defaults: ["kept"] });
  });
});
