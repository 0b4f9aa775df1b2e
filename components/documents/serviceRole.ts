import { longestSession, shortestSession } from "../../runtime/aws/assumeRole";
import { partName, partsOf, permissionsOfPart, type RolePart } from "../../runtime/aws/rolePart";
import { sources } from "../../runtime/findings/sources";
import type { Permission } from "../../runtime/model/permission";
import { type Entrance, isResponse } from "../../runtime/model/response";
import { type RolePlace, responderArn } from "../shared/names";
import { policy, responseStatements } from "../shared/policies";
import { userError } from "../shared/userError";

/** The user of a role: a response, a read-only route, or the evaluation of security groups. */
export type Entering = Pick<Entrance, "name" | "permissions" | "sessionSeconds"> & { findingTypes?: string[] };

/** A role in an account, for the security account's functions. */
export interface AccountRoleArgs {
  /** The account that the role is in. */
  accountId: string;
  partition: string;
  securityAccountId: string;
  organizationId: string;
  rolePrefix: string;
  rolePath: string;
}

export interface ServiceRoleArgs extends AccountRoleArgs {
  response: Entering;
  /** Which of its roles; the first one if it is left out. */
  part?: RolePart | undefined;
}

/** All roles of a response in an account, with their part and resource name. */
export const rolesOf = ({ name, permissions }: Entering): { part: RolePart | undefined; resource: string }[] =>
  [undefined, ...partsOf(permissions)].map((part) => ({ part, resource: `${partName(name, part)}-role` }));

/**
 * Stops a deployment with a session duration that AWS would refuse whenever the response needs it.
 *
 * @throws Error that names the response
 */
export function checkSession({
  name,
  sessionSeconds = shortestSession,
}: Pick<Entering, "name" | "sessionSeconds">): void {
  if (sessionSeconds >= shortestSession && sessionSeconds <= longestSession) return;
  throw userError(
    `the response ${name} declares sessionSeconds ${sessionSeconds}: it must be ${shortestSession} to ${longestSession}, because its function's role assumes the role of an account (role chaining)`,
  );
}

/** The policy of one of a response's roles in an account. */
export const servicePolicy = (
  response: Entering,
  partition: string,
  accountId: string,
  part?: RolePart | undefined,
): string => policy(...responseStatements(permissionsOf(response, part), partition, accountId));

/**
 * The permissions of one of a response's roles. The first role also reads findings again at their origin, and for AWS
 * Config rules what they check.
 */
export const permissionsOf = (response: Entering, part?: RolePart | undefined): Permission[] => [
  ...permissionsOfPart(response.permissions, part),
  ...(part ? [] : sources).flatMap(
    (source) =>
      source.permissions?.({ contains: isResponse(response), findingTypes: response.findingTypes ?? [] }) ?? [],
  ),
];

/**
 * Trusts only one function's role, by condition: IAM stores a role in `Principal` by its unique id, so re-creating the
 * role would break the trust
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function serviceTrust({
  response,
  partition,
  securityAccountId,
  organizationId,
  rolePath,
  part,
}: Pick<ServiceRoleArgs, "response" | "part" | "organizationId" | keyof RolePlace>): string {
  // The containing function cannot assume the release role, and the releasing function cannot assume the others.
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
