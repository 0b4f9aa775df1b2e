import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The metric of an alarm and its topic. */
type Counted = Required<
  Pick<
    aws.cloudwatch.MetricAlarmArgs,
    "name" | "alarmDescription" | "namespace" | "metricName" | "dimensions" | "alarmActions"
  >
> &
  Pick<aws.cloudwatch.MetricAlarmArgs, "region">;

/** The alarm for errors of a function. */
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

/** An alarm that goes off within a minute after the first event. No data means that there was none. */
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
