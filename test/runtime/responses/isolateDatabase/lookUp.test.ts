import assert from "node:assert/strict";
import type { RDS } from "@aws-sdk/client-rds";
import type { Finding } from "../../../../runtime/model/finding";
import { clusterTarget, databaseTarget } from "../../../../runtime/resources/targets";
import { isolateDatabase } from "../../../../runtime/responses/isolateDatabase";

const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
const clusterId = "cluster-ABCDEFGHIJKL0123456789MNOP";

/** RDS with one database, alone or as the member of a cluster. */
const account = (instance: object | undefined, cluster?: object) =>
  ({
    describeDBInstances: async () => ({ DBInstances: instance ? [instance] : [] }),
    describeDBClusters: async ({ Filters }: any) => {
      assert.ok(["ledger", clusterId].includes(Filters[0].Values[0]));
      return { DBClusters: cluster ? [cluster] : [] };
    },
  }) as unknown as RDS;

const orders = { DBInstanceIdentifier: "orders", DbiResourceId: "db-ABCDEFGHIJKL0123456789MNOP", Engine: "postgres" };
const reader = {
  ...orders,
  DBInstanceIdentifier: "ledger-reader",
  DBClusterIdentifier: "ledger",
  Engine: "aurora-mysql",
};
const ledger = { DBClusterIdentifier: "ledger", DbClusterResourceId: clusterId, Engine: "aurora-mysql" };
const find = (rds: RDS, target = databaseTarget(place, "orders")) => isolateDatabase.lookUp!.find({ rds }, target);

describe("isolate-database: the target", () => {
  it("N52: a database is the same target by its name and by its resource id", async () => {
    const expected = { ...databaseTarget(place, orders.DbiResourceId), name: "orders" };
    assert.deepEqual(await find(account(orders)), expected);
    assert.deepEqual(await find(account(orders), databaseTarget(place, orders.DbiResourceId)), expected);
    assert.equal(isolateDatabase.lookUp!.isNeeded(expected), false);
  });

  it("N52: a member stands for its cluster, with the details of the finding", async () => {
    const details = { about: "use" };
    const found = await find(account(reader, ledger), { ...databaseTarget(place, "ledger-reader"), details });
    assert.deepEqual(found, { ...clusterTarget(place, clusterId), name: "ledger", details });
    assert.deepEqual(await find(account(undefined, ledger), clusterTarget(place, clusterId)), {
      ...clusterTarget(place, clusterId),
      name: "ledger",
    });
  });

  it("N52: what does not exist is said so", async () => {
    assert.match((await find(account(undefined))) as string, /no longer exists/);
    assert.match((await find(account(reader))) as string, /no longer exists/);
  });

  for (const [engine, named] of [
    ["neptune", /Neptune/],
    ["docdb", /DocumentDB/],
    ["custom-oracle-ee", /RDS Custom/],
  ] as const) {
    it(`N61: a database of engine ${engine} is not changed, and people are told what to do`, async () => {
      assert.match((await find(account({ ...orders, Engine: engine }))) as string, named);
    });
  }

  it("N53: a rule asks for less than a login, and a person who clicks for everything", () => {
    const resources = [{ kind: "rds-instance", id: "orders", ...place }];
    const about = (finding: Partial<Finding>) =>
      (isolateDatabase.targets({ resources, ...finding } as Finding) as any[]).map(({ details }) => details.about);
    assert.deepEqual(about({ type: "Config:Rule/RDS_INSTANCE_PUBLIC_ACCESS_CHECK" }), ["public"]);
    assert.deepEqual(about({ type: "SecurityHub:Control/RDS.2" }), ["public"]);
    assert.deepEqual(about({ type: "SecurityHub:Control/RDS.2", action: "IsolateDatabaseSH" }), ["use"]);
    assert.deepEqual(about({ type: "CredentialAccess:RDS/TorIPCaller.SuccessfulLogin" }), ["use"]);
  });
});
