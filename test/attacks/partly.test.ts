import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { isolateInstance } from "../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const settings = settingsFor({
  findingTypes: isolateInstance.findingTypes,
  response: { conversionSeconds: 0.01, snapshots: false },
});
const event = JSON.stringify(guardDutyEvent());
const port = (id: string) => ({ id, vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-web"], addresses: [] });

describe("an instance with two interfaces, one of which AWS does not allow to change", () => {
  it("X21: is partial, not failed: the notice says what is cut and what is not", async () => {
    const ec2: any = { state: running({ interfaces: [port("eni-1"), port("eni-2")] }) };
    ec2.onCall = (_: string, input: any) => {
      if (input.NetworkInterfaceId === "eni-2")
        throw Object.assign(new Error("You do not have permission to access eni-2"), { name: "OperationNotPermitted" });
    };
    const { run, published } = world(settings);
    const [decision] = await handle(run({ lastAttempt: true }), isolateOn(ec2), eventReader(), event);
    assert.equal(decision!.outcome, "partial");
    assert.deepEqual(
      ec2.state.interfaces.map(({ groups }: any) => groups),
      [["sg-closed"], ["sg-web"]],
    );
    assert.match(decision!.reason, /eni-2/);
    assert.match(published.at(-1)!.Message, /eni-2/);
    assert.doesNotMatch(published.at(-1)!.Message, /^NOT CONTAINED/);
  });
});

describe("the open group", () => {
  it("Y9: is in the journal as in use before an interface gets it, until the isolation ends", async () => {
    const ec2: any = { state: running() };
    const { run, table } = world(settings);
    await handle(run(), isolateOn(ec2), eventReader(), event);
    const notes = await table.journal.isolationGroups("444455556666", "eu-west-1");
    assert.deepEqual(
      notes.map(({ groupId, kind, vpcId }) => ({ groupId, kind, vpcId })),
      [{ groupId: "sg-open", kind: "open", vpcId: "vpc-1" }],
    );
    const left = notes[0]!.inUseUntil! - Date.now();
    assert.ok(left > 0 && left <= 15 * 60_000, String(left));
  });
});

describe("a notice of an earlier decision that cannot be sent", () => {
  it("X15: does not delay the cut, and is sent after it", async () => {
    const ec2: any = { state: running() };
    const { run, table, services, published } = world(settings);
    const publish = services.sns.publish;
    const order: string[] = [];
    let isDown = true;
    Object.assign(services.sns, {
      publish: async (message: any) => {
        order.push(isDown ? "refused" : "sent");
        if (isDown) throw Object.assign(new Error("down"), { name: "InternalErrorException" });
        return publish(message);
      },
    });
    ec2.onCall = (operation: string) => {
      if (operation === "ModifyNetworkInterfaceAttribute")
        throw Object.assign(new Error("x"), { name: "UnauthorizedOperation" });
    };
    await handle(run({ lastAttempt: true }), isolateOn(ec2), eventReader(), event).catch(() => undefined);
    assert.deepEqual(published, []);
    // The claim is released once people are notified; until then it only expires.
    for (const item of table.items.values()) delete item["claim"];
    ec2.onCall = (operation: string) => {
      order.push(operation);
      if (operation === "ModifyNetworkInterfaceAttribute") isDown = false;
    };
    const [decision] = await handle(run(), isolateOn(ec2), eventReader(), event);
    assert.equal(decision!.outcome, "contained");
    const cut = order.lastIndexOf("ModifyNetworkInterfaceAttribute");
    assert.ok(order.indexOf("refused") < cut && order.indexOf("sent") > cut, order.join(", "));
    assert.equal(published.length, 2, "the earlier decision and this one");
  });
});
