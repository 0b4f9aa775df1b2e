import type { Call, ReleasePlan } from "../../response";
import { denyAllArn, quarantineArn } from "./arns";
import { setStatus } from "./credentials";
import { identity, operation, setBoundary } from "./deny";
import { deleteVersion, oldVersions } from "./planRole";
import {
  type BlockSettings,
  isOurBoundary,
  isQuarantined,
  named,
  type PrincipalBefore,
  type PrincipalState,
  sameCredential,
} from "./state";

/** What a release needs to know, taken before the first change. A quarantine that was left over is nothing to give back. */
export function before(state: PrincipalState): PrincipalBefore {
  const { attached, credentials, loginProfile } = state;
  return {
    ...(state.boundary && !isQuarantined(state) && { boundary: state.boundary }),
    attached,
    credentials,
    loginProfile,
  };
}

/**
 * The calls that take the block back, and what is left because it is no longer as containment made it. Credentials stay
 * inactive unless the operator wants them back: somebody else may still have them.
 */
export function releasePlan(state: PrincipalState, saved: PrincipalBefore, settings: BlockSettings): ReleasePlan {
  const boundary = restoreBoundary(state, saved);
  const parts = [
    boundary,
    detachDeny(state, saved),
    deleteQuarantine(state, boundary),
    credentials(state, saved, settings),
  ];
  return { calls: parts.flatMap((part) => part.calls), drift: parts.flatMap((part) => part.drift) };
}

function restoreBoundary(state: PrincipalState, saved: PrincipalBefore): ReleasePlan {
  const nothing = { calls: [], drift: [] };
  if (state.boundary === saved.boundary) return nothing;
  const who = `${state.kind} ${state.name}`;
  if (!isOurBoundary(state)) {
    const now = state.boundary ? `has the boundary ${state.boundary}` : "has no boundary any more";
    return { calls: [], drift: [`${who} ${now}, which is somebody else's doing: it stays`] };
  }
  if (!saved.boundary) {
    const call: Call = {
      service: "iam",
      operation: operation(state, "Delete", "PermissionsBoundary"),
      input: identity(state),
      reason: `${who} had no boundary before the block`,
      changes: ["boundary"],
    };
    return { calls: [call], drift: [] };
  }
  if (state.restorable === false) {
    // Without any boundary it could do more than before.
    return { calls: [], drift: [`${who} keeps ${state.boundary}: its earlier boundary ${saved.boundary} was deleted`] };
  }
  return { calls: [setBoundary(state, saved.boundary, `${who}: its boundary before the block`)], drift: [] };
}

function detachDeny(state: PrincipalState, saved: PrincipalBefore): ReleasePlan {
  const PolicyArn = denyAllArn(state);
  if (!state.attached.includes(PolicyArn)) return { calls: [], drift: [] };
  if (saved.attached.includes(PolicyArn)) {
    return { calls: [], drift: [`AWSDenyAll was attached to ${state.kind} ${state.name} before the block: it stays`] };
  }
  const call: Call = {
    service: "iam",
    operation: operation(state, "Detach", "Policy"),
    input: { ...identity(state), PolicyArn },
    reason: `${state.kind} ${state.name}: the block attached it`,
    changes: ["deny"],
  };
  return { calls: [call], drift: [] };
}

/** A policy can be deleted when it is nobody's boundary any more and has no other versions. */
function deleteQuarantine(state: PrincipalState, boundary: ReleasePlan): ReleasePlan {
  const { quarantine } = state;
  if (!quarantine || (isQuarantined(state) && boundary.calls.length === 0)) return { calls: [], drift: [] };
  const arn = quarantineArn(state, state.name);
  const calls: Call[] = [
    ...oldVersions(quarantine.versions).map((id) => deleteVersion(arn, id)),
    {
      service: "iam",
      operation: "DeletePolicy",
      input: { PolicyArn: arn },
      reason: `it was made to deny sessions of role ${state.name}`,
      changes: ["quarantine"],
    },
  ];
  return { calls, drift: [] };
}

function credentials(state: PrincipalState, saved: PrincipalBefore, settings: BlockSettings): ReleasePlan {
  const calls: Call[] = [];
  const drift: string[] = [];
  for (const credential of saved.credentials.filter((item) => item.active)) {
    const now = state.credentials.find((item) => sameCredential(item, credential));
    if (!now) drift.push(`${named(credential)} was deleted meanwhile`);
    else if (now.active) continue;
    else if (settings.reactivateCredentials)
      calls.push(setStatus(state.name, now, "Active", "active before the block"));
    else drift.push(`${named(credential)} stays inactive: reactivateCredentials is off`);
  }
  for (const credential of state.credentials) {
    if (saved.credentials.some((item) => sameCredential(item, credential))) continue;
    drift.push(
      `${named(credential)} was made after the block and is ${credential.active ? "active" : "left inactive"}`,
    );
  }
  if (saved.loginProfile && !state.loginProfile) drift.push("the console password was deleted and cannot come back");
  return { calls, drift };
}
