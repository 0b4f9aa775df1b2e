import * as pulumi from "@pulumi/pulumi";
import { partName } from "../runtime/aws/rolePart";
import { doctor } from "../runtime/doctor/settings";
import { exceptions } from "../runtime/exceptions/settings";
import { entersAccounts } from "../runtime/model/response";
import { catalogueOf } from "../runtime/responses/catalogue";
import { documentName } from "../runtime/responses/runRunbook/declaration";
import { DoctorRole } from "./doctorRole";
import { organizationsRegion } from "./documents/accountEvents";
import { rolesOf } from "./documents/serviceRole";
import { ExceptionRole } from "./exceptionRole";
import { Forwarding } from "./forwarding";
import { ServiceRole } from "./serviceRole";
import type { ServiceSettings } from "./settings/schema";
import { busArn } from "./shared/names";

export interface ServiceAccountArgs {
  settings: ServiceSettings;
  /** The id of the partition, such as `aws`. */
  partition: string;
}

/**
 * A member account: roles for each response, and the forwarding of its findings. These resources cost nothing while no
 * events occur.
 *
 * @example
 * ```ts
 * new ServiceAccount("payments", { settings, partition: "aws" });
 * ```
 */
export class ServiceAccount extends pulumi.ComponentResource {
  readonly outputs: Record<string, pulumi.Output<any>>;

  constructor(name: string, args: ServiceAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ServiceAccount", name, {}, opts);
    const { settings, partition } = args;
    const roles: Record<string, pulumi.Output<string>> = {};
    for (const response of catalogueOf(settings.runbooks).filter(entersAccounts)) {
      for (const { part, resource } of rolesOf(response)) {
        const role = new ServiceRole(resource, { ...settings, response, part, partition }, { parent: this });
        roles[partName(response.name, part)] = role.role.arn;
      }
    }
    new ExceptionRole(`${exceptions}-role`, { ...settings, partition }, { parent: this });
    new DoctorRole(`${doctor}-role`, { ...settings, partition }, { parent: this });
    const bus = busArn(partition, settings.homeRegion, settings.securityAccountId);
    new Forwarding(
      "forwarding",
      {
        accountId: settings.accountId,
        busArn: bus,
        regions: settings.regions,
        documents: settings.runbooks.map(documentName),
        runbookTypes: settings.runbooks.flatMap((runbook) => runbook.resourceTypes),
        exceptionTagKey: settings.exceptionTagKey,
        rolePrefix: settings.rolePrefix,
        rehearses: settings.rehearsalAccounts.includes(settings.accountId),
        ...(settings.managementAccountId === settings.accountId && {
          organizationsRegion: organizationsRegion(partition),
        }),
      },
      { parent: this },
    );
    this.outputs = { roles: pulumi.output(roles) };
    this.registerOutputs(this.outputs);
  }
}
