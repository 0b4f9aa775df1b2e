import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { largestEvent } from "../../runtime/findings/intake";
import { rulesMaySend } from "../shared/policies";

interface DecisionQueueArgs {
  /** The name of the queue in AWS. */
  queueName: string;
  /** The rule that chooses the decisions. */
  rule: aws.cloudwatch.EventRule;
  /** The queue of what could not be delivered. */
  dead: aws.sqs.Queue;
  retentionDays: number;
  /** The time limit of the function that reads it, and for how long it gathers messages. */
  seconds: number;
  gatherSeconds?: number;
  attempts: number;
}

/** A queue of whole events of decisions for a function. Targets of the rule must depend on `admitted`. */
export function queueOfDecisions(name: string, args: DecisionQueueArgs, opts: pulumi.CustomResourceOptions) {
  const { queueName, rule, dead, seconds, gatherSeconds = 0, attempts } = args;
  const queue = new aws.sqs.Queue(
    name,
    {
      name: queueName,
      ...keptFor(args.retentionDays),
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeoutSeconds: 6 * seconds + gatherSeconds,
      redrivePolicy: dead.arn.apply((deadLetterTargetArn) =>
        JSON.stringify({ deadLetterTargetArn, maxReceiveCount: attempts }),
      ),
    },
    opts,
  );
  return { queue, admitted: admit(name, queue, rule, opts) };
}

/** What every queue of decisions has in common. */
export const keptFor = (days: number) => ({
  messageRetentionSeconds: days * 86_400,
  maxMessageSize: largestEvent,
  sqsManagedSseEnabled: true,
});

/** Lets the rule send to the queue. */
export function admit(
  name: string,
  to: aws.sqs.Queue,
  rule: aws.cloudwatch.EventRule,
  opts: pulumi.CustomResourceOptions,
): aws.sqs.QueuePolicy {
  const policy = pulumi.all([to.arn, rule.arn]).apply(([arn, from]) => rulesMaySend("Decisions", arn, [from]));
  return new aws.sqs.QueuePolicy(name, { queueUrl: to.url, policy }, opts);
}
