import type { Call, Evidence } from "../../model/call";
import { modify } from "./calls";
import type { DatabaseSettings, DatabaseState } from "./state";

/**
 * What config asks for besides the isolation, once for each containment and after the cut is in effect. RDS shows no trace of it,
 * so the journal keeps it as evidence. A run that dies in between may do it twice, which harms nothing.
 */
export function callOnce(state: DatabaseState, settings: DatabaseSettings): Call[] {
  return [...(settings.rotateManagedSecret ? rotate(state) : []), ...(settings.reboot ? reboot(state) : [])];
}

const isDone = ({ done }: DatabaseState, kind: string, id: string) =>
  done.some((one) => one.kind === kind && one.id === id);

/**
 * RDS rotates the secret itself, without the network. It takes the call only with ApplyImmediately, which would apply changes of
 * others too (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html).
 */
function rotate(state: DatabaseState): Call[] {
  const { managedSecret, changesPending } = state;
  if (managedSecret === undefined || isDone(state, "rotation", managedSecret)) return [];
  return [
    {
      ...modify(state, { RotateMasterUserPassword: true, ApplyImmediately: true }),
      reason: "those who know the master password must not use it after the release",
      secondary: true,
      ...(changesPending && { waitsFor: "a person: the rotation would also apply changes that wait for maintenance" }),
    },
  ];
}

/** Ends all connections: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_RebootInstance.html */
function reboot(state: DatabaseState): Call[] {
  return state.members
    .filter(({ name, status }) => status === "available" && !isDone(state, "reboot", name))
    .map(({ name }) => ({
      service: "rds",
      operation: "RebootDBInstance",
      input: { DBInstanceIdentifier: name },
      reason: `${name}: connections that were open before the cut must end`,
      changes: ["database"],
      secondary: true,
    }));
}

/** The evidence of a call: the snapshot that it made, or that it was made at all. */
export function evidenceOf({ operation, input }: Call, output: any): Evidence[] {
  if (operation === "CreateDBSnapshot") return [{ kind: "snapshot", id: output.DBSnapshot.DBSnapshotIdentifier }];
  if (operation === "CreateDBClusterSnapshot") {
    return [{ kind: "snapshot", id: output.DBClusterSnapshot.DBClusterSnapshotIdentifier }];
  }
  if (operation === "RebootDBInstance") return [{ kind: "reboot", id: input["DBInstanceIdentifier"] as string }];
  const secret = (output?.DBInstance ?? output?.DBCluster)?.MasterUserSecret?.SecretArn;
  return input["RotateMasterUserPassword"] && secret ? [{ kind: "rotation", id: secret }] : [];
}
