import { equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { nestedList } from "../../../cli/report/nested";
import { personText } from "../../../cli/report/personText";

/** The text of it, with lists in brackets. */
const text = (value: unknown) =>
  String(nestedList(value))
    .replaceAll(/<ul>/g, "[")
    .replaceAll(/<\/ul>/g, "]")
    .replaceAll(/<li>/g, "(")
    .replaceAll(/<\/li>/g, ")")
    .replaceAll(/<[^>]+>/g, "");

describe("saved states in the report", () => {
  const cases: [value: unknown, shown: string][] = [
    [undefined, "none"],
    [null, "none"],
    [{}, "none"],
    [false, "no"],
    [{ terminationProtection: true }, "[(termination protection: yes)]"],
    [{ block: null, BlockPublicAcls: false }, "[(block: none)(BlockPublicAcls: no)]"],
    [{ attached: [] }, "[(attached: none)]"],
    [{ groups: ["sg-1", "sg-2"] }, "[(groups: sg-1, sg-2)]"],
    [{ interfaces: [{ id: "eni-1", groups: ["sg-1", "sg-2"] }] }, "[(interfaces: [(id eni-1; groups sg-1, sg-2)])]"],
    [{ many: [1, 2, 3, 4, 5] }, "[(many: [(1)(2)(3)(4)(5)])]"],
    [{ pairs: [[1, 2], [3]] }, "[(pairs: [(1, 2)(3)])]"],
    [{ gone: undefined, kept: 1 }, "[(kept: 1)]"],
    [{ "<b>": "<i>" }, "[(&lt;b&gt;: &lt;i&gt;)]"],
  ];
  for (const [value, shown] of cases) it(`show ${JSON.stringify(value)}`, () => equal(text(value), shown));

  it("say that there is more if there is too much", () => {
    match(text(Array.from({ length: 103 }, (_, at) => at)), /\(… and 3 more\)\]$/);
    let deep: unknown = "end";
    for (let level = 0; level < 30; level += 1)
      deep = { level: [deep, deep, deep, deep, deep].slice(0, 1), other: [[[]]] };
    match(text(deep), /deeper than 8 levels/);
  });

  it("are balanced markup for any data", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 5 }), (value) => {
        const markup = String(nestedList(JSON.parse(JSON.stringify(value) ?? "null")));
        for (const name of ["ul", "li", "code", "span"]) {
          equal(markup.split(`<${name}`).length, markup.split(`</${name}>`).length);
        }
        ok(!/<(?!\/?(ul|li|code|span)[ >])/.test(markup), markup);
      }),
    );
  });
});

describe("people in the report", () => {
  it("are named by their session, with the role", () => {
    const shown = String(personText("arn:aws:sts::111122223333:assumed-role/Operator/maria.lindqvist"));
    equal(shown, 'maria.lindqvist <span class="note">(role Operator in 111122223333)</span>');
  });
  it("are otherwise shown under their given name, escaped", () =>
    equal(String(personText("<mail@x>")), "&lt;mail@x&gt;"));
});
