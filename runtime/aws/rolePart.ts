import type { Permission, Phase } from "../model/permission";
import { isResponse, type Response } from "../model/response";

/**
 * A response's additional roles in an account. A release that needs other rights than a containment has its own role, and so have
 * rights that must not be combined with the others. A full list of rights exceeds the size of a session policy, so the role says
 * what may be done, and the session policy only to which target.
 */
export type RolePart = "release" | "write";

/** What a session is opened for. */
export interface Purpose {
  phase: Phase;
  session?: Permission["session"];
}

/** The role that a purpose needs; undefined is the first one, which contains and looks up. */
export function partFor(permissions: Permission[], { phase, session }: Purpose): RolePart | undefined {
  if (session) return session;
  return phase === "release" && isDivided(permissions) ? "release" : undefined;
}

/** The roles that a response has besides the first one. */
export const partsOf = (permissions: Permission[]): RolePart[] => [
  ...(isDivided(permissions) ? (["release"] as const) : []),
  ...(permissions.some(({ session }) => session === "write") ? (["write"] as const) : []),
];

/** Whether a route is a response whose two directions are two functions, with a role each. */
export const releasesApart = (route: object): route is Response => isResponse(route) && isDivided(route.permissions);

/** Whether the two directions need different rights. */
const isDivided = (permissions: Permission[]): boolean =>
  permissions.some(({ phase }) => phase === "contain" || phase === "release");

/** What one of the roles may do. */
export function permissionsOfPart(permissions: Permission[], part?: RolePart): Permission[] {
  if (part === "write") return permissions.filter(({ session }) => session === part);
  const other = part === "release" ? ["contain", "resolve"] : ["release"];
  return permissions.filter(({ phase, session }) => !session && !(phase && other.includes(phase)));
}

/** The name of one of the roles. @param first the name of the first one */
export const partName = (first: string, part?: RolePart): string => (part ? `${first}-${part}` : first);
