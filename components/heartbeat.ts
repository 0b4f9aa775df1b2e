import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { doctor } from "../runtime/doctor/settings";
import { watchMinutes } from "../runtime/doctor/watch";
import { metricNames } from "../runtime/model/metricNames";

export interface HeartbeatArgs {
  /** The security account. */
  accountId: string;
  functionName: string;
  /** The alias that the schedule invokes. */
  alias: aws.lambda.Alias;
  topic: aws.sns.Topic;
}

/**
 * Checks the heartbeat of every account on a schedule. The alarm goes off if an account or Region is silent, and if the
 * check itself stops: missing data counts as silence
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html).
 */
export class Heartbeat extends pulumi.ComponentResource {
  constructor(name: string, args: HeartbeatArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:Heartbeat", name, {}, opts);
    const parent = { parent: this };
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: `${args.functionName}-${name}`,
        description: "Schedule for the heartbeat of all accounts",
        scheduleExpression: `rate(${watchMinutes} minutes)`,
      },
      parent,
    );
    const permission = new aws.lambda.Permission(
      name,
      {
        statementId: "schedule",
        action: "lambda:InvokeFunction",
        function: args.alias.functionName,
        qualifier: args.alias.name,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
        sourceAccount: args.accountId,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { rule: rule.name, targetId: "doctor", arn: args.alias.arn, input: JSON.stringify({ command: "watch" }) },
      { ...parent, dependsOn: [permission] },
    );
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        name: `${args.functionName}-silent`,
        alarmDescription: `Events from an account or Region do not reach Firebreak, or the heartbeat check has stopped: read the notice, or run "firebreak doctor"`,
        namespace: metricNames.namespace,
        metricName: metricNames.silentPlaces,
        dimensions: { [metricNames.response]: doctor },
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 60 * watchMinutes,
        evaluationPeriods: 1,
        treatMissingData: "breaching",
        alarmActions: [args.topic.arn],
        okActions: [args.topic.arn],
      },
      parent,
    );
    this.registerOutputs();
  }
}
