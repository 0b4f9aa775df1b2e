import assert from "node:assert/strict";
import { marshall } from "@aws-sdk/util-dynamodb";
import { giveBack } from "../../runtime/containment/giveBack";
import { containmentKey } from "../../runtime/journal/dynamodb/keys";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { place, settingsFor, world } from "./harness";

const target = instanceTarget(place, "i-0123456789abcdef0");
const id = containmentId(isolateInstance.name, target.arn);
const back = {
  service: "ec2",
  operation: "ModifyNetworkInterfaceAttribute",
  input: { NetworkInterfaceId: "eni-1", Groups: ["sg-admin"] },
};

/** The function that releases, and a containment that a run works on. */
async function claimed(claim: { run: string; until: number }) {
  const made: unknown[] = [];
  const ec2 = { modifyNetworkInterfaceAttribute: async (input: unknown) => void made.push(input) };
  const response: any = { ...isolateInstance, clients: () => ({ ec2 }) };
  const { run, table } = world(settingsFor({ releases: true }));
  const Item = marshall({ ...containmentKey(id), id, response: isolateInstance.name, target, holds: {}, claim });
  await table.db.putItem({ TableName: "journal", Item });
  const ask = (more: object = {}) =>
    giveBack(run(), response, { containment: id, run: "run-contains", call: back, ...more });
  return { made, ask };
}

const later = () => Date.now() + 60_000;

/** An attacker who takes over the containing function can only ask to restore what a containment under way gives back. */
describe("Y12: the function that contains asks the one that releases", () => {
  it("Y12: restores an interface's groups for the run that has the claim", async () => {
    const { made, ask } = await claimed({ run: "run-contains", until: later() });
    await ask();
    assert.deepEqual(made, [back.input]);
  });

  for (const [title, claim] of [
    ["of another run", { run: "run-other", until: Date.now() + 60_000 }],
    ["that has ended", { run: "run-contains", until: Date.now() - 1 }],
  ] as const) {
    it(`Y12: restores nothing with a claim ${title}`, async () => {
      const { made, ask } = await claimed(claim);
      await assert.rejects(ask(), { code: "NotAllowedHere" });
      assert.deepEqual(made, []);
    });
  }

  for (const [title, call] of [
    ["the same call with more than groups", { ...back, input: { ...back.input, SourceDestCheck: { Value: false } } }],
    ["another call", { ...back, operation: "TerminateInstances", input: { InstanceIds: ["i-1"] } }],
    ["a call of another service", { ...back, service: "autoScaling" }],
  ] as const) {
    it(`Y12: refuses ${title}`, async () => {
      const { made, ask } = await claimed({ run: "run-contains", until: later() });
      await assert.rejects(ask({ call }), { code: "NotAllowedHere" });
      assert.deepEqual(made, []);
    });
  }

  it("Y12: refuses an unknown containment", async () => {
    const { ask } = await claimed({ run: "run-contains", until: later() });
    await assert.rejects(ask({ containment: "0000000000000000" }), { code: "NotAllowedHere" });
  });
});
