import assert from "node:assert/strict";
import { type Reconciled, reconcile } from "../../../runtime/containment/reconcile";
import type { Call } from "../../../runtime/model/call";

type Where = "before" | "open" | "closed";

/** One part of a target that a plan opens and closes, and how AWS responds. */
function world({ stale = 0, remaining = 60 }: { stale?: number; remaining?: number } = {}) {
  const made: string[] = [];
  const faults: Record<string, (Error | undefined)[]> = {};
  const at = { now: "before" as Where, seen: "before" as Where, left: remaining, announced: 0 };
  let late = stale;
  const call = (operation: string, more: Partial<Call>): Call => ({
    service: "ec2",
    operation,
    input: {},
    reason: operation,
    changes: ["part"],
    ...more,
  });
  const undo = call("Undo", { reason: "given back" });
  const work = {
    state: at.seen,
    read: async () => {
      if (at.now === "closed" && late-- > 0) return "before" as Where;
      return at.now;
    },
    plan: (seen: Where): Call[] => [
      ...(seen === "before" ? [call("Open", { opens: "p" })] : []),
      ...(seen === "closed" ? [] : [call("Close", { closes: "p", undo })]),
    ],
    call: async ({ operation }: Call) => {
      made.push(operation);
      const fault = faults[operation]?.shift();
      if (fault) throw fault;
      at.now = operation === "Open" ? "open" : "closed";
    },
    undo: async () => {
      made.push("Undo");
      const fault = faults["Undo"]?.shift();
      if (fault) throw fault;
      at.now = "before";
    },
    checkTime: (seconds = 0) => {
      if (at.left < seconds + 5) throw Object.assign(new Error("no time"), { code: "OutOfTime" });
    },
    sleep: async () => {},
    beforeOpening: async () => {
      at.announced++;
    },
  };
  return { work, made, faults, at };
}

const aws = (name: string) => Object.assign(new Error("refused"), { name });
const always = (name: string) => Array(200).fill(aws(name));

describe("opening and closing as one unit", () => {
  it("X17: checks that there is time for both before it opens anything", async () => {
    const { work, made, at } = world({ remaining: 20 });
    await assert.rejects(reconcile(work), /no time/);
    assert.deepEqual([made, at.announced], [[], 0]);
  });

  it("X17 Y1: schedules a later check before it opens, once", async () => {
    const { work, made, at } = world();
    const result = await reconcile(work);
    assert.deepEqual([made, at.announced, result.missing], [["Open", "Close"], 1, []]);
  });

  it("X17 Y1: closes even if the time runs out in between, and retries what fails", async () => {
    const { work, made, faults, at } = world();
    faults["Close"] = [aws("InternalError"), aws("RequestLimitExceeded")];
    const { call } = work;
    work.call = async (item) => {
      await call(item);
      at.left = 6;
    };
    await reconcile(work);
    assert.deepEqual([made, at.now], [["Open", "Close", "Close", "Close"], "closed"]);
  });

  for (const fault of ["RequestLimitExceeded", "UnauthorizedOperation", "OperationNotPermitted"]) {
    it(`Y1: restores the prior state if closing ends as ${fault} each time, and does not open it again`, async () => {
      const { work, made, faults, at } = world();
      faults["Close"] = always(fault);
      const result = await reconcile(work);
      assert.equal(at.now, "before");
      assert.equal(made.filter((name) => name === "Open").length, 1);
      assert.match(result.problems.join(), /given back/);
      assert.ok(result.retry);
    });
  }

  it("Y1: reports the part as open if all else fails, and asks for another delivery at once", async () => {
    const { work, faults, at } = world();
    Object.assign(faults, { Close: always("UnauthorizedOperation"), Undo: always("UnauthorizedOperation") });
    const { call } = work;
    let tries = 0;
    work.call = async (item) => {
      if (++tries > 4) at.left = 0;
      await call(item);
    };
    const result = (await reconcile(work)) as Reconciled<Where>;
    assert.equal(result.retry!.code, "LeftOpen");
    assert.match(result.retry!.message, /p IS OPEN NOW/);
  });

  it("X11: opens nothing because of a reading from before the closing", async () => {
    const { work, made, at } = world({ stale: 3 });
    const result = await reconcile(work);
    assert.equal(made.filter((name) => name === "Open").length, 1);
    assert.deepEqual([at.now, result.missing], ["closed", []]);
  });
});
