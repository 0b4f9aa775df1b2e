import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { SQS } from "@aws-sdk/client-sqs";
import { pages } from "../aws/pages";
import type { RuleState, RuleTarget, Sending } from "./observations";
import { lookFor } from "./reading";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export async function readRule(events: EventBridge, Name: string): Promise<RuleState> {
  const { State = "", EventPattern = "" } = await events.describeRule({ Name });
  return { state: State, pattern: EventPattern };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export async function readTargets(events: EventBridge, Rule: string): Promise<RuleTarget[]> {
  const targets = await pages(
    (NextToken) => events.listTargetsByRule({ Rule, ...(NextToken && { NextToken }) }),
    (page) => page.Targets,
    (page) => page.NextToken,
  );
  return targets.map(({ Arn = "", RoleArn, DeadLetterConfig }) => ({
    arn: Arn,
    ...(RoleArn && { roleArn: RoleArn }),
    ...(DeadLetterConfig?.Arn && { dead: DeadLetterConfig.Arn }),
  }));
}

/** A rule with its targets, each of which may be missing. */
export async function readSending(events: EventBridge, name: string): Promise<Sending> {
  const [rule, targets] = await Promise.all([
    lookFor(() => readRule(events, name)),
    lookFor(() => readTargets(events, name)),
  ]);
  return { rule, targets };
}

/** The approximate number of messages in a queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function countMessages(sqs: SQS, QueueName: string): Promise<number> {
  const { QueueUrl } = await sqs.getQueueUrl({ QueueName });
  const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: [...names] });
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}
