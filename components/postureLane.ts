import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { queuePolicy } from "./shared/policies";

export interface LaneArgs {
  /** Name of the queue. */
  name: string;
  /** ARN of the role of the function that reads the queue. */
  readerArn: string;
  bus: aws.cloudwatch.EventBus;
  /** EventBridge patterns by a name that ends the rule's name. */
  patterns: Record<string, pulumi.Input<string>>;
  /** Where a message goes that nobody could work on. */
  redrivePolicy: pulumi.Input<string>;
  visibilityTimeoutSeconds: number;
}

const days = 86_400;

/**
 * The account that sent an event, as the message's group. SQS then takes turns between accounts, and one that floods the
 * queue waits behind the others (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
 * The group may be a JSON path into the event
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_SqsParameters.html); the envelope's account is always there
 * and cannot be forged, unlike what the content says.
 */
export const fairBetweenAccounts = { messageGroupId: "$.account" };

/** Rules on the bus and the queue that they fill; the queue for posture beside the one for incidents. */
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
            description: `Configuration faults for ${ruleName}`,
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

  /** Lets the rules send, which needs the dead-letter queue's policy first. */
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
