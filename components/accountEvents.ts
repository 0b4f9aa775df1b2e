import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { receivedAccountEvents } from "./documents/accountEvents";
import { invokeByRule } from "./ruleTarget";
import { accountEventsRule } from "./shared/names";

export interface AccountEventsArgs {
  /** The security account. */
  accountId: string;
  managementAccountId: string;
  bus: aws.cloudwatch.EventBus;
  /** The doctor's alias for these events. */
  alias: aws.lambda.Alias;
}

/**
 * Sends the events about accounts of the organization to the doctor, which notes them for its next watch. An event that does not
 * arrive delays nothing for long: each watch also compares the accounts.
 */
export class AccountEvents extends pulumi.ComponentResource {
  constructor(name: string, args: AccountEventsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:AccountEvents", name, {}, opts);
    const parent = { parent: this };
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: accountEventsRule,
        description: "Events about accounts of the organization",
        eventBusName: args.bus.name,
        eventPattern: receivedAccountEvents(args.managementAccountId),
      },
      parent,
    );
    const { accountId, bus, alias } = args;
    invokeByRule(name, { accountId, rule, bus, alias, statementId: "accounts", targetId: "doctor" }, parent);
    this.registerOutputs();
  }
}
