import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ruleMaySend } from "./policies";

export interface FindingsQueueArgs {
  /** Name of the queue; its dead-letter queue is called `<name>-dead`. */
  name: string;
  bus: aws.cloudwatch.EventBus;
  /** EventBridge pattern of the events that come here. */
  pattern: string;
  /** How often a message is delivered before it is a dead letter. */
  deliveryAttempts: number;
  /** The time limit of the function that reads the queue, in seconds. */
  functionSeconds: number;
}

const days = 86_400;

/** A rule on a bus, the queue that it fills, and the queue of dead letters of both. */
export class FindingsQueue extends pulumi.ComponentResource {
  readonly rule: aws.cloudwatch.EventRule;
  readonly queue: aws.sqs.Queue;
  readonly dead: aws.sqs.Queue;

  constructor(name: string, args: FindingsQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:FindingsQueue", name, {}, opts);
    const parent = { parent: this };
    this.rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: args.name,
        description: `Findings for ${args.name}`,
        eventBusName: args.bus.name,
        eventPattern: args.pattern,
      },
      parent,
    );
    this.dead = new aws.sqs.Queue(
      `${name}-dead`,
      { name: `${args.name}-dead`, messageRetentionSeconds: 14 * days, sqsManagedSseEnabled: true },
      parent,
    );
    this.queue = new aws.sqs.Queue(
      name,
      {
        name: args.name,
        messageRetentionSeconds: 4 * days,
        sqsManagedSseEnabled: true,
        // Six times the function's limit: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        visibilityTimeoutSeconds: 6 * args.functionSeconds,
        redrivePolicy: this.dead.arn.apply((deadLetterTargetArn) =>
          JSON.stringify({ deadLetterTargetArn, maxReceiveCount: args.deliveryAttempts }),
        ),
      },
      parent,
    );
    new aws.sqs.RedriveAllowPolicy(
      name,
      {
        queueUrl: this.dead.url,
        redriveAllowPolicy: this.queue.arn.apply((arn) =>
          JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [arn] }),
        ),
      },
      parent,
    );
    const admitted = [this.queue, this.dead].map((queue, index) =>
      this.admitRule(index === 0 ? name : `${name}-dead`, queue),
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: this.rule.name,
        eventBusName: args.bus.name,
        targetId: "queue",
        arn: this.queue.arn,
        deadLetterConfig: { arn: this.dead.arn },
      },
      { parent: this, dependsOn: admitted },
    );
    this.registerOutputs({ queue: this.queue.arn, dead: this.dead.arn });
  }

  private admitRule(name: string, queue: aws.sqs.Queue): aws.sqs.QueuePolicy {
    const document = pulumi
      .all([queue.arn, this.rule.arn])
      .apply(([arn, rule]) => ruleMaySend("FindingsOfTheRule", arn, rule));
    return new aws.sqs.QueuePolicy(name, { queueUrl: queue.url, policy: document }, { parent: this });
  }
}
