import assert from "node:assert/strict";
import { eventReader } from "../../../../runtime/findings/eventReader";
import { leakTypes } from "../../../../runtime/findings/instanceTypes";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import { targets, whyGone } from "../../../../runtime/responses/isolateInstance/targets";
import { guardDutyEvent } from "../../../attacks/harness";

const leaked = "i-0123456789abcdef0";

function findingOf(type: string, resource: object): Finding {
  const [found] = eventReader()(
    guardDutyEvent({ type, resource: { resourceType: "AccessKey", ...resource } }),
  ).findings;
  assert.ok(found && "finding" in found, JSON.stringify(found));
  return found.finding;
}
const keyOf = (session: string) => ({
  accessKeyDetails: { userType: "AssumedRole", userName: "web", principalId: `AROAEXAMPLEID:${session}` },
});
const idsOf = (finding: Finding) => {
  const found = targets(finding);
  return Array.isArray(found) ? found.map(({ kind, id, details }) => [kind, id, details!["leak"]]) : reasonOf(found);
};

describe("the instance that leaked credentials", () => {
  for (const type of leakTypes) {
    it(`N86: is known by the name of the session that used them: ${type}`, () => {
      assert.deepEqual(idsOf(findingOf(type, keyOf(leaked))), [["ec2-instance", leaked, "yes"]]);
    });
  }

  it("N86: is the one that the finding names, if it names one", () => {
    const finding = findingOf(leakTypes[2]!, { ...keyOf("i-99999999"), instanceDetails: { instanceId: leaked } });
    assert.deepEqual(idsOf(finding), [["ec2-instance", leaked, "yes"]]);
  });

  it("N86: is nobody if the session has another name, and in no other type", () => {
    assert.match(idsOf(findingOf(leakTypes[1]!, keyOf("deploy"))) as string, /names no instance/);
    const other = findingOf("UnauthorizedAccess:IAMUser/TorIPCaller", keyOf(leaked));
    assert.match(idsOf(other) as string, /names no instance/);
  });

  it("N86: may run in another Region than the one where the credentials were used, so it is left to a person", () => {
    const [target] = targets(findingOf(leakTypes[2]!, keyOf(leaked))) as any[];
    assert.match(whyGone(target)!, /is not in eu-west-1.*runs in another Region/);
    assert.equal(whyGone({ ...target, details: { channel: "traffic" } }), undefined);
  });
});
