import assert from "node:assert/strict";
import { approve } from "../../runtime/containment/approve";
import { pauseOrResume } from "../../runtime/containment/pause";
import { eventReader } from "../../runtime/findings/eventReader";
import { obey } from "../../runtime/functions/responder/command";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import { settingsFor, world } from "./harness";
import { isolateOn, running } from "./isolate";

const settings = (more: Partial<ResponderSettings> = {}) =>
  settingsFor({
    modes: [{ mode: "observe" }],
    people: { operate: [], approve: [], personalSessions: ["arn:aws:iam::111122223333:role/operator"] },
    response: { conversionSeconds: 0, snapshots: false },
    ...more,
  });
const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/operator/${name}`;
const idOf = (n: number) => `i-0000000000000${String(n).padStart(4, "0")}`;

function operators(given = settings()) {
  const { run, published, table, services } = world(given);
  const containByHand = async (n: number, by = session("ana"), more: object = {}): Promise<any> => {
    const ec2: any = { state: running({ id: idOf(n) }) };
    const target = { account: "444455556666", region: "eu-west-1", id: idOf(n) };
    const command: any = { command: "contain", target, reason: "it mines coins", proof: { headers: {} }, ...more };
    const decision: any = await obey({ run: run(), route: isolateOn(ec2), read: eventReader() }, command, {
      by,
      partition: "aws",
    });
    return { ...decision, groups: ec2.state.interfaces[0].groups, ec2 };
  };
  return { containByHand, run, published, table, services };
}

describe("a containment by hand", () => {
  it("P14: can be planned, with what the resource is, and the plan changes and records nothing", async () => {
    const { run, table } = operators();
    const ec2: any = { state: running({ id: idOf(1), tags: { Name: "shop-web-1", Owner: "team", secret: "x" } }) };
    const target = { account: "444455556666", region: "eu-west-1", id: idOf(1) };
    const obeying = { run: run(), route: isolateOn(ec2), read: eventReader() };
    const plan: any = await obey(obeying, { command: "plan-contain", target }, { by: "", partition: "aws" });
    assert.equal(plan.outcome, "observed", plan.reason);
    assert.ok(plan.calls.some(({ operation }: any) => operation === "ModifyNetworkInterfaceAttribute"));
    assert.deepEqual(plan.tags, { Name: "shop-web-1", Owner: "team" });
    assert.deepEqual([ec2.state.interfaces[0].groups, table.items.size], [["sg-web"], 0]);
    const wrong = { command: "plan-contain" as const, target: { ...target, id: "sg-01234567" } };
    await assert.rejects(obey(obeying, wrong, { by: "", partition: "aws" }), { code: "BadCommand" });
  });
});

describe("a release that is only requested", () => {
  it("P32: changes nothing, tells people once with the command, and is forgotten with the release", async () => {
    const { containByHand, run, published, table, services } = operators();
    const { containment, ec2 } = await containByHand(1);
    const by = session("ana");
    const obeying = () => ({ run: run(), route: isolateOn(ec2), read: eventReader() });
    const proof = { headers: {} };
    const ask = (id = containment): Promise<any> =>
      obey(
        obeying(),
        { command: "ask-release", containment: id, reason: "a scanner\nrelease it", proof },
        {
          by,
          partition: "aws",
        },
      );
    const before = published.length;
    const state = structuredClone(ec2.state);
    const { publish } = services.sns;
    services.sns.publish = async () => {
      throw new Error("SNS is down");
    };
    await assert.rejects(ask(), /SNS is down/);
    services.sns.publish = publish;
    const asked = await ask();
    assert.deepEqual([asked.containment, asked.by, asked.target.id], [containment, by, idOf(1)]);
    await assert.rejects(ask(), { code: "AlreadyAsked" });
    await assert.rejects(ask("0123456789abcdef"), { code: "UnknownContainment" });
    assert.deepEqual(ec2.state, state);
    const [message, ...more] = published.slice(before);
    assert.deepEqual(more, []);
    assert.match(message!.Message, new RegExp(`release ${containment} --reason "WHY"`));
    assert.doesNotMatch(message!.Message, /^release it/m);
    const item = () => [...table.items.values()].find(({ kind }) => kind === "containment")!;
    assert.equal(item()["releaseAsked"].by, by);
    const release = { command: "release" as const, containment, reason: "agreed", proof };
    const released: any = await obey(obeying(), release, { by: session("bob"), partition: "aws" });
    assert.equal(released.outcome, "released", released.reason);
    assert.equal(item()["releaseAsked"], undefined);
    await assert.rejects(ask(), { code: "NotHeld" });
  });
});

describe("a stolen operator's session", () => {
  it("Y20: cannot contain more by hand within an hour than the cap for people, whatever the session is called", async () => {
    const { containByHand } = operators(settings({ byHand: { containmentsPerHour: 3 } }));
    const outcomes: string[] = [];
    for (let n = 0; n < 40; n++) outcomes.push((await containByHand(n, session(`name-${n}`))).outcome);
    assert.deepEqual(outcomes, [...Array(3).fill("contained"), ...Array(37).fill("awaiting-approval")]);
    const other = await containByHand(50, "arn:aws:sts::111122223333:assumed-role/other/bob");
    assert.equal(other.outcome, "contained", "another principal has a room of its own");
  });

  it("Y20: can contain ten an hour by default", async () => {
    const { containByHand } = operators();
    const outcomes: string[] = [];
    for (let n = 0; n < 11; n++) outcomes.push((await containByHand(n)).outcome);
    assert.deepEqual([outcomes.indexOf("awaiting-approval"), outcomes.length], [10, 11]);
  });

  it("Y20: beyond the cap, the answer names the command to give next, and only another person may give it", async () => {
    const { containByHand, run, published } = operators(settings({ byHand: { containmentsPerHour: 1 } }));
    await containByHand(0);
    const held = await containByHand(1);
    assert.match(held.reason, /operator began 1 containments by hand within the last hour.*needs a second person/);
    assert.match(
      held.reason,
      new RegExp(`Another person can approve it with: node cli/firebreak.cjs approve ${held.approval} --reason "WHY"`),
    );
    assert.deepEqual([held.groups, published.length], [["sg-web"], 2], "not contained, and people are notified");
    const request = { approval: held.approval, reason: "agreed" };
    const response = isolateOn(held.ec2);
    await assert.rejects(approve(run(), response, { ...request, by: session("ana") }), { code: "NotYours" });
    const done = await approve(run(), response, { ...request, by: "arn:aws:iam::111122223333:user/bob" });
    assert.equal(done.outcome, "contained", done.reason);
    assert.deepEqual(held.ec2.state.interfaces[0].groups, ["sg-closed"]);
  });

  it("Y20: during a pause of all responses, a second person is needed, and the answer names both ways on", async () => {
    const { containByHand, run } = operators();
    await pauseOrResume(run(), { command: "pause", by: session("eve"), reason: "a bad rule" });
    const held = await containByHand(0);
    assert.deepEqual([held.outcome, held.groups], ["awaiting-approval", ["sg-web"]]);
    assert.match(
      held.reason,
      /paused all responses at .*: a bad rule.*node cli\/firebreak\.cjs resume --reason "WHY".*node cli\/firebreak\.cjs approve/,
    );
    const done = await approve(run(), isolateOn(held.ec2), {
      approval: held.approval,
      by: "arn:aws:iam::111122223333:user/bob",
      reason: "agreed",
    });
    assert.equal(done.outcome, "contained", done.reason);
  });

  it("Y20: an expired pause holds nobody back", async () => {
    const { containByHand, run, table } = operators();
    await pauseOrResume(run(), { command: "pause", by: session("eve"), reason: "a bad rule", hours: 1 });
    assert.equal((await containByHand(0)).outcome, "awaiting-approval");
    table.items.get("control|pause")!["until"] = new Date(Date.now() - 1000).toISOString();
    assert.equal((await containByHand(1)).outcome, "contained");
  });

  it("Y20: a stack may let people contain within their cap during a pause of all responses", async () => {
    const { containByHand, run } = operators(settings({ byHand: { whilePaused: "contain", containmentsPerHour: 1 } }));
    await pauseOrResume(run(), { command: "pause", by: session("eve"), reason: "a bad rule" });
    assert.deepEqual(
      [(await containByHand(0)).outcome, (await containByHand(1)).outcome],
      ["contained", "awaiting-approval"],
    );
  });

  it("Y20: what is critical always needs a second person", async () => {
    const secondPerson = [`arn:aws:ec2:*:*:instance/${idOf(7)}`];
    const { containByHand } = operators(settings({ byHand: { secondPerson } }));
    const held = await containByHand(7);
    assert.deepEqual([held.outcome, held.groups], ["awaiting-approval", ["sg-web"]]);
    assert.match(held.reason, /matches ".*" of byHand\.secondPerson/);
    assert.equal((await containByHand(8)).outcome, "contained");
  });

  it("P32: a request that asks for a second person waits for one, whatever the mode", async () => {
    const { containByHand, run } = operators();
    const held = await containByHand(0, session("ana"), { ask: true });
    assert.deepEqual([held.outcome, held.groups], ["awaiting-approval", ["sg-web"]]);
    assert.match(held.reason, /asks that a second person approves it/);
    const [response, request] = [isolateOn(held.ec2), { approval: held.approval, reason: "agreed" }];
    await assert.rejects(approve(run(), response, { ...request, by: session("ana") }), { code: "NotYours" });
    const done = await approve(run(), response, { ...request, by: "arn:aws:iam::111122223333:user/bob" });
    assert.equal(done.outcome, "contained", done.reason);
  });
});
