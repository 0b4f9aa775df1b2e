import * as pulumi from "@pulumi/pulumi";
import { doctorPermissions } from "../runtime/doctor/permissions";
import { doctor } from "../runtime/doctor/settings";
import type { ServiceRoleArgs } from "./documents/serviceRole";
import { ServiceRole } from "./serviceRole";
import { names } from "./shared/names";

/** The role with which the security account's doctor examines one account. */
export class DoctorRole extends pulumi.ComponentResource {
  constructor(name: string, args: Omit<ServiceRoleArgs, "response">, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:DoctorRole", name, {}, opts);
    const response = { name: doctor, permissions: doctorPermissions(args.rolePrefix, names.forwarding, args.rolePath) };
    new ServiceRole(name, { ...args, response }, { parent: this });
    this.registerOutputs();
  }
}
