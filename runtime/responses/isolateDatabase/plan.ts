import { isVerified } from "../../aws/isolationGroup";
import { createGroup, freshGroup, newGroup, repairGroup } from "../../aws/makeIsolationGroup";
import type { Call } from "../../model/call";
import { look, modify, modifyMember } from "./calls";
import { callOnce } from "./once";
import {
  changeable,
  closedGroup,
  containmentTag,
  type DatabaseSettings,
  type DatabaseState,
  isInEffect,
  isOnlyPublic,
  isSetClosed,
  snapshotPrefix,
} from "./state";

/**
 * The missing calls until the database is isolated: its only security group is our closed one, on every member and in effect; no
 * member has a public address; it cannot be deleted, and a snapshot keeps its data. If config says so for rules about public
 * databases, only public access is removed.
 */
export function plan(state: DatabaseState, settings: DatabaseSettings): Call[] {
  if (isOnlyPublic(state, settings)) return notPublic(state);
  const network = [...prepareGroup(state), ...close(state), ...membersNotPublic(state)];
  if (network.length > 0) return [...network, ...protectEvidence(state, settings)];
  return [...lookAgain(state), ...protectEvidence(state, settings), ...callOnce(state, settings)];
}

/** The group of the VPC, which isolated instances have too: no traffic at all. */
function prepareGroup(state: DatabaseState): Call[] {
  const { vpcId, isolation, containment } = state;
  if (vpcId === undefined || isSetClosed(state)) return [];
  const group = closedGroup(state);
  if (group) return repairGroup(group);
  return [createGroup({ ...isolation, containment }, vpcId, "closed"), ...repairGroup(freshGroup(vpcId, "closed"))];
}

/**
 * One call for everything that the instance or cluster lacks. Without ApplyImmediately, which would also apply changes of others
 * that wait for the maintenance window: RDS applies security groups, public access and deletion protection at once in any case
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html).
 */
function close(state: DatabaseState): Call[] {
  const isClosed = isSetClosed(state);
  const isPublic = state.kind === "instance" && state.members.some(({ publiclyAccessible }) => publiclyAccessible);
  if (isClosed && !isPublic && state.deletionProtection) return [];
  const group = closedGroup(state);
  const waitsFor = waitOf(state);
  return [
    {
      ...modify(state, {
        ...(!isClosed && { VpcSecurityGroupIds: [group?.id ?? newGroup("closed", state.vpcId ?? "its VPC")] }),
        ...(isPublic && { PubliclyAccessible: false }),
        ...(!state.deletionProtection && { DeletionProtection: true }),
      }),
      reason: [
        ...(isClosed ? [] : ["no new connection may be opened"]),
        ...(isPublic ? ["its name must not resolve to a public address"] : []),
        ...(state.deletionProtection ? [] : ["the evidence must not be deleted"]),
      ].join("; "),
      ...(!isClosed && waitsFor && { waitsFor }),
    },
  ];
}

function waitOf(state: DatabaseState): string | undefined {
  if (state.vpcId === undefined) return "a person: RDS shows no VPC of the database";
  return isVerified(closedGroup(state)) ? undefined : `the closed group of ${state.vpcId} read back`;
}

function membersNotPublic(state: DatabaseState): Call[] {
  return state.kind === "cluster" ? notPublic(state) : [];
}

/** Public access of every member that allows it; it belongs to the instances of a cluster. */
function notPublic(state: DatabaseState): Call[] {
  return changeable(state)
    .filter(({ publiclyAccessible }) => publiclyAccessible)
    .map(({ name }) => ({
      ...modifyMember(name, { PubliclyAccessible: false }),
      reason: `the name of ${name} must not resolve to a public address`,
    }));
}

/** A change of security groups is asynchronous: only what RDS shows as active, on every member, is contained. */
function lookAgain(state: DatabaseState): Call[] {
  if (isInEffect(state)) return [];
  return [
    {
      ...look(state),
      reason: "RDS has not applied the security group to every instance yet",
      again: true,
    },
  ];
}

/**
 * RDS refuses a snapshot of a database that is not available
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html). One snapshot of a cluster has the
 * data of all members.
 */
function protectEvidence(state: DatabaseState, settings: DatabaseSettings): Call[] {
  if (!settings.snapshots || state.snapshots.length > 0) return [];
  if (state.status === "available" || state.status === "storage-optimization") return [snapshot(state)];
  // What is stopped or failed may never become available: the hourly check tries again.
  return [{ ...look(state), reason: `no snapshot is possible while the database is ${state.status}`, secondary: true }];
}

function snapshot({ kind, name, containment }: DatabaseState): Call {
  const id = `${snapshotPrefix}${containment}`;
  const Tags = [{ Key: containmentTag, Value: containment }];
  return {
    service: "rds",
    ...(kind === "cluster"
      ? {
          operation: "CreateDBClusterSnapshot",
          input: { DBClusterIdentifier: name, DBClusterSnapshotIdentifier: id, Tags },
        }
      : { operation: "CreateDBSnapshot", input: { DBInstanceIdentifier: name, DBSnapshotIdentifier: id, Tags } }),
    reason: "a snapshot keeps the data as it is now",
    changes: ["database", "snapshots"],
    secondary: true,
  };
}
