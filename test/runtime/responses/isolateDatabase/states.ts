import type { DatabaseSettings, DatabaseState } from "../../../../runtime/responses/isolateDatabase/state";
import { vpcId } from "./model";

/** The settings that are shipped. */
export const settings: DatabaseSettings = {
  snapshots: true,
  publicDatabase: "not-public",
  rotateManagedSecret: false,
  reboot: false,
};

export const closed = { id: "sg-0c105ed", vpcId, kind: "closed" as const, rules: [] };

const app = [{ id: "sg-0a", status: "active" }];
const inOurs = [{ id: closed.id, status: "active" }];

/** A public database in which an attacker logged in, with the given differences. */
export const open = (more: Partial<DatabaseState> = {}): DatabaseState => ({
  kind: "instance",
  name: "orders",
  resourceId: "db-ABCDEFGHIJKL0123456789MNOP",
  engine: "postgres",
  status: "available",
  tags: {},
  vpcId,
  groups: app,
  members: [{ name: "orders", status: "available", publiclyAccessible: true, groups: more.groups ?? app }],
  deletionProtection: false,
  isolation: { groups: [closed], takenNames: [] },
  snapshots: [],
  dataApi: false,
  iamAuthentication: false,
  replicas: [],
  changesPending: false,
  done: [],
  containment: "0123456789abcdef-0",
  wanted: [{ about: "use" }],
  ...more,
});

/** The same database after its containment, with the given differences. */
export const isolated = (more: Partial<DatabaseState> = {}): DatabaseState =>
  open({
    groups: inOurs,
    members: [{ name: "orders", status: "available", publiclyAccessible: false, groups: more.groups ?? inOurs }],
    deletionProtection: true,
    snapshots: [{ id: "firebreak-0123456789abcdef-0", status: "available" }],
    ...more,
  });

const member = (name: string, publiclyAccessible: boolean, groups = app) => ({
  name,
  status: "available",
  publiclyAccessible,
  groups,
});

/** An Aurora cluster with a public writer and a reader, with the given differences. */
export const openCluster = (more: Partial<DatabaseState> = {}): DatabaseState =>
  open({
    kind: "cluster",
    name: "ledger",
    resourceId: "cluster-ABCDEFGHIJKL0123456789MNOP",
    engine: "aurora-postgresql",
    members: [member("ledger-writer", true), member("ledger-reader", false)],
    ...more,
  });

/** The same cluster after its containment. */
export const isolatedCluster = (more: Partial<DatabaseState> = {}): DatabaseState =>
  openCluster({
    groups: inOurs,
    members: [member("ledger-writer", false, inOurs), member("ledger-reader", false, inOurs)],
    deletionProtection: true,
    snapshots: [{ id: "firebreak-0123456789abcdef-0", status: "available" }],
    ...more,
  });
