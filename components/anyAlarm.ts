import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What is counted, and who is told of it. */
type Counted = Required<
  Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "name" | "alarmDescription" | "namespace" | "metricName" | "dimensions" | "alarmActions"
  >
> &
  Pick<aws.cloudwatch.MetricAlarmArgs, "region">;

/** The alarm of a function that fails. */
export const errorsAlarm = (
  name: string,
  functionName: string,
  { alarmDescription, topic }: { alarmDescription: string; topic: aws.sns.Topic },
  opts: pulumi.CustomResourceOptions,
): void =>
  anyAlarm(
    `${name}-errors`,
    {
      name: `${functionName}-errors`,
      alarmDescription,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName },
      alarmActions: [topic.arn],
    },
    opts,
  );

/** The alarm of what must never happen: it goes off with the first one within a minute. No data means that there was none. */
export function anyAlarm(name: string, counted: Counted, opts: pulumi.CustomResourceOptions): void {
  new aws.cloudwatch.MetricAlarm(
    name,
    {
      statistic: "Sum",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      period: 60,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      ...counted,
    },
    opts,
  );
}
