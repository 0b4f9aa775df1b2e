import assert from "node:assert/strict";
import { addedTo } from "../../../runtime/containment/askApproval";
import { whyOver } from "../../../runtime/containment/whyOver";
import type { Approval } from "../../../runtime/model/journalItems";

const call = (reason: string, operation = "ModifyNetworkInterfaceAttribute") => ({ operation, reason });

describe("what has changed since a person saw the plan", () => {
  it("is every call that was not shown; fewer calls are no change", () => {
    const shown = [call("eni-1"), call("eni-2")];
    assert.deepEqual(addedTo(shown, shown), []);
    assert.deepEqual(addedTo(shown, [call("eni-2")]), []);
    assert.deepEqual(addedTo(shown, [call("eni-1"), call("eni-3")]), [call("eni-3")]);
    assert.deepEqual(addedTo(shown, [call("eni-1", "DeleteNetworkInterface")]), [
      call("eni-1", "DeleteNetworkInterface"),
    ]);
  });
});

describe("a request for approval", () => {
  const approval = { status: "waiting", expiresAt: "2026-11-27T10:00:00.000Z" } as Approval;
  const now = new Date("2026-11-26T12:00:00Z");
  const later = new Date("2026-11-28T12:00:00Z");
  const declined: Approval = {
    ...approval,
    status: "declined",
    decidedAt: "2026-11-26T11:00:00.000Z",
    by: "ana",
    why: "a load test",
  };
  const before = { lastSeen: "2026-11-26T10:59:00Z" };
  const after = { lastSeen: "2026-11-28T11:30:00Z" };
  const cases: [string, Approval, { lastSeen: string }, Date, RegExp | undefined][] = [
    ["is open while it waits", approval, before, now, undefined],
    [
      "is over if nobody approved it in time",
      approval,
      before,
      later,
      /the request expired at 2026-11-27.* without an approval: nothing was changed/,
    ],
    [
      "is over once it is marked as expired",
      { ...approval, status: "expired" },
      before,
      now,
      /expired at .* without an approval/,
    ],
    ["is over if it was declined, for the same finding", declined, before, now, /^ana declined it .*: a load test/],
    ["is made again if something happened after it was declined", declined, after, later, undefined],
    ["is made again if something happened after it expired", approval, after, later, undefined],
    [
      "is made again if it was approved and the target is no longer contained",
      { ...declined, status: "approved" },
      before,
      now,
      undefined,
    ],
  ];
  for (const [name, given, finding, at, expected] of cases) {
    it(name, () => {
      const why = whyOver(given, finding, at);
      if (expected) assert.match(String(why), expected);
      else assert.equal(why, undefined);
    });
  }
});
