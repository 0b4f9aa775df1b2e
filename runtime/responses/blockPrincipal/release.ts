import type { Call, ReleasePlan } from "../../model/call";
import { denyAllArn, formerArn, leverOf } from "./arns";
import { setStatus } from "./credentials";
import { identity, operation, setBoundary } from "./deny";
import { isOurBoundary, isSessionBoundary, isUsed, named, sameCredential } from "./judge";
import type { BlockSettings, PrincipalPriorState, PrincipalState } from "./state";

/**
 * The prior state that a release needs, taken before the first change. It never includes what this response set, even if an
 * earlier release left it or its run died. The boundary is always recorded: missing parts may be added later, when the
 * boundary is already ours.
 */
export function priorState(state: PrincipalState): PrincipalPriorState {
  const { attached, credentials, loginProfile, since } = state;
  return {
    boundary: isSessionBoundary(state, state.boundary) ? "" : (state.boundary ?? ""),
    attached: attached.filter((arn) => !leverOf(state, arn)),
    credentials,
    loginProfile,
    since,
  };
}

/**
 * The calls that remove the block, and the drift: what is no longer as the containment made it. Credentials stay inactive
 * unless the settings say otherwise: others may still have them.
 */
export function releasePlan(state: PrincipalState, saved: PrincipalPriorState, settings: BlockSettings): ReleasePlan {
  const parts = [
    restoreBoundary(state, saved),
    detachDeny(state, saved),
    detachOwn(state),
    deleteOwn(state, saved),
    credentials(state, saved, settings),
  ];
  return {
    calls: parts.flatMap((part) => part.calls),
    drift: parts.flatMap((part) => part.drift),
    stuck: parts.flatMap((part) => part.stuck ?? []),
  };
}

const nothing: ReleasePlan = { calls: [], drift: [] };

function restoreBoundary(state: PrincipalState, saved: PrincipalPriorState): ReleasePlan {
  if ((state.boundary ?? "") === (saved.boundary ?? "")) return nothing;
  const who = `${state.kind} ${state.name}`;
  if (!isOurBoundary(state)) {
    const now = state.boundary ? `has the boundary ${state.boundary}` : "no longer has a boundary";
    return { calls: [], drift: [`${who} ${now}, changed by others: left as it is`] };
  }
  const former =
    state.boundary === formerArn(state) ? [`${state.boundary} was made for the block and is not deleted`] : [];
  if (!saved.boundary) {
    const call: Call = {
      service: "iam",
      operation: operation(state, "Delete", "PermissionsBoundary"),
      input: identity(state),
      reason: `${who} had no boundary before the block`,
      changes: ["boundary"],
    };
    return { calls: [call], drift: former };
  }
  if (cannotRestore(state, saved)) {
    // Without any boundary it could do more than before.
    const stuck = `${who} keeps ${state.boundary}: its earlier boundary ${saved.boundary} was deleted. Create that policy again, or set another boundary or none, then release again`;
    return { calls: [], drift: [], stuck: [stuck] };
  }
  return { calls: [setBoundary(state, saved.boundary, `${who}: its boundary before the block`)], drift: former };
}

/** Whether our boundary stays because the earlier one no longer exists. */
const cannotRestore = (state: PrincipalState, saved: PrincipalPriorState) =>
  Boolean(saved.boundary) && isOurBoundary(state) && state.restorable === false;

function detachDeny(state: PrincipalState, saved: PrincipalPriorState): ReleasePlan {
  const arn = denyAllArn(state);
  if (!state.attached.includes(arn)) return nothing;
  if (saved.attached.includes(arn)) {
    return { calls: [], drift: [`AWSDenyAll was attached to ${state.kind} ${state.name} before the block: it stays`] };
  }
  return { calls: [detach(state, arn)], drift: [] };
}

/** Detaches every policy in our path, even if its document was changed: only this response writes there. */
function detachOwn(state: PrincipalState): ReleasePlan {
  const attached = state.attached.filter((arn) => leverOf(state, arn) !== undefined);
  return { calls: attached.map((arn) => detach(state, arn)), drift: [] };
}

function detach(state: PrincipalState, PolicyArn: string): Call {
  return {
    service: "iam",
    operation: operation(state, "Detach", "Policy"),
    input: { ...identity(state), PolicyArn },
    reason: `${state.kind} ${state.name}: the block attached it`,
    changes: ["deny"],
  };
}

/**
 * A policy can be deleted once it is not used and has no other versions. A policy whose document is not ours and that this role
 * does not use was created in our path by others.
 */
function deleteOwn(state: PrincipalState, saved: PrincipalPriorState): ReleasePlan {
  const stays = (arn: string) => state.boundary === arn && cannotRestore(state, saved);
  const ours = state.own.filter(({ arn, denials }) => (denials || isUsed(state, arn)) && !stays(arn));
  const others = state.own.filter((policy) => !ours.includes(policy) && !stays(policy.arn));
  const calls = ours.flatMap(({ arn, versions }): Call[] => [
    ...versions.filter(({ isDefault }) => !isDefault).map(({ id }) => deleteVersion(arn, id)),
    {
      service: "iam",
      operation: "DeletePolicy",
      input: { PolicyArn: arn },
      reason: `it was made to deny sessions of role ${state.name}`,
      changes: ["own"],
    },
  ]);
  return { calls, drift: others.map(({ arn }) => `the block did not create ${arn}: it stays`) };
}

/** A policy with other versions cannot be deleted. This response creates none: others did. */
function deleteVersion(arn: string, id: string): Call {
  return {
    service: "iam",
    operation: "DeletePolicyVersion",
    input: { PolicyArn: arn, VersionId: id },
    reason: `version ${id} is not the default version, and a policy with several versions cannot be deleted`,
    changes: ["own"],
  };
}

function credentials(state: PrincipalState, saved: PrincipalPriorState, settings: BlockSettings): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const credential of saved.credentials.filter((item) => item.active)) {
    const now = state.credentials.find((item) => sameCredential(item, credential));
    if (!now) drift.push(`${named(credential)} was deleted in the meantime`);
    else if (now.active) continue;
    else if (settings.reactivateCredentials)
      calls.push(setStatus(state.name, now, "Active", "active before the block"));
    else drift.push(`${named(credential)} stays inactive: reactivateCredentials is off`);
  }
  for (const credential of state.credentials) {
    if (saved.credentials.some((item) => sameCredential(item, credential))) continue;
    drift.push(
      `${named(credential)} was created after the block and is ${credential.active ? "active" : "left inactive"}`,
    );
  }
  if (saved.loginProfile && !state.loginProfile) drift.push("the console password was deleted and cannot be restored");
  return { calls, drift };
}
