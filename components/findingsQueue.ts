import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { largestEvent } from "../runtime/findings/intake";
import { fairBetweenAccounts, PostureLane } from "./postureLane";
import { queuePolicy } from "./shared/policies";

export interface FindingsQueueArgs {
  /** Name of the queue; its dead-letter queue is `<name>-dead`, and recorded dead letters are kept in `<name>-kept`. */
  name: string;
  /** ARN of the role of the function that reads the queues; only it may use their messages. */
  readerArn: string;
  bus: aws.cloudwatch.EventBus;
  /** EventBridge patterns of the events, by the suffix of the rule's name. */
  patterns: Record<string, pulumi.Input<string>>;
  /**
   * The same for posture events, which have a separate queue, `<name>-posture`, so that they do not delay the others.
   */
  posture?: Record<string, pulumi.Input<string>>;
  /** Scheduled messages, by the suffix of the rule's name. */
  schedules?: Record<string, Schedule>;
  /** How often a message is delivered before it becomes a dead letter. */
  deliveryAttempts: number;
  /** The timeout of the function that reads the queue, in seconds. */
  functionSeconds: number;
}

/** A scheduled message. */
export interface Schedule {
  /** Such as `rate(15 minutes)`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
  expression: string;
  message: string;
}

const days = 86_400;

/** The maximum of SQS: a dead letter that cannot be processed is retried for days. */
const letterAttempts = 1000;

/**
 * Rules on a bus, the queues that they fill, and a dead-letter queue for all of them. The function processes dead
 * letters: it records them, notifies people, and moves them to the last queue, from which they are redriven.
 */
export class FindingsQueue extends pulumi.ComponentResource {
  readonly rules: aws.cloudwatch.EventRule[];
  readonly queue: aws.sqs.Queue;
  readonly dead: aws.sqs.Queue;
  /** Recorded dead letters. */
  readonly kept: aws.sqs.Queue;
  /** The queue for posture, if the route handles any. */
  readonly posture?: aws.sqs.Queue;
  /** The ARNs of the queues that a function reads, the main one first. */
  readonly read: pulumi.Output<string>[];

  constructor(name: string, args: FindingsQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:FindingsQueue", name, {}, opts);
    const parent = { parent: this };
    const sources = Object.keys(args.patterns);
    this.rules = sources.map(
      (source) =>
        new aws.cloudwatch.EventRule(
          `${name}-${source}`,
          {
            name: `${args.name}-${source}`,
            description: `Findings for ${args.name}`,
            eventBusName: args.bus.name,
            eventPattern: args.patterns[source]!,
          },
          parent,
        ),
    );
    const keeping = { messageRetentionSeconds: 14 * days, maxMessageSize: largestEvent, sqsManagedSseEnabled: true };
    // Six times the function's limit: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    const visibilityTimeoutSeconds = 6 * args.functionSeconds;
    const redriveTo = (queue: aws.sqs.Queue, maxReceiveCount: number) =>
      queue.arn.apply((deadLetterTargetArn) => JSON.stringify({ deadLetterTargetArn, maxReceiveCount }));
    this.kept = new aws.sqs.Queue(`${name}-kept`, { name: `${args.name}-kept`, ...keeping }, parent);
    this.dead = new aws.sqs.Queue(
      `${name}-dead`,
      {
        name: `${args.name}-dead`,
        ...keeping,
        visibilityTimeoutSeconds,
        redrivePolicy: redriveTo(this.kept, letterAttempts),
      },
      parent,
    );
    this.queue = new aws.sqs.Queue(
      name,
      {
        name: args.name,
        messageRetentionSeconds: 4 * days,
        maxMessageSize: largestEvent,
        sqsManagedSseEnabled: true,
        visibilityTimeoutSeconds,
        redrivePolicy: redriveTo(this.dead, args.deliveryAttempts),
      },
      parent,
    );
    const lane =
      args.posture && Object.keys(args.posture).length > 0
        ? new PostureLane(
            name,
            {
              name: `${args.name}-posture`,
              readerArn: args.readerArn,
              bus: args.bus,
              patterns: args.posture,
              redrivePolicy: redriveTo(this.dead, args.deliveryAttempts),
              visibilityTimeoutSeconds,
            },
            parent,
          )
        : undefined;
    if (lane) this.posture = lane.queue;
    this.allowRedrive(name, this.dead, [this.queue, ...(lane ? [lane.queue] : [])]);
    this.allowRedrive(`${name}-kept`, this.kept, [this.dead]);
    const schedules = Object.entries(args.schedules ?? {});
    for (const [kind, { expression }] of schedules) {
      this.rules.push(this.scheduleRule(`${name}-${kind}`, `${args.name}-${kind}`, expression));
    }
    const protect = (queueName: string, queue: aws.sqs.Queue, rules: aws.cloudwatch.EventRule[]) =>
      this.protect(queueName, { queue, rules, readerArn: args.readerArn });
    const admitted = [
      protect(name, this.queue, this.rules),
      protect(`${name}-dead`, this.dead, [...this.rules, ...(lane?.rules ?? [])]),
    ];
    protect(`${name}-kept`, this.kept, []);
    lane?.open(this.dead, admitted[1]!);
    this.rules.forEach((rule, index) => {
      const source = sources[index];
      const [kind, schedule] = schedules[index - sources.length] ?? [];
      new aws.cloudwatch.EventTarget(
        `${name}-${source ?? kind}`,
        {
          rule: rule.name,
          ...(schedule ? { input: schedule.message } : { eventBusName: args.bus.name, sqsTarget: fairBetweenAccounts }),
          targetId: "queue",
          arn: this.queue.arn,
          deadLetterConfig: { arn: this.dead.arn },
        },
        { parent: this, dependsOn: admitted },
      );
    });
    this.read = [this.queue, this.dead, ...(lane ? [lane.queue] : [])].map((queue) => queue.arn);
    this.registerOutputs({ queue: this.queue.arn, dead: this.dead.arn });
  }

  /**
   * Schedules exist only on the default bus:
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
   */
  private scheduleRule(name: string, ruleName: string, scheduleExpression: string): aws.cloudwatch.EventRule {
    const description = `Schedule for ${ruleName}`;
    return new aws.cloudwatch.EventRule(name, { name: ruleName, description, scheduleExpression }, { parent: this });
  }

  private allowRedrive(name: string, to: aws.sqs.Queue, from: aws.sqs.Queue[]): void {
    const redriveAllowPolicy = pulumi
      .all(from.map((queue) => queue.arn))
      .apply((sourceQueueArns) => JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns }));
    new aws.sqs.RedriveAllowPolicy(name, { queueUrl: to.url, redriveAllowPolicy }, { parent: this });
  }

  private protect(
    name: string,
    { queue, rules, readerArn }: { queue: aws.sqs.Queue; rules: aws.cloudwatch.EventRule[]; readerArn: string },
  ): aws.sqs.QueuePolicy {
    const document = pulumi
      .all([queue.arn, pulumi.all(rules.map((rule) => rule.arn))])
      .apply(([arn, ruleArns]) => queuePolicy(arn, readerArn, ruleArns));
    return new aws.sqs.QueuePolicy(name, { queueUrl: queue.url, policy: document }, { parent: this });
  }
}
