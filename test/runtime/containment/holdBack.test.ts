import assert from "node:assert/strict";
import { addedTo } from "../../../runtime/containment/askApproval";
import { whyOver } from "../../../runtime/containment/whyOver";
import { eventReader } from "../../../runtime/findings/eventReader";
import { handle } from "../../../runtime/functions/responder/handle";
import type { Approval } from "../../../runtime/model/journalItems";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { guardDutyEvent, settingsFor, world } from "../../attacks/harness";
import { isolateOn, running } from "../../attacks/isolate";

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

describe("a request that is not needed any more", () => {
  const findingTypes = isolateInstance.findingTypes;
  const response = { conversionSeconds: 0, snapshots: false };
  const asking = settingsFor({ findingTypes, modes: [{ mode: "approve" }], response });

  it("P15: has kept what the target is, by its tags", async () => {
    const { run, table } = world(asking);
    const ec2: any = { state: running({ tags: { Name: "shop-web-1", "acme:owner": "team\nroot:", other: "x" } }) };
    const [asked] = await handle(run(), isolateOn(ec2), eventReader(), JSON.stringify(guardDutyEvent()));
    const { tags, finding } = (await table.journal.getApproval(asked!.approval!))!;
    assert.deepEqual(tags, { Name: "shop-web-1", "acme:owner": "team root:" });
    assert.ok(finding.title && finding.severity);
  });

  it("P17: is withdrawn and not expired if the finding is contained without it, and may be made again", async () => {
    const { run, table } = world(asking);
    const ec2: any = { state: running() };
    const deliver = (more = {}) => handle(run(more), isolateOn(ec2), eventReader(), JSON.stringify(guardDutyEvent()));
    const [asked] = await deliver();
    const [done] = await deliver({ settings: { ...asking, modes: [{ mode: "contain" }] } });
    assert.equal(done!.outcome, "contained", done!.reason);
    const request = (await table.journal.getApproval(asked!.approval!))!;
    assert.equal(request.status, "withdrawn");
    assert.match(request.why!, /contained without an approval, because none was required any more/);
    assert.equal(whyOver(request, { lastSeen: "2020-01-01T00:00:00Z" }, new Date()), undefined);
  });
});
