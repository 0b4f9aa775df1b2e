import { longestSession, shortestSession } from "../../runtime/aws/assumeRole";
import type { RolePart } from "../../runtime/aws/rolePart";
import { partName, partsOf, permissionsOfPart } from "../../runtime/aws/rolePart";
import { sources } from "../../runtime/findings/sources";
import type { Permission } from "../../runtime/model/permission";
import type { Entrance } from "../../runtime/model/response";
import { isResponse } from "../../runtime/model/response";
import type { RolePlace } from "../shared/names";
import { responderArn } from "../shared/names";
import { policy, responseStatements } from "../shared/policies";
import { userError } from "../shared/userError";

/** What gets a role: a response, a route that only looks, or the evaluation of groups. */
export type Entering = Pick<Entrance, "name" | "permissions" | "sessionSeconds"> & { findingTypes?: string[] };

export interface ServiceRoleArgs {
  response: Entering;
  /** Which of its roles; the first one if absent. */
  part?: RolePart | undefined;
  /** The account that the role is in. */
  accountId: string;
  partition: string;
  securityAccountId: string;
  organizationId: string;
  rolePrefix: string;
  rolePath: string;
}

/** All roles that what enters accounts has in each of them: which part, and what the resource is called. */
export const rolesOf = ({ name, permissions }: Entering): { part: RolePart | undefined; resource: string }[] =>
  [undefined, ...partsOf(permissions)].map((part) => ({ part, resource: `${partName(name, part)}-role` }));

/**
 * Stops a deployment with sessions that AWS refuses, each time, when the response is needed.
 *
 * @throws Error that names the response
 */
export function checkSession({
  name,
  sessionSeconds = shortestSession,
}: Pick<Entering, "name" | "sessionSeconds">): void {
  if (sessionSeconds >= shortestSession && sessionSeconds <= longestSession) return;
  throw userError(
    `the response ${name} declares sessionSeconds ${sessionSeconds}: it has to be ${shortestSession} to ${longestSession}, as its function's role assumes the role of an account (role chaining)`,
  );
}

/** The policy of one of its roles in an account. */
export const servicePolicy = (
  response: Entering,
  partition: string,
  accountId: string,
  part?: RolePart | undefined,
): string => policy(...responseStatements(permissionsOf(response, part), partition, accountId));

/**
 * What one of its roles may do. The first one reads findings again where they were made, and for rules of AWS Config what
 * those check.
 */
export const permissionsOf = (response: Entering, part?: RolePart | undefined): Permission[] => [
  ...permissionsOfPart(response.permissions, part),
  ...(part ? [] : sources).flatMap(
    (source) =>
      source.permissions?.({ contains: isResponse(response), findingTypes: response.findingTypes ?? [] }) ?? [],
  ),
];

/**
 * Only the one responder, named by condition: a role named as principal is stored by its unique id, and re-creating it
 * would break the trust (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function serviceTrust({
  response,
  partition,
  securityAccountId,
  organizationId,
  rolePath,
  part,
}: Pick<ServiceRoleArgs, "response" | "part" | "organizationId" | keyof RolePlace>): string {
  // The function that contains cannot enter as what releases, nor the other way round.
  const user = partName(response.name, part === "release" ? part : undefined);
  return policy({
    Sid: "Responder",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${securityAccountId}:root` },
    Action: "sts:AssumeRole",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": responderArn({ partition, securityAccountId, rolePath }, user) },
      StringEquals: { "aws:PrincipalOrgID": organizationId },
    },
  });
}
