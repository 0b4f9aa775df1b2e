import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate, longestAnnotation } from "../../../runtime/openGroups/evaluate";
import { plan } from "../../../runtime/responses/confineSecurityGroup/plan";
import { empty, groups, lists, rule, settings, withRules } from "../responses/confineSecurityGroup/states";

const everything = ["-1 - 0.0.0.0/0", "-1 - ::/0"];

const judged = (rules: string[], allowed: string[] = [], more = {}) => evaluate(withRules(rules, more), allowed);

describe("the evaluation of one group", () => {
  it("F10: is not compliant if everyone has access by IPv4 or IPv6, not applicable for a deleted group, otherwise compliant", () => {
    for (const source of ["0.0.0.0/0", "::/0"]) {
      assert.deepEqual(judged([`tcp 22 ${source}`]), {
        compliance: "NON_COMPLIANT",
        annotation: `Open to the public: tcp 22 from ${source}`,
      });
    }
    assert.deepEqual(evaluate(undefined, []), {
      compliance: "NOT_APPLICABLE",
      annotation: "The group no longer exists",
    });
    for (const rules of [[], ["tcp 22 10.0.0.0/8"], ["tcp 22 203.0.113.7/32"], ["-1 - sg-b"]]) {
      assert.deepEqual(judged(rules), { compliance: "COMPLIANT", annotation: "No rule allows public access" });
    }
  });

  it("M18: is also not compliant for halves, a wide IPv6 range and a public prefix list", () => {
    for (const rules of [["tcp 22 0.0.0.0/1", "tcp 22 128.0.0.0/1"], ["-1 - 2000::/3"], ["tcp 22 pl-world"]]) {
      assert.equal(judged(rules, [], { prefixLists: lists }).compliance, "NON_COMPLIANT", rules.join());
    }
    assert.equal(judged(["tcp 443 pl-cdn"], [], { prefixLists: lists }).compliance, "COMPLIANT");
  });

  it("is compliant for a port that may be public, and the annotation says that it is public", () => {
    assert.deepEqual(judged(["tcp 443 0.0.0.0/0"], ["443"]), {
      compliance: "COMPLIANT",
      annotation: "Public only on allowed ports: tcp 443 from 0.0.0.0/0",
    });
    assert.equal(judged(["tcp 443-444 0.0.0.0/0"], ["443"]).compliance, "NON_COMPLIANT");
  });

  it("Y9: recognises our own group by the journal, never by its name or tag", () => {
    const squatted = { name: "firebreak-isolation-open", tags: { "firebreak:isolation": "open" } };
    assert.equal(judged(everything, [], squatted).compliance, "NON_COMPLIANT");
    const open = (inUse: boolean) => ({ isolation: { kind: "open" as const, inUse } });
    assert.equal(judged(everything, [], open(true)).compliance, "NOT_APPLICABLE");
    assert.equal(judged([...everything, "tcp 22 0.0.0.0/0"], [], open(true)).compliance, "NON_COMPLIANT");
    const closed = { isolation: { kind: "closed" as const, inUse: false } };
    assert.equal(judged([], [], closed).annotation, "The closed group of isolate-instance");
    assert.equal(judged(everything, [], closed).compliance, "NON_COMPLIANT");
  });

  it("Y9: is not compliant if the open group has rules or is used outside an isolation", () => {
    const idle = { isolation: { kind: "open" as const, inUse: false } };
    assert.equal(judged(everything, [], idle).compliance, "NON_COMPLIANT");
    assert.equal(judged([], [], idle).compliance, "NOT_APPLICABLE");
    assert.equal(
      evaluate(withRules([], idle), [], 1).annotation,
      "Used by 1 network interface although no isolation is in progress",
    );
  });

  it("is left to the account that owns the group", () => {
    assert.deepEqual(judged(["tcp 22 0.0.0.0/0"], [], { ownerId: "111122223333" }), {
      compliance: "NOT_APPLICABLE",
      annotation: "The group belongs to account 111122223333 and is evaluated there",
    });
  });

  it("fits many rules into the annotation, which says how many more there are", () => {
    const rules = Array.from({ length: 60 }, (_, index) => rule(`sgr-${index}`, `tcp ${1000 + index} 0.0.0.0/0`));
    const { annotation } = evaluate({ ...empty, rules }, []);
    assert.ok(annotation.length <= longestAnnotation && annotation.length > 200, `${annotation.length}`);
    const listed = annotation.match(/tcp \d+ from/g)!.length;
    assert.match(annotation, new RegExp(`^Open to the public: tcp 1000 from 0.0.0.0/0, .* and ${60 - listed} more$`));
  });

  it("F10 M18: reports exactly what confine-security-group would act on, for every group", () => {
    fc.assert(
      fc.property(groups, settings, (group, set) => {
        const { compliance, annotation } = evaluate(group, set.allowedPublicPorts);
        assert.equal(compliance === "NON_COMPLIANT", plan(group, set).length > 0);
        assert.ok(annotation.length > 0 && annotation.length <= longestAnnotation);
      }),
    );
  });
});
