import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "mocha";
import { costOf, costTables } from "../../../local/docs/cost";
import { type Counted, countAll, sizes } from "../../../local/docs/costCounts";
import { withBlocks } from "../../../local/docs/policyBlocks";

const project = path.join(__dirname, "..", "..", "..");

describe("the page on costs", () => {
  let counted: Counted[];
  before(async () => {
    counted = await countAll(project);
  });

  it("shows what the program of the shipped files creates, times the prices; if not, run: npm run docs", () => {
    const page = readFileSync(path.join(project, "docs", "cost.md"), "utf8");
    assert.equal(page, withBlocks(page, costTables(counted, sizes.accounts)));
  });

  it("counts nothing in a member account that is billed by the month", () => {
    for (const { member } of counted) {
      const { keys, alarmMetrics, customMetrics, dashboards, polledQueues, resources } = member;
      assert.deepEqual(
        { keys, alarmMetrics, customMetrics, dashboards, polledQueues },
        {
          keys: 0,
          alarmMetrics: 0,
          customMetrics: 0,
          dashboards: 0,
          polledQueues: 0,
        },
      );
      assert.ok(resources > 40);
    }
  });

  it("grows with accounts times Regions only for the heartbeat", () => {
    const { security } = counted[0]!;
    const [small, large] = [costOf(security, 10, 3), costOf(security, 1000, 3)];
    assert.ok(Math.abs(large.heartbeat - 100 * small.heartbeat) < 1e-9);
    assert.deepEqual([large.fixed, large.doctor], [small.fixed, small.doctor]);
    // By hand: 30 places, 1,460 heartbeats each, two events of a millionth of a dollar and 2 KB of logs.
    assert.ok(Math.abs(small.heartbeat - 30 * 1460 * (2e-6 + (2 / 1024 / 1024) * 0.5)) < 1e-9);
  });
});
