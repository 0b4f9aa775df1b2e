import assert from "node:assert/strict";
import { everything, readyCalls, reconcile } from "../../../runtime/containment/reconcile";
import { type Call, placeholder } from "../../../runtime/model/call";

const call = (operation: string, more: Partial<Call> = {}): Call => ({
  service: "ec2",
  operation,
  input: {},
  reason: "test",
  changes: [operation],
  ...more,
});

/** A world in which each operation that succeeds disappears from the plan. */
function world(wanted: Call[], errors: Record<string, unknown[]> = {}) {
  const done: string[] = [];
  const readings: string[][] = [];
  const pauses: number[] = [];
  const work = {
    state: {},
    read: async (_: object, stale: string[]) => {
      readings.push(stale);
      return {};
    },
    plan: () => wanted.filter((item) => !done.includes(item.operation)),
    call: async (item: Call) => {
      const error = errors[item.operation]?.shift();
      if (error) throw error;
      done.push(item.operation);
    },
    checkTime: () => {},
    sleep: async (seconds: number) => void pauses.push(seconds),
  };
  return { work, done, readings, pauses };
}

const aws = (name: string) => Object.assign(new Error("refused"), { name });

describe("the reconcile loop", () => {
  it("makes the calls in order and reads again what they changed", async () => {
    const { work, done, readings } = world([call("A"), call("B")]);
    const result = await reconcile(work);
    assert.deepEqual(done, ["A", "B"]);
    assert.deepEqual(readings, [["A", "B"]]);
    assert.deepEqual(result.missing, []);
  });

  it("continues after a failed call and retries it once", async () => {
    const { work, done } = world([call("A"), call("B")], { A: [aws("InternalError")] });
    const result = await reconcile(work);
    assert.deepEqual(done, ["B", "A"]);
    assert.deepEqual(result.problems, []);
  });

  it("X16: retries a call that fails for an unknown reason after a pause, then asks for another delivery and says why", async () => {
    const { work, done, pauses } = world([call("A"), call("B")], { A: Array(9).fill(aws("InternalError")) });
    const result = await reconcile(work);
    assert.deepEqual(
      result.missing.map((item) => item.operation),
      ["A"],
    );
    assert.deepEqual(done, ["B"]);
    assert.deepEqual(result.problems, ["A: InternalError: refused"]);
    assert.equal(result.retry!.code, "Unavailable");
    assert.deepEqual(pauses, [0.5, 1, 2]);
  });

  it("X16: gives up at once what AWS refuses for good", async () => {
    for (const code of ["OperationNotPermitted", "UnmodifiableEntity", "RulesPerSecurityGroupLimitExceeded"]) {
      const { work } = world([call("A")], { A: [aws(code)] });
      const result = await reconcile(work);
      assert.equal(result.missing.length, 1, code);
      assert.equal(result.retry, undefined, code);
    }
  });

  for (const code of ["InvalidGroup.NotFound", "NoSuchEntity", "InvalidGroup.Duplicate", "EntityAlreadyExists"]) {
    it(`X16: does not take ${code} as final`, async () => {
      const { work, done } = world([call("A")], { A: [aws(code)] });
      const result = await reconcile(work);
      assert.deepEqual([done, result.problems], [["A"], []]);
    });
  }

  for (const [name, code] of [
    ["UnauthorizedOperation", "NotPermitted"],
    ["Throttling", "Throttled"],
  ] as const) {
    it(`makes the other calls after ${name} and asks for another delivery`, async () => {
      const { work, done } = world([call("A"), call("B")], { A: [aws(name)] });
      const result = await reconcile(work);
      assert.deepEqual(done, ["B"]);
      assert.equal(result.retry!.code, code);
      assert.match(result.retry!.message, /A: /);
    });
  }

  it("stops trusting its readings if something that a call names is missing", async () => {
    const { work, readings } = world([call("A")], { A: [aws("InvalidGroup.NotFound")] });
    await reconcile(work);
    assert.deepEqual(readings[0], ["A", everything]);
  });

  it("stops a loop that never settles", async () => {
    const { work } = world([]);
    const result = await reconcile({ ...work, plan: () => [call("A", { input: { at: Math.random() } })] });
    assert.match(result.problems.join(), /not settled after 12 rounds/);
    assert.equal(result.missing.length, 1);
  });

  it("stops if the target is gone", async () => {
    const { work } = world([call("A")]);
    const result = await reconcile({ ...work, read: async () => undefined });
    assert.equal(result.state, undefined);
    assert.deepEqual(result.missing, []);
  });
});

describe("the calls that can be made now", () => {
  const waiting = call("W", { input: { GroupId: placeholder("new group") } });
  const cases: [string, Call[], string[]][] = [
    ["are all of them if none waits", [call("A"), call("B")], ["A", "B"]],
    ["stop before the first that waits for an id", [call("A"), waiting, call("B")], ["A"]],
    ["stop before the first that waits for a reading", [call("A"), call("B", { waitsFor: "a reading" })], ["A"]],
    ["are those that do not wait, if the first one does", [waiting, call("B")], ["B"]],
    ["are none if all of them wait", [waiting], []],
  ];
  for (const [name, calls, expected] of cases) {
    it(name, () =>
      assert.deepEqual(
        readyCalls(calls).map((item) => item.operation),
        expected,
      ),
    );
  }
});
