import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { errorsAlarm } from "../anyAlarm";
import type { FindingsQueue } from "../findingsQueue";

/** A letter is consumed within a minute; one of this age, in seconds, could not be. */
const oldLetter = 900;

/**
 * The alarms of a function that works on a queue. Dead letters are consumed, recorded and told one by one, so this alarm is
 * about one that could not be; an old message is one that nobody acts on soon.
 *
 * @param what comes through the queue, for people: "Findings"
 */
export function functionAlarms(
  name: string,
  functionName: string,
  what: string,
  queue: FindingsQueue,
  topic: aws.sns.Topic,
  opts: pulumi.CustomResourceOptions,
): void {
  const alarm = (kind: string, args: Omit<aws.cloudwatch.MetricAlarmArgs, "alarmActions" | "name">) =>
    new aws.cloudwatch.MetricAlarm(
      `${name}-${kind}`,
      { name: `${functionName}-${kind}`, alarmActions: [topic.arn], treatMissingData: "notBreaching", ...args },
      opts,
    );
  const common = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, period: 60 };
  alarm("dead-letters", {
    ...common,
    namespace: "AWS/SQS",
    alarmDescription: `A dead letter could not be recorded: read the function's log. ${what} in there were not acted on`,
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.dead.name },
    statistic: "Maximum",
    threshold: oldLetter,
  });
  alarm("waiting", {
    ...common,
    namespace: "AWS/SQS",
    alarmDescription: `${what} wait for more than five minutes`,
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.queue.name },
    statistic: "Maximum",
    threshold: 300,
  });
  if (queue.posture) {
    alarm("posture-waiting", {
      ...common,
      namespace: "AWS/SQS",
      alarmDescription: `${what} about configuration wait for more than two hours`,
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.posture.name },
      statistic: "Maximum",
      threshold: 7200,
    });
  }
  errorsAlarm(name, functionName, { alarmDescription: "The function itself fails", topic }, opts);
}
