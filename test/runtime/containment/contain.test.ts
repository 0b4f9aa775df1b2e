import assert from "node:assert/strict";
import { isTouchedBy, lookAfterCall } from "../../../runtime/containment/lookAfterCall";
import { coded } from "../../../runtime/lib/errors";
import { apiCallDetailType } from "../../../runtime/messages/apiCall";
import { messageText, readMessage } from "../../../runtime/messages/queueMessage";
import type { ApiCall } from "../../../runtime/model/apiCall";
import { instanceTarget } from "../../../runtime/resources/targets";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { settingsFor, world } from "../../attacks/harness";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const target = instanceTarget(place, "i-00000001");
const held = {
  target,
  priorState: { interfaces: [{ id: "eni-00000001", groups: ["sg-web"] }] },
  status: "contained" as const,
  evidence: [{ kind: "network-acl-entry", id: "vpc-1 acl-00000001 outbound 1 10.0.0.1/32" }],
};

const event = (eventName: string, requestParameters: unknown, region = "eu-west-1") =>
  JSON.stringify({
    source: "aws.ec2",
    "detail-type": apiCallDetailType,
    account: "444455556666",
    region,
    detail: { eventName, requestParameters, userIdentity: { type: "AssumedRole" } },
  });

function touches(text: string): boolean {
  const message = readMessage(text);
  assert.equal(message.kind, "call");
  return message.kind === "call" && isTouchedBy(isolateInstance, held, message.call);
}

describe("a call that may undo a containment", () => {
  it("X9: touches what it names, the prior state, and every target if a shared group changes", () => {
    const port = { networkInterfaceId: "eni-00000001", groupSet: { items: [{ groupId: "sg-admin" }] } };
    assert.equal(touches(event("ModifyNetworkInterfaceAttribute", port)), true);
    assert.equal(touches(event("ModifyInstanceAttribute", { instanceId: "i-00000001" })), true);
    assert.equal(touches(event("AuthorizeSecurityGroupEgress", { groupId: "sg-anything" })), true);
  });

  it("X9: touches the wall in the network ACL that it names, and no wall in others", () => {
    const entry = (networkAclId: string) =>
      event("DeleteNetworkAclEntry", { networkAclId, egress: true, ruleNumber: 1 });
    assert.equal(touches(entry("acl-00000001")), true);
    assert.equal(touches(entry("acl-00000002")), false);
    assert.equal(touches(event("ReplaceNetworkAclAssociation", { networkAclId: "acl-00000002" })), true);
  });

  it("X9: does not touch another account, Region, target or kind", () => {
    const other = { networkInterfaceId: "eni-00000002" };
    assert.equal(touches(event("ModifyNetworkInterfaceAttribute", other)), false);
    assert.equal(touches(event("AuthorizeSecurityGroupEgress", {}, "eu-central-1")), false);
    assert.equal(touches(event("RunInstances", { instanceId: "i-00000001" })), false);
  });
});

describe("a burst of calls that may undo containments", () => {
  const rule = readMessage(event("AuthorizeSecurityGroupEgress", { groupId: "sg-anything" }));
  /** A run of a Region with two held instances, and the looks that its queue gets. */
  function burst() {
    const { run } = world(settingsFor({}));
    const sent: { containment: string; delay: number | undefined }[] = [];
    const queue = { fails: false };
    const send = async (messages: string[], delay?: number) => {
      if (queue.fails) throw coded("ServiceUnavailable", "made up");
      for (const text of messages) {
        const message = readMessage(text);
        if (message.kind === "look") sent.push({ containment: message.containment, delay });
      }
    };
    const made = run();
    const containments = ["c1", "c2"].map((id) => ({ ...held, id }));
    const journal = { ...made.services.journal, heldContainments: async () => containments };
    const services = { ...made.services, send, journal } as unknown as typeof made.services;
    const call = () => lookAfterCall({ ...made, services }, isolateInstance, (rule as { call: ApiCall }).call);
    return { call, sent, queue, begin: (id: string) => journal.beginLook(id) };
  }

  it("X9: asks for one look at each, which waits for the rest of the burst, and for another one after that has begun", async () => {
    const { call, sent, begin } = burst();
    for (let calls = 0; calls < 20; calls++) assert.deepEqual(await call(), []);
    const looks = (...ids: string[]) => ids.map((containment) => ({ containment, delay: 10 }));
    assert.deepEqual(sent, looks("c1", "c2"));
    await begin("c2");
    await call();
    assert.deepEqual(sent, looks("c1", "c2", "c2"));
  });

  it("X9: loses no look if the queue fails", async () => {
    const { call, sent, queue } = burst();
    queue.fails = true;
    await assert.rejects(call(), { code: "ServiceUnavailable" });
    queue.fails = false;
    await call();
    assert.equal(sent.length, 2);
  });
});

describe("the messages of a responder's queue", () => {
  it("are read as the product's own if the product wrote them", () => {
    const look = readMessage(messageText("look", { containment: "0123456789abcdef" }));
    assert.deepEqual(look, { kind: "look", containment: "0123456789abcdef" });
    assert.deepEqual(readMessage(messageText("hourly")), { kind: "hourly" });
  });

  it("are events of a source if the product did not write them, or not in this form", () => {
    for (const text of [
      "no JSON",
      "null",
      "[]",
      JSON.stringify({ source: "aws.guardduty", "detail-type": "Firebreak Look", detail: { containment: "x" } }),
      JSON.stringify({ source: "firebreak", "detail-type": "Firebreak Look", detail: {} }),
    ]) {
      const message = readMessage(text);
      assert.deepEqual([message.kind, "text" in message && message.text], ["event", text]);
    }
  });
});
