import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { rulesMaySend } from "./policies";

export interface FindingsQueueArgs {
  /** Name of the queue; its dead-letter queue is called `<name>-dead`. */
  name: string;
  bus: aws.cloudwatch.EventBus;
  /** EventBridge patterns of the events that come here, by a name that ends the rule's name. */
  patterns: Record<string, pulumi.Input<string>>;
  /** Messages that come regularly, besides the events, by a name that ends the rule's name. */
  schedules?: Record<string, Schedule>;
  /** How often a message is delivered before it is a dead letter. */
  deliveryAttempts: number;
  /** The time limit of the function that reads the queue, in seconds. */
  functionSeconds: number;
}

/** A message that comes regularly. */
export interface Schedule {
  /** Such as `rate(15 minutes)`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
  expression: string;
  message: string;
}

const days = 86_400;

/**
 * In bytes. EventBridge delivers events of up to 1 MB, SQS takes as much, and a queue that says nothing takes 256 KB:
 * https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb
 */
const maxMessageSize = 1024 * 1024;

/** Rules on a bus, the queue that they fill, and the queue of dead letters of all of them. */
export class FindingsQueue extends pulumi.ComponentResource {
  readonly rules: aws.cloudwatch.EventRule[];
  readonly queue: aws.sqs.Queue;
  readonly dead: aws.sqs.Queue;

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
    this.dead = new aws.sqs.Queue(
      `${name}-dead`,
      { name: `${args.name}-dead`, messageRetentionSeconds: 14 * days, maxMessageSize, sqsManagedSseEnabled: true },
      parent,
    );
    this.queue = new aws.sqs.Queue(
      name,
      {
        name: args.name,
        messageRetentionSeconds: 4 * days,
        maxMessageSize,
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
    const schedules = Object.entries(args.schedules ?? {});
    for (const [kind, { expression }] of schedules) {
      this.rules.push(this.scheduleRule(`${name}-${kind}`, `${args.name}-${kind}`, expression));
    }
    const admitted = [this.queue, this.dead].map((queue, index) =>
      this.admitRules(index === 0 ? name : `${name}-dead`, queue),
    );
    this.rules.forEach((rule, index) => {
      const source = sources[index];
      const [kind, schedule] = schedules[index - sources.length] ?? [];
      new aws.cloudwatch.EventTarget(
        `${name}-${source ?? kind}`,
        {
          rule: rule.name,
          ...(schedule ? { input: schedule.message } : { eventBusName: args.bus.name }),
          targetId: "queue",
          arn: this.queue.arn,
          deadLetterConfig: { arn: this.dead.arn },
        },
        { parent: this, dependsOn: admitted },
      );
    });
    this.registerOutputs({ queue: this.queue.arn, dead: this.dead.arn });
  }

  /** Schedules work on the default bus only: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
  private scheduleRule(name: string, ruleName: string, scheduleExpression: string): aws.cloudwatch.EventRule {
    const description = `It is time to look: ${ruleName}`;
    return new aws.cloudwatch.EventRule(name, { name: ruleName, description, scheduleExpression }, { parent: this });
  }

  private admitRules(name: string, queue: aws.sqs.Queue): aws.sqs.QueuePolicy {
    const document = pulumi
      .all([queue.arn, pulumi.all(this.rules.map((rule) => rule.arn))])
      .apply(([arn, rules]) => rulesMaySend("FindingsOfTheRules", arn, rules));
    return new aws.sqs.QueuePolicy(name, { queueUrl: queue.url, policy: document }, { parent: this });
  }
}
