import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { queuePolicy } from "./shared/policies";

export interface LaneArgs {
  /** Name of the queue. */
  name: string;
  /** ARN of the role of the function that reads the queue. */
  readerArn: string;
  bus: aws.cloudwatch.EventBus;
  /** EventBridge patterns by the suffix of the rule's name. */
  patterns: Record<string, pulumi.Input<string>>;
  /** The redrive policy for messages that could not be processed. */
  redrivePolicy: pulumi.Input<string>;
  visibilityTimeoutSeconds: number;
}

const days = 86_400;

/**
 * The account that sent an event, as the message group. SQS then alternates between accounts, so that an account which
 * floods the queue waits behind the others
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html). The group may be a
 * JSON path into the event (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SqsParameters.html); the
 * envelope's account is always present and, unlike the content, cannot be forged.
 */
export const fairBetweenAccounts = { messageGroupId: "$.account" };

/** The posture queue, which is separate from the incident queue, with the rules on the bus that fill it. */
export class PostureLane extends pulumi.ComponentResource {
  readonly rules: aws.cloudwatch.EventRule[];
  readonly queue: aws.sqs.Queue;
  private readonly lane: string;
  private readonly args: LaneArgs;
  private readonly patterns: string[];

  constructor(lane: string, args: LaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:PostureLane", `${lane}-posture`, {}, opts);
    const parent = { parent: this };
    this.lane = lane;
    this.args = args;
    this.patterns = Object.keys(args.patterns);
    const ruleName = args.name.replace(/-posture$/, "");
    this.rules = this.patterns.map(
      (pattern) =>
        new aws.cloudwatch.EventRule(
          `${lane}-${pattern}`,
          {
            name: `${ruleName}-${pattern}`,
            description: `Configuration findings for ${ruleName}`,
            eventBusName: args.bus.name,
            eventPattern: args.patterns[pattern]!,
          },
          parent,
        ),
    );
    this.queue = new aws.sqs.Queue(
      `${lane}-posture`,
      {
        name: args.name,
        messageRetentionSeconds: 4 * days,
        sqsManagedSseEnabled: true,
        visibilityTimeoutSeconds: args.visibilityTimeoutSeconds,
        redrivePolicy: args.redrivePolicy,
      },
      parent,
    );
    this.registerOutputs({ queue: this.queue.arn });
  }

  /** Lets the rules send; the dead-letter queue needs its policy first. */
  open(dead: aws.sqs.Queue, admitted: pulumi.Resource): void {
    const document = pulumi
      .all([this.queue.arn, pulumi.all(this.rules.map((rule) => rule.arn))])
      .apply(([arn, rules]) => queuePolicy(arn, this.args.readerArn, rules));
    const policy = new aws.sqs.QueuePolicy(
      `${this.lane}-posture`,
      { queueUrl: this.queue.url, policy: document },
      { parent: this },
    );
    this.rules.forEach((rule, at) => {
      new aws.cloudwatch.EventTarget(
        `${this.lane}-${this.patterns[at]}`,
        {
          rule: rule.name,
          eventBusName: this.args.bus.name,
          targetId: "queue",
          arn: this.queue.arn,
          sqsTarget: fairBetweenAccounts,
          deadLetterConfig: { arn: dead.arn },
        },
        { parent: this, dependsOn: [policy, admitted] },
      );
    });
  }
}
