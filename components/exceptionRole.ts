import * as pulumi from "@pulumi/pulumi";
import { exceptionPermissions } from "../runtime/exceptions/kinds";
import { exceptions } from "../runtime/exceptions/settings";
import type { AccountRoleArgs } from "./documents/serviceRole";
import { ServiceRole } from "./serviceRole";

export interface ExceptionRoleArgs extends AccountRoleArgs {
  exceptionTagKey: string;
}

/** The role with which the security account reads and writes the exception's tag in one account. */
export class ExceptionRole extends pulumi.ComponentResource {
  constructor(name: string, args: ExceptionRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ExceptionRole", name, {}, opts);
    const response = { name: exceptions, permissions: exceptionPermissions(args.exceptionTagKey) };
    new ServiceRole(name, { ...args, response }, { parent: this });
    this.registerOutputs();
  }
}
