import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { longestSession, shortestSession } from "../runtime/aws/assumeRole";
import { partName, partsOf, permissionsOfPart, type RolePart } from "../runtime/aws/rolePart";
import { rulePermissions } from "../runtime/findings/config/lookUpRule";
import { ruleOf } from "../runtime/findings/config/ruleResources";
import { findingPermissions } from "../runtime/findings/reread";
import type { Permission } from "../runtime/model/permission";
import { type Entrance, isResponse } from "../runtime/model/response";
import { checkSession, type ServiceRoleArgs, servicePolicy, serviceTrust } from "./documents/serviceRole";
import { names, type RolePlace, responderArn } from "./shared/names";
import { policy, responseStatements } from "./shared/policies";
import { userError } from "./shared/userError";

/** A role that a response assumes in an account. */
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
