import { denyAllArn, formerArn, leverOf } from "./arns";
import type { Credential, PrincipalState } from "./state";

/** Whether everything is denied: AWSDenyAll is attached, or is the permissions boundary, where a Deny counts as well. */
export function isDenied(state: PrincipalState): boolean {
  const deny = denyAllArn(state);
  return state.attached.includes(deny) || state.boundary === deny;
}

/** Whether a policy is the role's permissions boundary or attached to it. */
export function isUsed(state: PrincipalState, arn: string): boolean {
  return state.boundary === arn || state.attached.includes(arn);
}

/** Whether a permissions boundary is one that containment sets to deny sessions. */
export function isSessionBoundary(state: PrincipalState, arn: string | undefined): boolean {
  if (state.kind !== "role" || arn === undefined) return false;
  return leverOf(state, arn) !== undefined || arn === formerArn(state);
}

/** Whether the permissions boundary is one that containment sets. */
export function isOurBoundary(state: PrincipalState): boolean {
  return isSessionBoundary(state, state.boundary) || state.boundary === denyAllArn(state);
}

/** The sessions of the role that the findings name, each once and in order. */
export function wantedSessions({ wanted }: Pick<PrincipalState, "wanted">): string[] {
  return [...new Set(wanted.flatMap((details) => details["sessions"]?.split(" ") ?? []))].sort();
}

/** Whether a finding does not name the session of the role, or there is no finding. */
export function namesNoSession({ wanted }: Pick<PrincipalState, "wanted">): boolean {
  return wanted.length === 0 || wanted.some((details) => !details["sessions"] || details["whole"]);
}

/** Whether two credentials are the same, whatever their status. */
export function sameCredential(left: Credential, right: Credential): boolean {
  return left.kind === right.kind && left.id === right.id;
}

/** A credential in words: "access key AKIA...". */
export function named({ kind, id, service }: Credential): string {
  const words = {
    "access-key": "access key",
    "service-specific": `credential for ${service ?? "a service"}`,
    "ssh-key": "SSH key",
    certificate: "signing certificate",
  };
  return `${words[kind]} ${id}`;
}
