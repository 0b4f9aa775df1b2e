import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { longestSession, shortestSession } from "../runtime/aws/assumeRole";
import { partName, partsOf, permissionsOfPart, type RolePart } from "../runtime/aws/rolePart";
import { rulePermissions } from "../runtime/findings/config/lookUpRule";
import { ruleOf } from "../runtime/findings/config/ruleResources";
import { findingPermissions } from "../runtime/findings/reread";
import { type Entrance, isResponse, type Permission } from "../runtime/model/response";
import { names, type RolePlace, responderArn } from "./names";
import { policy, responseStatements } from "./policies";
import { userError } from "./userError";

/** What gets a role: a response, a route that only looks, or the evaluation of groups. */
type Entering = Pick<Entrance, "name" | "permissions" | "sessionSeconds"> & { findingTypes?: string[] };

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

/** One role that a response assumes in one account. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;

  constructor(name: string, args: ServiceRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ServiceRole", name, {}, opts);
    const { response, part, partition, accountId } = args;
    checkSession(response);
    this.role = new aws.iam.Role(
      name,
      {
        name: names.serviceRole(args.rolePrefix, response.name, part),
        description: `Firebreak ${partName(response.name, part)}: used by the security account ${args.securityAccountId} only`,
        assumeRolePolicy: serviceTrust(args),
        maxSessionDuration: longestSession,
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      name,
      {
        role: this.role.name,
        name: response.name,
        policy: servicePolicy(response, partition, accountId, part),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.role.arn });
  }
}

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
  ...(isResponse(response) && !part ? findingPermissions : []),
  ...(!part && response.findingTypes?.some((type) => ruleOf(type) !== undefined) ? rulePermissions : []),
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
