import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { containmentId } from "../../runtime/model/target";
import { instanceTarget } from "../../runtime/resources/targets";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, place, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

describe("an attacker who takes the names of the isolation groups first", () => {
  it("Y6: cannot prevent isolation, neither with empty groups of those names nor by guessing other names", async () => {
    const id = containmentId("isolate-instance", instanceTarget(place, "i-0123456789abcdef0").arn);
    const names = ["closed", "open"].flatMap((kind) =>
      ["", `-${id}-0`].map((end) => `firebreak-isolation-${kind}${end}`),
    );
    const takenNames = names.map((name) => ({ vpcId: "vpc-1", name }));
    const ec2: any = { state: running({ groups: [], takenNames }) };
    const response = { conversionSeconds: 0, snapshots: false };
    const { run } = world(settingsFor({ findingTypes: isolateInstance.findingTypes, response }));
    const [decision] = await handle(run(), isolateOn(ec2), eventReader(), JSON.stringify(guardDutyEvent()));
    assert.equal(decision!.outcome, "contained");
  });

  it("Y6: a name has the same suffix in every run and a different one for every VPC", async () => {
    const { table } = world(settingsFor());
    const of = (vpc: string) => table.journal.unguessable(`isolation 444455556666 eu-west-1 ${vpc}`);
    const [first, again, other] = [await of("vpc-1"), await of("vpc-1"), await of("vpc-2")];
    assert.match(first, /^[0-9a-f]{8}$/);
    assert.equal(first, again);
    assert.notEqual(first, other);
  });
});
