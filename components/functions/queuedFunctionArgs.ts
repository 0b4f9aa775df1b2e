import type * as aws from "@pulumi/aws";

/** What a function of the security account that works on a queue is built from. */
export interface QueuedFunctionArgs {
  bus: aws.cloudwatch.EventBus;
  journal: aws.dynamodb.Table;
  topic: aws.sns.Topic;
  /** The bus on which every decision is an event. */
  decisionBus: aws.cloudwatch.EventBus;
  topicKey: aws.kms.Key;
  /** The key that signs exceptions. */
  exceptionKey: aws.kms.Key;
  partition: string;
  /** The path of every role. */
  rolePath: string;
  organizationId: string;
  /** The security account. */
  accountId: string;
}
