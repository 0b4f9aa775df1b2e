import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { permissions } from "../runtime/openGroups/permissions";
import type { AccountRoleArgs } from "./documents/serviceRole";
import { ServiceRole } from "./serviceRole";
import { openGroupType } from "./shared/managedRules";
import { functionArn, names } from "./shared/names";

export interface OpenGroupRuleArgs extends AccountRoleArgs {
  /** Each Region needs a function of the security account. */
  regions: string[];
}

/**
 * The rule SECURITY_GROUP_OPEN_PROHIBITED of an account in each Region, and the role that its function assumes there.
 * The function is in the security account and must allow the account before the rule is created
 * (https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html).
 */
export class OpenGroupRule extends pulumi.ComponentResource {
  constructor(name: string, args: OpenGroupRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:OpenGroupRule", name, {}, opts);
    const role = new ServiceRole(
      `${openGroups}-role`,
      { ...args, response: { name: openGroups, permissions } },
      { parent: this },
    );
    for (const region of args.regions) this.rule(region, args, role);
    this.registerOutputs();
  }

  private rule(region: string, { partition, securityAccountId }: OpenGroupRuleArgs, role: ServiceRole): void {
    new aws.cfg.Rule(
      `${names.openGroupRule}-${region}`,
      {
        name: names.openGroupRule,
        description: "Security groups allow no public access, except on allowed ports",
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: functionArn(partition, region, securityAccountId, names.responder(openGroups)),
          sourceDetails: [
            { messageType: "ConfigurationItemChangeNotification" },
            { messageType: "OversizedConfigurationItemChangeNotification" },
            { messageType: "ScheduledNotification", maximumExecutionFrequency: "TwentyFour_Hours" },
          ],
        },
        scope: { complianceResourceTypes: [openGroupType] },
        region,
      },
      // Config evaluates a new rule immediately.
      { parent: this, dependsOn: [role] },
    );
  }
}
