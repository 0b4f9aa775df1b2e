import assert from "node:assert/strict";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import { plan } from "../../../../runtime/responses/confineSecurityGroup/plan";
import { defaults, withRules } from "./states";

const everything = ["-1 - 0.0.0.0/0", "-1 - ::/0"];
const open = (inUse: boolean) => ({ isolation: { kind: "open" as const, inUse } });
const { beyondReach, notNeeded } = confineSecurityGroup;

describe("confine-security-group and the groups of isolate-instance", () => {
  it("Y9 E60: closes a group with our name and our tag that the journal does not know, like any other", () => {
    const squatted = { name: "firebreak-isolation-web", tags: { "firebreak:isolation": "open" } };
    assert.equal(plan(withRules(everything, squatted), defaults).length, 2);
  });

  it("Y9: leaves the open group alone while an isolation needs it, and closes it when none does", () => {
    const needed = withRules(everything, open(true));
    assert.deepEqual(plan(needed, defaults), []);
    assert.match(beyondReach(needed).join(), /an isolation needs it now/);
    const idle = withRules(everything, { ...open(false), interfaces: 0 });
    assert.deepEqual(
      plan(idle, defaults).map((call) => call.operation),
      ["RevokeSecurityGroupIngress", "RevokeSecurityGroupIngress"],
    );
  });

  it("Y9 E60: reports an interface on the open group outside an isolation, and never as nothing to do", () => {
    const used = withRules([], { ...open(false), interfaces: 7 });
    assert.equal(notNeeded!(used), undefined);
    assert.match(
      beyondReach(used).join(),
      /7 network interfaces are on sg-0001.*no isolation is in progress.*CloudTrail/,
    );
    assert.deepEqual(beyondReach(withRules([], { ...open(false), interfaces: 0 })), []);
  });
});
