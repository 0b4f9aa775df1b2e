import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface RuleTargetArgs {
  /** The account of the rule and the function. */
  accountId: string;
  rule: aws.cloudwatch.EventRule;
  /** The bus of the rule; the default bus if left out. */
  bus?: aws.cloudwatch.EventBus;
  /** What the rule invokes. */
  alias: aws.lambda.Alias;
  /** The id of the statement in the function's policy. */
  statementId: string;
  targetId: string;
  /** What the function gets instead of the event. */
  input?: string;
}

/**
 * Lets a rule invoke a function's alias, and only that rule
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html).
 */
export function invokeByRule(name: string, args: RuleTargetArgs, opts: pulumi.CustomResourceOptions): void {
  const { accountId, rule, bus, alias, statementId, targetId, input } = args;
  const permission = new aws.lambda.Permission(
    name,
    {
      statementId,
      action: "lambda:InvokeFunction",
      function: alias.functionName,
      qualifier: alias.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
      sourceAccount: accountId,
    },
    opts,
  );
  new aws.cloudwatch.EventTarget(
    name,
    {
      rule: rule.name,
      ...(bus && { eventBusName: bus.name }),
      targetId,
      arn: alias.arn,
      ...(input !== undefined && { input }),
    },
    { ...opts, dependsOn: [permission] },
  );
}
