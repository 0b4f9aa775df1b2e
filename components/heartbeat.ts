import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { doctor } from "../runtime/doctor/settings";
import { watchMinutes } from "../runtime/doctor/watch";
import { metricNames } from "../runtime/model/metricNames";
import { invokeByRule } from "./ruleTarget";

export interface HeartbeatArgs {
  /** The security account. */
  accountId: string;
  functionName: string;
  /** The alias that the schedule invokes. */
  alias: aws.lambda.Alias;
  topic: aws.sns.Topic;
}

/**
 * Checks the heartbeat of every account on a schedule. Alarms go off if an account or Region is silent, if an account is
 * not covered, and if the check itself stops: missing data counts as both
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
    const { accountId, alias } = args;
    const input = JSON.stringify({ command: "watch" });
    invokeByRule(name, { accountId, rule, alias, statementId: "schedule", targetId: "doctor", input }, parent);
    const alarm = (resource: string, what: { name: string; alarmDescription: string; metricName: string }) =>
      new aws.cloudwatch.MetricAlarm(
        resource,
        {
          ...what,
          namespace: metricNames.namespace,
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
    alarm(name, {
      name: `${args.functionName}-silent`,
      alarmDescription: `Events from an account or Region do not reach Firebreak, or the heartbeat check has stopped: read the notice, or run "firebreak doctor"`,
      metricName: metricNames.silentPlaces,
    });
    alarm(`${name}-uncovered`, {
      name: `${args.functionName}-uncovered`,
      alarmDescription: `Accounts of the organization are not covered, or the check cannot list its accounts: read the notice, or run "firebreak doctor"`,
      metricName: metricNames.uncoveredAccounts,
    });
    this.registerOutputs();
  }
}
