import assert from "node:assert/strict";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import { detailTypes } from "../../../runtime/messages/queueMessage";
import { blockPrincipal } from "../../../runtime/responses/blockPrincipal";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDuty, member, settingsFor, world } from "./world";

const type = "UnauthorizedAccess:IAMUser/MaliciousIPCaller";
const principal = (details: Record<string, string>) => ({ resourceType: "AccessKey", accessKeyDetails: details });
const settings = settingsFor({
  findingTypes: [...blockPrincipal.findingTypes, ...isolateInstance.findingTypes],
  modes: [{ mode: "contain" }],
  protectedResources: ["arn:aws:ec2:*:*:instance/i-0123456789abcdef0"],
  response: { protectedPrincipals: ["break-glass"] },
});

/** What people receive about a medium finding that is delivered twice. */
async function noticesOf(text: string, route = blockPrincipal) {
  const { run, published } = world(settings);
  for (let n = 0; n < 2; n++) await handle(run(), route, eventReader(), text);
  return published;
}

describe("a medium finding that no response may act on", () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ["the root user", { userType: "Root", userName: "Root", principalId: member }, /the root user of account/],
    [
      "a federated user",
      { userType: "FederatedUser", userName: "fed", principalId: `${member}:fed` },
      /federated user/,
    ],
    [
      "a foreign principal",
      { userType: "AWSAccount", userName: "x", principalId: "777788889999" },
      /acted from outside account/,
    ],
    [
      "a protected user",
      { userType: "IAMUser", userName: "break-glass", principalId: "AIDAEXAMPLEEXAMPLE01" },
      /protectedPrincipals/,
    ],
    [
      "a principal without a name",
      { userType: "IAMUser", userName: "", principalId: "" },
      /has no valid IAM name for the IAM user/,
    ],
  ];
  for (const [name, details, why] of cases) {
    it(`X22: about ${name} reaches a person, once`, async () => {
      const published = await noticesOf(guardDuty(type, 5, principal(details)));
      assert.equal(published.length, 1);
      assert.match(published[0]!.Message, why);
    });
  }

  it("X22: about a protected instance reaches a person, once", async () => {
    const instance = { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } };
    const published = await noticesOf(guardDuty("Backdoor:EC2/Spambot", 5, instance), isolateInstance as never);
    assert.equal(published.length, 1);
    assert.match(published[0]!.Message, /protectedResources: a person must act/);
  });

  it("X22: reaches nobody if there is nothing to do: the instance is the victim", async () => {
    const instance = { resourceType: "Instance", instanceDetails: { instanceId: "i-0a1b2c3d4e5f60718" } };
    const published = await noticesOf(
      guardDuty("UnauthorizedAccess:EC2/SSHBruteForce", 5, instance),
      isolateInstance as never,
    );
    assert.deepEqual(published, []);
  });
});

describe("the hourly check", () => {
  it("X25 Y16: sends the digests that are due, and nothing if none is", async () => {
    const { run, published, table } = world(settings);
    const message = JSON.stringify({ source: "firebreak", "detail-type": detailTypes.hourly });
    await handle(run(), blockPrincipal, eventReader(), message);
    assert.equal(published.length, 0);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const item = { pk: `unknown#${yesterday}`, sk: "Backdoor:Quantum/Entangled", findings: 7, account: member };
    table.items.set(`${item.pk}|${item.sk}`, item);
    await handle(run(), blockPrincipal, eventReader(), message);
    await handle(run(), blockPrincipal, eventReader(), message);
    assert.equal(published.length, 1);
    assert.match(published[0]!.Subject, /7 findings of 1 unknown types/);
  });
});
