import assert from "node:assert/strict";
import { isUnresolved } from "../../../../runtime/model/call";
import type { Finding } from "../../../../runtime/model/finding";
import { reasonOf } from "../../../../runtime/model/refusal";
import { runRunbook } from "../../../../runtime/responses/runRunbook";
import type { Ask } from "../../../../runtime/responses/runRunbook/asks";
import { plan } from "../../../../runtime/responses/runRunbook/plan";
import { releasePlan } from "../../../../runtime/responses/runRunbook/release";
import { beyondReach, residualRisk } from "../../../../runtime/responses/runRunbook/residualRisk";
import type { Execution, RunbookRun, RunbookState } from "../../../../runtime/responses/runRunbook/state";
import { disable, encrypt, place, readRule } from "./work";

const ask: Ask = {
  runbook: disable.name,
  finding: "read",
  type: readRule,
  source: "config",
  seen: "2026-11-25T10:00:00Z",
};
const run = (more: Partial<RunbookRun> = {}): RunbookRun => ({ declaration: disable, asks: [ask], starts: 0, ...more });
const state = (...runs: RunbookRun[]): RunbookState => ({
  kind: "s3-bucket",
  id: "logs",
  name: "logs",
  arn: "arn:aws:s3:::logs",
  ...place,
  tags: {},
  containment: "0123456789abcdef-0",
  runs,
  undeclared: [],
});
const execution = (status: string, more: Partial<Execution> = {}): Execution => ({
  id: "e-1",
  status,
  startedAt: "2026-11-25T10:01:00.000Z",
  endedAt: "2026-11-25T10:02:00.000Z",
  overdue: false,
  ...more,
});
const ended = (status: string, more: Partial<Execution> = {}) =>
  state(run({ starts: 1, execution: execution(status, more) }));
const running = (status: string, more: Partial<Execution> = {}) => {
  const { endedAt: _, ...rest } = execution(status, more);
  return state(run({ starts: 1, execution: rest }));
};

describe("the plan of run-runbook", () => {
  it("F13 F15: starts the declared document with the declared parameters, filled and as lists", () => {
    const [call, ...others] = plan(state(run()));
    assert.deepEqual(others, []);
    assert.equal(call!.service, "ssm");
    assert.equal(call!.operation, "StartAutomationExecution");
    assert.equal(isUnresolved(call!), false);
    const { ClientToken, ...input } = call!.input;
    assert.match(ClientToken as string, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(input, {
      DocumentName: "AWS-DisableS3BucketPublicReadWrite",
      Parameters: { S3BucketName: ["logs"] },
      Tags: [
        { Key: "firebreak:containment", Value: "0123456789abcdef-0" },
        { Key: "firebreak:runbook", Value: "disable-public-buckets" },
      ],
    });
  });

  it("F14: starts the document for bucket encryption with its own parameters, in a version and with a role if declared", () => {
    const declaration = { ...encrypt, documentVersion: "7", assumeRole: "ops/automation" };
    const { input } = plan(state(run({ declaration })))[0]!;
    assert.equal(input["DocumentName"], "AWS-EnableS3BucketEncryption");
    assert.equal(input["DocumentVersion"], "7");
    assert.deepEqual(input["Parameters"], {
      BucketName: ["logs"],
      SSEAlgorithm: ["AES256"],
      AutomationAssumeRole: ["arn:aws:iam::444455556666:role/ops/automation"],
    });
  });

  it("gives the same start the same token, and every other start a different one", () => {
    const token = (given: RunbookState) => plan(given)[0]!.input["ClientToken"];
    const other = state(run({ declaration: encrypt }));
    const again = { ...ask, again: true, seen: "2026-11-25T11:00:00Z" };
    const next = state(run({ asks: [ask, again], starts: 1, execution: execution("Success") }));
    const tokens = [state(run()), { ...state(run()), containment: "0123456789abcdef-1" }, other, next].map(token);
    assert.equal(new Set(tokens).size, tokens.length);
    assert.equal(token(state(run())), tokens[0]);
  });

  for (const status of ["Pending", "InProgress", "Waiting", "Scheduled", "Approved", "RunbookInProgress", "NewInSsm"]) {
    it(`M34: waits for the end of an execution that is ${status}`, () => {
      const [call, ...others] = plan(running(status));
      assert.deepEqual(others, []);
      assert.equal(call!.pending, true);
      assert.ok(isUnresolved(call!));
      assert.match(call!.reason, new RegExp(`e-1 is ${status}`));
    });
  }

  it("M34: says that an execution waits for an approval", () => {
    const [call] = plan(running("PendingApproval"));
    assert.equal(call!.pending, true);
    assert.match(call!.reason, /waits for approval of execution e-1/);
  });

  it("M34: does not keep waiting silently after the declared time", () => {
    const [call] = plan(running("InProgress", { overdue: true }));
    assert.equal(call!.pending, undefined);
    assert.ok(isUnresolved(call!));
    assert.match(call!.reason, /overdue after more than 60 minutes/);
  });

  for (const status of ["Success", "CompletedWithSuccess"]) {
    it(`F13 M34: has nothing to do after ${status}, and says that nothing else is known`, () => {
      const settled = ended(status, { outputs: "step.Out=done" });
      assert.deepEqual(plan(settled), []);
      assert.match(
        residualRisk(settled).join("\n"),
        new RegExp(`ended as ${status} at .*step.Out=done.*all that is known`),
      );
    });
  }

  for (const status of [
    "Failed",
    "TimedOut",
    "Cancelled",
    "Canceled",
    "Rejected",
    "Exited",
    "CompletedWithFailure",
    "ChangeCalendarOverrideRejected",
    "NewAndEnded",
  ]) {
    it(`M34: is not settled after ${status}, and does not start again by itself`, () => {
      const [call, ...others] = plan(ended(status, { failure: "step 1: AccessDenied" }));
      assert.deepEqual(others, []);
      assert.ok(isUnresolved(call!));
      assert.equal(call!.pending, undefined);
      assert.equal(call!.secondary, undefined);
      assert.match(call!.reason, new RegExp(`ended as ${status}: step 1: AccessDenied`));
    });
  }

  const minutes = (count: number) => new Date(Date.parse("2026-11-25T10:02:00Z") + count * 60_000).toISOString();
  const cases: [string, Ask, boolean][] = [
    ["M29 another rule that saw the fault before the end", { ...ask, finding: "write", seen: minutes(-1) }, false],
    [
      "M29 another rule that reports the fault shortly after the end",
      { ...ask, finding: "write", seen: minutes(14) },
      false,
    ],
    ["another finding an hour after the end", { ...ask, finding: "write", seen: minutes(60) }, true],
    ["the same rule that reports it again after the end", { ...ask, again: true, seen: minutes(1) }, true],
    ["the same rule that reported it again before the end", { ...ask, again: true, seen: minutes(-1) }, false],
  ];
  for (const [name, more, starts] of cases) {
    for (const status of ["Success", "Failed"]) {
      it(`${name}: ${starts ? "starts" : "does not start"} the runbook again after ${status}`, () => {
        const given = state(run({ asks: [ask, more], starts: 1, execution: execution(status) }));
        const made = plan(given).filter((call) => !isUnresolved(call));
        assert.equal(made.length, starts ? 1 : 0);
      });
    }
  }

  it("M29: joins the running execution for findings that arrive meanwhile", () => {
    const given = running("InProgress");
    given.runs[0]!.asks.push(
      { ...ask, finding: "write", seen: minutes(60) },
      { ...ask, again: true, seen: minutes(60) },
    );
    assert.deepEqual(
      plan(given).map((call) => call.operation),
      ["GetAutomationExecution"],
    );
  });

  it("handles two runbooks of one bucket independently", () => {
    const first = run({ starts: 1, execution: execution("Failed") });
    const calls = plan(state(first, run({ declaration: encrypt, asks: [{ ...ask, runbook: encrypt.name }] })));
    assert.deepEqual(
      calls.map((call) => [call.operation, isUnresolved(call)]),
      [
        ["StartAutomationExecution", true],
        ["StartAutomationExecution", false],
      ],
    );
  });
});

describe("what a runbook cannot fix", () => {
  it("case 49: is a fault that is seen after the runbook succeeded, so the outcome is partial", () => {
    const given = state(run({ starts: 1, execution: execution("Success"), lastSeen: "2026-11-25T12:00:00Z" }));
    assert.deepEqual(plan(given), []);
    assert.match(beyondReach(given).join(), /still seen at 2026-11-25T12:00:00Z, after runbook .* had succeeded/);
  });

  it("is nothing if the fault was not seen since", () => assert.deepEqual(beyondReach(ended("Success")), []));
});

describe("the release of run-runbook", () => {
  it("calls nothing and names what remains", () => {
    const { calls, drift } = releasePlan(ended("Success"));
    assert.deepEqual(calls, []);
    assert.match(drift.join(), /a release does not undo the changes of runbook AWS-DisableS3BucketPublicReadWrite/);
  });

  it("X10: does not complete while an execution is running, and names what was once declared", () => {
    const { drift, stuck } = releasePlan({ ...running("InProgress"), undeclared: ["old-one"] });
    assert.match(stuck!.join("\n"), /is still running: stop execution e-1.*then release again/);
    assert.match(drift.join("\n"), /old-one, which is no longer declared/);
    assert.equal(releasePlan(ended("Success")).stuck, undefined);
  });

  it("names nothing if nothing was started", () =>
    assert.deepEqual(releasePlan(state(run())), { calls: [], drift: [] }));
});

describe("the declaration of run-runbook", () => {
  const refusal = (details: Record<string, string>) =>
    runRunbook([disable]).refuses!({ ...place, kind: "s3-bucket", id: "logs", arn: "arn:aws:s3:::logs", details }, {});

  it("M48: asks for approval only if it is declared so", () => {
    const asks = (approval: boolean) =>
      runRunbook([{ ...disable, approval }]).asksApproval!(
        { ...place, kind: "s3-bucket", id: "logs", arn: "arn:aws:s3:::logs", details: { runbook: disable.name } },
        { finding: {} as Finding, byHand: false },
      );
    assert.match(asks(true)!, /is declared with approval: true/);
    assert.equal(asks(false), undefined);
  });
  it("starts nothing that is no longer declared", () =>
    assert.match(reasonOf(refusal({ runbook: "old" })!), /runbook old is not declared/));
  it("starts what is declared", () => assert.equal(refusal({ runbook: disable.name }), undefined));

  it("never runs anything on Firebreak's own roles", () => {
    const response = runRunbook([{ ...disable, kind: "iam-principal" }]);
    const own = {
      ...place,
      kind: "iam-role",
      id: "Security-IR-Role-x",
      arn: "arn:aws:iam::444455556666:role/Security-IR-Role-x",
    };
    const refused = response.refuses!(
      { ...own, details: { runbook: disable.name } },
      { ownRoles: [{ name: "Security-IR-Role-x", trust: "{}" }] },
    );
    assert.match(reasonOf(refused!), /Firebreak's own/);
  });

  it("has no kind of its own if its runbooks are for several", () => {
    assert.equal(runRunbook([disable, encrypt]).kind, "s3-bucket");
    assert.equal(runRunbook([disable, { ...encrypt, kind: "ec2-instance" }]).kind, undefined);
  });
});
