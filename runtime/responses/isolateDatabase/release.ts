import { isVerified } from "../../aws/isolationGroup";
import type { Call, ReleasePlan } from "../../model/call";
import { look, modify, modifyMember } from "./calls";
import {
  closedGroup,
  type DatabasePriorState,
  type DatabaseSettings,
  type DatabaseState,
  earlierGroups,
  isInEffect,
  isOnlyPublic,
  isStaying,
} from "./state";

/** The prior state that a release restores, taken before the first change. Our own groups are never part of it. */
export function priorState(state: DatabaseState): DatabasePriorState {
  const { name, resourceId, deletionProtection, members } = state;
  return {
    name,
    resourceId,
    groups: earlierGroups(state),
    deletionProtection,
    publiclyAccessible: members.filter((member) => member.publiclyAccessible).map((member) => member.name),
  };
}

/**
 * Restores security groups, public access and deletion protection, as far as the containment changed them. What others set since
 * stays. The snapshot stays as evidence, and a rotated password or a reboot cannot be undone.
 */
export function releasePlan(state: DatabaseState, saved: DatabasePriorState, settings: DatabaseSettings): ReleasePlan {
  const { input, drift, stuck } = groups(state, saved);
  const isPublic = state.kind === "instance" && saved.publiclyAccessible.includes(state.name);
  const wanted = {
    ...input,
    ...(isPublic && !state.members[0]!.publiclyAccessible && { PubliclyAccessible: true }),
    // Where only the public address was removed, others protected the database.
    ...(!saved.deletionProtection &&
      state.deletionProtection &&
      !isOnlyPublic(state, settings) && { DeletionProtection: false }),
  };
  const calls: Call[] = [
    ...(Object.keys(wanted).length > 0 ? [{ ...modify(state, wanted), reason: inWords(wanted) }] : []),
    ...(state.kind === "cluster" ? membersAsBefore(state, saved) : []),
  ];
  const settling = calls.length === 0 && !isInEffect(state);
  const members = state.members.map(({ name }) => name);
  const left = state.kind === "cluster" ? saved.publiclyAccessible.filter((name) => !members.includes(name)) : [];
  return {
    calls: settling
      ? [{ ...look(state), reason: "RDS has not applied the security groups to every instance yet", again: true }]
      : calls,
    drift: [...drift, ...left.map((name) => `${name} is no longer in the cluster`)],
    ...(stuck.length > 0 && { stuck }),
  };
}

/** What a change gives back. */
function inWords(wanted: {
  VpcSecurityGroupIds?: string[];
  PubliclyAccessible?: boolean;
  DeletionProtection?: boolean;
}): string {
  return [
    ...(wanted.VpcSecurityGroupIds ? [`gets back its groups ${wanted.VpcSecurityGroupIds.join(", ")}`] : []),
    ...(wanted.PubliclyAccessible ? ["is publicly accessible again"] : []),
    ...(wanted.DeletionProtection === false ? ["deletion protection is off again"] : []),
  ].join("; ");
}

function membersAsBefore({ members }: DatabaseState, saved: DatabasePriorState): Call[] {
  return members
    .filter(({ name, publiclyAccessible }) => !publiclyAccessible && saved.publiclyAccessible.includes(name))
    .map(({ name }) => ({
      ...modifyMember(name, { PubliclyAccessible: true }),
      reason: `${name} is publicly accessible again`,
    }));
}

const same = (left: string[], right: string[]) => [...left].sort().join() === [...right].sort().join();

function groups(state: DatabaseState, saved: DatabasePriorState) {
  const now = state.groups.filter(isStaying).map(({ id }) => id);
  const wanted = saved.groups.filter((id) => !state.restorable || state.restorable.includes(id));
  const lost = saved.groups.filter((id) => !wanted.includes(id));
  const drift = lost.map((id) => `group ${id} was deleted in the meantime and cannot be restored`);
  const ours = closedGroup(state);
  if (wanted.length > 0 && same(now, wanted)) return { input: {}, drift, stuck: [] };
  if (!isVerified(ours) || !same(now, [ours.id])) {
    return { input: {}, drift: [...drift, `others set the groups ${now.join(", ")}: left as they are`], stuck: [] };
  }
  if (wanted.length > 0) return { input: { VpcSecurityGroupIds: wanted }, drift, stuck: [] };
  const why = saved.groups.length > 0 ? "none of its earlier groups exists" : "its earlier groups are unknown";
  return { input: {}, drift, stuck: [`it stays isolated: ${why}; assign a group by hand, then release again`] };
}
