import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { approve, decline } from "../../runtime/containment/approve";
import { contain } from "../../runtime/containment/contain";
import { eventReader } from "../../runtime/findings/eventReader";
import { obey } from "../../runtime/functions/responder/command";
import type { Target } from "../../runtime/model/target";
import { guardDutyEvent, settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const session = (role: string, name: string) => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
const operator = session("AWSReservedSSO_Operator_0123456789abcdef", "alice@example.com");
const approver = "AWSReservedSSO_Approver_fedcba9876543210";
const target = { account: "444455556666", region: "eu-west-1", id: "i-0123456789abcdef0" };

/** The account's mode asks for approval. */
function people(personalSessions: string[] = []) {
  const ec2: any = { state: running() };
  const response = isolateOn(ec2);
  const { run } = world(
    settingsFor({
      modes: [{ mode: "approve" }],
      people: { operate: [], approve: [], personalSessions },
      response: { conversionSeconds: 0, snapshots: false },
    }),
  );
  const ask = async (by: string): Promise<any> => {
    const command: any = { command: "contain", target, reason: "x", proof: { headers: {} } };
    return obey({ run: run(), route: response, read: eventReader() }, command, { by, partition: "aws" });
  };
  const answer = (approval: string, by: string) => approve(run(), response, { approval, by, reason: "ok" });
  return { ec2, response, run, ask, answer };
}

describe("a person who wants to approve their own request", () => {
  const pairs: [string, string, string, RegExp][] = [
    [
      "with another permission set",
      operator,
      session(approver, "alice@example.com"),
      /both are called alice@example.com/,
    ],
    [
      "under another session name",
      session("SecOps", "alice"),
      session("SecOps", "alicf"),
      /may choose its session name/,
    ],
    [
      "with another role, under another name",
      session("SecOps", "alice"),
      session("Approver", "bob"),
      /may choose its session name/,
    ],
    [
      "as a user, after asking as a role",
      session("SecOps", "x1"),
      "arn:aws:iam::111122223333:user/alice",
      /may choose/,
    ],
    [
      "as a role, after asking as a user",
      "arn:aws:iam::111122223333:user/alice",
      session("Approver", "bob"),
      /may choose/,
    ],
    ["with different capitalisation", operator, session(approver, "Alice@Example.com"), /both are called/],
  ];
  for (const [name, asks, approves, why] of pairs) {
    it(`Y4: cannot approve it ${name}`, async () => {
      const { ask, answer, ec2 } = people();
      const asked = await ask(asks);
      assert.equal(asked.outcome, "awaiting-approval");
      await assert.rejects(answer(asked.approval, asks), {
        code: "NotYours",
        message: /another person must approve/,
      });
      await assert.rejects(answer(asked.approval, approves), { code: "NotYours", message: why });
      assert.deepEqual(ec2.state.interfaces[0].groups, ["sg-web"]);
    });
  }

  it("Y4: another person with a name of their own can approve", async () => {
    const { ask, answer, ec2 } = people();
    const asked = await ask(operator);
    assert.match(asked.reason, /Another person can approve it with/);
    const done = await answer(asked.approval, session(approver, "bob@example.com"));
    assert.equal(done.outcome, "contained", done.reason);
    assert.deepEqual(ec2.state.interfaces[0].groups, ["sg-closed"]);
  });

  it("Y4: session names of a role count as people's names where the stack says so", async () => {
    const { ask, answer } = people(["arn:aws:iam::111122223333:role/SecOps"]);
    const asked = await ask(session("SecOps", "alice"));
    assert.match(asked.reason, /Another person can approve it with/);
    await assert.rejects(answer(asked.approval, "arn:aws:iam::111122223333:user/alice"), /both are called alice/);
    assert.equal((await answer(asked.approval, session("SecOps", "bob"))).outcome, "contained");
  });

  it("Y4: a person without a name of their own learns at once that nobody can approve the request", async () => {
    const { ask, response, run } = people();
    const asked = await ask(session("SecOps", "alice"));
    assert.match(
      asked.reason,
      /No one can approve this request: everyone who assumes the role SecOps may choose its session name/,
    );
    const declined = await decline(run(), response, {
      approval: asked.approval,
      by: session("SecOps", "alice"),
      reason: "no",
    });
    assert.equal(declined.outcome, "skipped", "to decline takes no second person");
  });
});

describe("a click in Security Hub", () => {
  it("Y4: has no known person behind it; the approval request and the approved containment say so", async () => {
    const { run, response, answer } = people();
    const read: any = eventReader()(guardDutyEvent()).findings[0];
    const action = "arn:aws:securityhub:eu-west-1:111122223333:action/custom/IsolateEC2";
    const [clicked] = response.targets(read.finding) as Target[];
    const asked = await contain(run(), response, { ...read.finding, action }, clicked!);
    assert.match(asked.reason, /Requested by a click in Security Hub, which does not report who clicked/);
    assert.equal(asked.by, "custom action IsolateEC2, clicked in Security Hub, which does not report who clicked");
    const by = session(approver, "bob@example.com");
    assert.equal((await answer(asked.approval!, by)).by, by);
  });
});
