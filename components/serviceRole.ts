import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { longestSession } from "../runtime/aws/assumeRole";
import { partName } from "../runtime/aws/rolePart";
import { checkSession, type ServiceRoleArgs, servicePolicy, serviceTrust } from "./documents/serviceRole";
import { names } from "./shared/names";

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
