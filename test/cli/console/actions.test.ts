import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { actions } from "../../../cli/console/actions";
import type { Outcome } from "../../../runtime/model/outcome";
import { approval, containment, decision, items } from "../journal";
import { awsError, type Invocation, run, type Surroundings } from "../world";
import { type Opened, opened } from "./served";

const journal = [items.approval(approval()), items.containment(containment()), items.decision(decision())];
const reason = "SEC-1";
const place = { account: "444455556666", region: "eu-west-1" };
const instance = { response: "isolate-instance", id: "i-0123456789abcdef0", ...place };
const day = "2027-01-31";
const granting = {
  kind: "ec2-instance",
  id: "i-0123456789abcdef0",
  ...place,
  until: day,
  owner: "team",
  reference: "R-1",
};

/** Each action: what the page sends, and the same by hand. */
const same: Record<string, [body: object, argv: string[]]> = {
  contain: [
    { ...instance, reason },
    [
      "contain",
      "isolate-instance",
      instance.id,
      "--account",
      place.account,
      "--region",
      place.region,
      "--reason",
      reason,
    ],
  ],
  approve: [{ id: "a000000000000001", reason }, ["approve", "a000000000000001", "--reason", reason]],
  decline: [{ id: "a000000000000001", reason }, ["decline", "a000000000000001", "--reason", reason]],
  release: [
    { id: "c000000000000001", finding: "f1", reason },
    ["release", "c000000000000001", "--finding", "f1", "--reason", reason],
  ],
  grant: [
    { ...granting, for: ["isolate-instance", "block-principal"] },
    [
      ...["exception", "grant", granting.kind, granting.id, "--account", place.account, "--region", place.region],
      ...["--for", "isolate-instance,block-principal", "--until", day, "--owner", "team", "--reference", "R-1"],
    ],
  ],
  revoke: [{ arn: "arn:aws:s3:::shop", reason }, ["exception", "revoke", "arn:aws:s3:::shop", "--reason", reason]],
  pause: [{ hours: 4, reason }, ["pause", "--hours", "4", "--reason", reason]],
  resume: [{ reason }, ["resume", "--reason", reason]],
};

const answer = ({ payload }: Invocation) => {
  const now = "2026-11-26T12:00:00.000Z";
  if (payload["command"] === "grant") return { responses: ["isolate-instance"], until: day };
  if (payload["command"] === "revoke") return { arn: "arn:aws:s3:::shop", tagRemoved: true };
  if (["pause", "resume"].includes(payload["command"])) return { paused: true, at: now, by: "alice", reason };
  const outcomes: Record<string, Outcome> = { release: "released", decline: "skipped" };
  return decision({ outcome: outcomes[payload["command"]] ?? "contained" });
};

describe("the actions of the console", () => {
  let open: Opened | undefined;
  afterEach(async () => {
    await open?.served.close();
    open = undefined;
  });
  const start = async (more: Surroundings = {}) => {
    open = await opened({ items: journal, answer, ...more });
    return open;
  };
  const changing = (invocations: Invocation[]) => invocations.filter(({ payload }) => "proof" in payload);

  it("P53: are all that a person can change, each tested against its command", () => {
    assert.deepEqual(Object.keys(same).sort(), Object.keys(actions).sort());
  });

  for (const [name, [body, argv]] of Object.entries(same)) {
    it(`P53: ${name} sends exactly what the command line sends, with its proof of the person`, async () => {
      const { post, seen } = await start();
      const result = (await post(`/api/act/${name}`, body)).json();
      const byHand = await run([...argv, "--yes"], { items: journal, answer });
      assert.equal(byHand.code, 0, byHand.err);
      assert.deepEqual(changing(seen.invocations), changing(byHand.invocations));
      assert.equal(changing(seen.invocations).length, 1);
      assert.equal(result.done, true, JSON.stringify(result));
    });
  }

  it("P53: a containment is planned first, and the plan changes nothing and says what a pause means", async () => {
    const pause = items.pause({ paused: true, at: "2026-11-26T09:00:00.000Z", by: "alice", reason: "game day" });
    const planned = () => ({
      outcome: "observed",
      reason: "1 call would be made",
      calls: decision().calls,
      target: decision().target,
      tags: { Name: "shop-1" },
    });
    const { post, seen } = await start({ items: [pause], answer: planned });
    const { plan, paused } = (await post("/api/plan/contain", instance)).json();
    assert.deepEqual(plan.tags, [["Name", "shop-1"]]);
    assert.equal(plan.sections[0].title, "Would be done");
    assert.match(paused, /paused since .* game day\. The setting byHand\.whilePaused decides/);
    assert.deepEqual(changing(seen.invocations), []);
  });

  it("P53: a release is previewed in the words of the command line, and that changes nothing", async () => {
    const plan = {
      outcome: "observed",
      reason: "r",
      calls: [{ operation: "ModifyNetworkInterfaceAttribute", reason: "eni-1: sg-1" }],
      drift: ["a tag"],
    };
    const { post, seen } = await start({ answer: () => plan });
    const preview = (await post("/api/plan/release", { id: "c000000000000001" })).json();
    assert.deepEqual(preview.sections, [
      { title: "Will be restored", items: ["ModifyNetworkInterfaceAttribute: eni-1: sg-1"] },
      { title: "Will not be restored", items: ["a tag"] },
    ]);
    assert.deepEqual(changing(seen.invocations), []);
    const unknown = await post("/api/plan/release", { id: "nothing" });
    assert.match(unknown.text, /There is no containment/);
  });

  it("P53: the release of one of several holds says that the others stay", async () => {
    const { f1 } = containment().holds;
    const two = containment({ holds: { f1: f1!, f2: { ...f1!, finding: "f2" } } });
    const { post, seen } = await start({ items: [items.containment(two)] });
    const { text } = (await post("/api/plan/release", { id: two.id, finding: "f1" })).json();
    assert.equal(text, "It stays contained: f2 still holds it.");
    assert.deepEqual(seen.invocations, []);
  });

  it("P53: what IAM refuses is not offered, and is said in our words if it is tried", async () => {
    const { post, get } = await start({
      refuses: (_, alias) => alias === "approve",
      faults: { "sts.assumeRole": awsError("AccessDenied", "not authorized") },
    });
    const { may } = (await get("/api/session")).json();
    assert.deepEqual(
      [may.approve, may.grant, may.contain, may.pause],
      [[], false, ["isolate-instance", "block-principal"], true],
    );
    assert.match((await get("/api/now")).json().approvals[0].decidable, /may not approve/);
    const { done, says } = (await post("/api/act/approve", { id: "a000000000000001", reason })).json();
    assert.equal(done, false);
    assert.match(says[0], /^Access denied: your credentials may not invoke .*approverPolicy/);
  });

  it("P52: an auditor sees the modes, and is offered nothing", async () => {
    const { get } = await start({
      answer: () => ({ modes: [{ mode: "contain" }], containmentsPerHour: 5, protectedResources: [] }),
      refuses: (_, alias) => alias !== "read",
      faults: { "sts.assumeRole": awsError("AccessDenied", "not authorized") },
    });
    const { may } = (await get("/api/session")).json();
    assert.deepEqual([may.contain, may.approve, may.release, may.pause, may.modes], [[], [], [], false, true]);
    assert.match((await get("/api/modes")).text, /at most 5 containments/);
  });

  it("P53: without any policy nothing is offered", async () => {
    let refused = 0;
    const { get } = await start({
      refuses: () => {
        refused++;
        return true;
      },
      faults: { "sts.assumeRole": awsError("AccessDenied", "not authorized") },
    });
    const { may } = (await get("/api/session")).json();
    assert.deepEqual(
      [may.contain, may.approve, may.release, may.grant, may.revoke, may.pause, may.coverage],
      [[], [], [], false, false, false, false],
    );
    const before = refused;
    assert.match((await get("/api/modes")).text, /may not ask .* auditorPolicy/);
    assert.equal(refused, before, "what AWS would refuse is not tried again and again");
  });

  it("P53: a decision that is not what was asked for is shown as not done", async () => {
    const { post } = await start({ answer: () => decision({ outcome: "failed", reason: "no room" }) });
    const { done, decision: shown } = (await post("/api/act/contain", { ...instance, reason })).json();
    assert.deepEqual([done, shown.outcome, shown.reason], [false, "Failed", "no room"]);
  });

  it("P53: no value is taken for an option", async () => {
    const { post, seen } = await start();
    for (const body of [
      { ...instance, id: "--help", reason },
      { ...instance, response: "-x", reason },
      { ...instance, region: "x --ask", reason },
    ])
      assert.equal((await post("/api/act/contain", body)).status, 400);
    await post("/api/act/contain", { ...instance, reason: "--ask --yes" });
    assert.deepEqual(
      changing(seen.invocations).map(({ payload }) => [payload["reason"], payload["ask"]]),
      [["--ask --yes", undefined]],
    );
  });
});
