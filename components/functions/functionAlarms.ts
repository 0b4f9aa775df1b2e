import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { errorsAlarm } from "../anyAlarm";
import type { FindingsQueue } from "../findingsQueue";

/** A dead letter is processed within a minute; at this age, in seconds, processing has failed. */
const oldLetter = 900;

/** A function that works on a queue, and who is notified. */
interface Watched {
  functionName: string;
  /** What comes through the queue, for people: "Findings". */
  what: string;
  queue: FindingsQueue;
  topic: aws.sns.Topic;
}

/**
 * The alarms of a function with a queue. Each dead letter is processed, recorded and notified, so the first alarm means
 * that this failed. The others mean that messages wait too long.
 */
export function functionAlarms(
  name: string,
  { functionName, what, queue, topic }: Watched,
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
    alarmDescription: `A dead letter could not be recorded: see the function's log. These messages were not processed: ${what}`,
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.dead.name },
    statistic: "Maximum",
    threshold: oldLetter,
  });
  alarm("waiting", {
    ...common,
    namespace: "AWS/SQS",
    alarmDescription: `${what} have been waiting for more than five minutes`,
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.queue.name },
    statistic: "Maximum",
    threshold: 300,
  });
  if (queue.posture) {
    alarm("posture-waiting", {
      ...common,
      namespace: "AWS/SQS",
      alarmDescription: `Configuration findings have been waiting for more than two hours`,
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.posture.name },
      statistic: "Maximum",
      threshold: 7200,
    });
  }
  errorsAlarm(name, functionName, { alarmDescription: "Invocation errors: see the function's log", topic }, opts);
}
