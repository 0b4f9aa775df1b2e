import { type DatabaseSettings, type DatabaseState, isOnlyPublic } from "./state";

/** The residual risk that the calls leave, one sentence each. */
export function residualRisk(state: DatabaseState, settings: DatabaseSettings): string[] {
  const copies = copiesOf(state);
  if (isOnlyPublic(state, settings)) {
    return [
      "only public access was removed: its security groups are as before, and everyone whom they allow inside the network still reaches it",
      ...copies,
      ...fixedPublic(state),
    ];
  }
  return [
    ...openConnections(state, settings),
    ...beyondReach(state),
    "a database user whose password was found out keeps it: change it before the release",
    ...(state.iamAuthentication
      ? [
          "IAM database authentication is on: block the principal that logged in with it, or it can log in after the release",
        ]
      : []),
    ...(state.managedSecret && !settings.rotateManagedSecret
      ? [
          "the master password, which RDS manages, was not rotated: who has read its secret can use it after the release",
        ]
      : []),
    ...copies,
    ...fixedPublic(state),
    ...pendingSnapshots(state),
  ];
}

/**
 * Security groups are checked when a connection is opened: what is tracked goes on
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html). A reboot ends it.
 */
function openConnections(state: DatabaseState, settings: DatabaseSettings): string[] {
  const names = state.members.map(({ name }) => name);
  const rebooted = state.done.filter(({ kind }) => kind === "reboot").map(({ id }) => id);
  if (settings.reboot && names.every((name) => rebooted.includes(name))) return [];
  return [
    "connections that were open before stay open, those of an RDS Proxy among them, because security groups do not cut tracked connections: reboot every instance to end them",
  ];
}

/** The ways to the data that a security group does not close, and evidence that was lost after RDS had accepted it. */
export function beyondReach(state: DatabaseState): string[] {
  const { dataApi, name } = state;
  return [
    ...(dataApi
      ? [
          `the Data API of ${name} still answers, because it does not use the network: switch it off, or deny rds-data:ExecuteStatement to who must not use it`,
        ]
      : []),
    ...failedSnapshots(state),
  ];
}

/** Databases with the same data that have networks of their own, in other Regions too. */
function copiesOf({ replicas, replicaOf }: DatabaseState): string[] {
  return [
    ...(replicas.length > 0
      ? [`its read replicas have the same data and were not changed: ${replicas.join(", ")}`]
      : []),
    ...(replicaOf ? [`it is a read replica of ${replicaOf}, which has the same data and was not changed`] : []),
  ];
}

function fixedPublic({ kind, engine, members }: DatabaseState): string[] {
  const open = members.filter(({ publiclyAccessible }) => publiclyAccessible).map(({ name }) => name);
  if (kind === "instance" || engine.startsWith("aurora") || open.length === 0) return [];
  return [`public access of a Multi-AZ DB cluster cannot be changed: ${open.join(", ")} keep their public addresses`];
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html */
function pendingSnapshots({ snapshots }: DatabaseState): string[] {
  return snapshots
    .filter(({ status }) => status === "creating")
    .map(({ id }) => `snapshot ${id} is not complete yet: Firebreak checks it every hour until it is`);
}

function failedSnapshots({ snapshots }: DatabaseState): string[] {
  return snapshots
    .filter(({ status }) => status === "failed")
    .map(({ id }) => `snapshot ${id} failed: make another one by hand`);
}
