import type { Call } from "../../model/call";
import { denyAllArn } from "./arns";
import { isDenied } from "./judge";
import type { PrincipalState } from "./state";

/** The parameter of IAM's calls that names the role or user. */
export function identity({ kind, name }: Pick<PrincipalState, "kind" | "name">): Record<string, string> {
  return kind === "role" ? { RoleName: name } : { UserName: name };
}

/** The name of an operation for roles or users: AttachRolePolicy, AttachUserPolicy. */
export function operation({ kind }: Pick<PrincipalState, "kind">, verb: string, what: string): string {
  return `${verb}${kind === "role" ? "Role" : "User"}${what}`;
}

/**
 * The widest step: attaches AWSDenyAll, or sets it as the permissions boundary if no more policies can be attached. The replaced
 * boundary cannot have denied more.
 *
 * @param why why the narrower step is not possible
 */
export function denyEverything(state: PrincipalState, why?: string): Call[] {
  if (isDenied(state)) return [];
  const { attached, attachedQuota } = state;
  const because = why ? `; ${why}` : "";
  if (attached.length < attachedQuota) {
    return [
      {
        service: "iam",
        operation: operation(state, "Attach", "Policy"),
        input: { ...identity(state), PolicyArn: denyAllArn(state) },
        reason: `${state.kind} ${state.name}: denies everything, open sessions included${because}`,
        changes: ["deny"],
      },
    ];
  }
  const reason = `${state.kind} ${state.name} has ${attached.length} of ${attachedQuota} policies attached: AWSDenyAll becomes the permissions boundary, which takes none of these places${because}`;
  return [setBoundary(state, denyAllArn(state), reason)];
}

/** Attaches one of our policies, which only denies, to a role. */
export function attachOwn(state: PrincipalState, arn: string, reason: string): Call {
  return {
    service: "iam",
    operation: operation(state, "Attach", "Policy"),
    input: { ...identity(state), PolicyArn: arn },
    reason,
    changes: ["deny"],
  };
}

/** Makes a policy the permissions boundary, in place of any other. */
export function setBoundary(state: PrincipalState, arn: string, reason: string): Call {
  return {
    service: "iam",
    operation: operation(state, "Put", "PermissionsBoundary"),
    input: { ...identity(state), PermissionsBoundary: arn },
    reason,
    changes: ["boundary"],
  };
}
