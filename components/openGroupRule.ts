import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { permissions } from "../runtime/openGroups/permissions";
import { ServiceRole } from "./serviceRole";
import { functionArn, names } from "./shared/names";

export interface OpenGroupRuleArgs {
  /** The account that the rule is in. */
  accountId: string;
  partition: string;
  securityAccountId: string;
  organizationId: string;
  rolePrefix: string;
  rolePath: string;
  /** Each needs the function of the security account in it. */
  regions: string[];
}

/**
 * The rule SECURITY_GROUP_OPEN_PROHIBITED of an account, Region by Region, and the role that its function uses there. The
 * function is the security account's and has to admit the account before the rule is made
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
        description: "Security groups are not open to the public, but for ports that may be",
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: functionArn(partition, region, securityAccountId, names.responder(openGroups)),
          sourceDetails: [
            { messageType: "ConfigurationItemChangeNotification" },
            { messageType: "OversizedConfigurationItemChangeNotification" },
            { messageType: "ScheduledNotification", maximumExecutionFrequency: "TwentyFour_Hours" },
          ],
        },
        scope: { complianceResourceTypes: ["AWS::EC2::SecurityGroup"] },
        region,
      },
      // Config evaluates a new rule at once.
      { parent: this, dependsOn: [role] },
    );
  }
}
