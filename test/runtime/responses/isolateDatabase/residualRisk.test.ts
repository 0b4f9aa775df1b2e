import assert from "node:assert/strict";
import { isolateDatabase } from "../../../../runtime/responses/isolateDatabase";
import { isolated, isolatedCluster, open, settings } from "./states";

const { residualRisk, beyondReach } = isolateDatabase;

describe("isolate-database: the residual risk", () => {
  it("N60: open connections are named until every instance was rebooted", () => {
    const reboot = { ...settings, reboot: true };
    assert.match(residualRisk(isolated(), settings).join("\n"), /connections that were open before stay open/);
    const half = isolatedCluster({ done: [{ kind: "reboot", id: "ledger-writer" }] });
    assert.match(residualRisk(half, reboot).join("\n"), /stay open/);
    const all = isolated({ done: [{ kind: "reboot", id: "orders" }] });
    assert.doesNotMatch(residualRisk(all, reboot).join("\n"), /stay open/);
  });

  it("N60: the Data API does not use the network: the outcome is at most partial", () => {
    assert.deepEqual(beyondReach(isolatedCluster()), []);
    const state = isolatedCluster({ dataApi: true });
    assert.match(beyondReach(state).join(), /Data API of ledger still answers/);
    assert.match(residualRisk(state, settings).join("\n"), /Data API/);
  });

  const table: [what: string, more: Parameters<typeof isolated>[0], named: RegExp][] = [
    ["IAM authentication", { iamAuthentication: true }, /IAM database authentication is on/],
    ["a managed secret", { managedSecret: "arn:m" }, /was not rotated/],
    ["replicas", { replicas: ["arn:aws:rds:us-east-1:444455556666:db:copy"] }, /read replicas .*us-east-1/],
    ["a source", { replicaOf: "primary" }, /read replica of primary/],
    ["a pending snapshot", { snapshots: [{ id: "s-1", status: "creating" }] }, /snapshot s-1 is not complete yet/],
    ["a failed snapshot", { snapshots: [{ id: "s-1", status: "failed" }] }, /snapshot s-1 failed/],
  ];
  for (const [what, more, named] of table) {
    it(`N60: ${what}`, () => {
      assert.match(residualRisk(isolated(more), settings).join("\n"), named);
      assert.doesNotMatch(residualRisk(isolated(), settings).join("\n"), named);
    });
  }

  it("N89: a snapshot that fails later makes the outcome partial, so the hourly check tells people", () => {
    assert.match(beyondReach(isolated({ snapshots: [{ id: "s-1", status: "failed" }] })).join(), /snapshot s-1 failed/);
    assert.deepEqual(beyondReach(isolated({ snapshots: [{ id: "s-1", status: "creating" }] })), []);
  });

  it("N60: a rotated secret is not named, and a database that only lost its public address is said to be reachable", () => {
    const risks = residualRisk(isolated({ managedSecret: "arn:m" }), { ...settings, rotateManagedSecret: true });
    assert.doesNotMatch(risks.join("\n"), /was not rotated/);
    assert.match(residualRisk(open({ wanted: [{ about: "public" }] }), settings)[0]!, /only public access was removed/);
  });
});
