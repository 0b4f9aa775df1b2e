import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { largestEvent } from "../runtime/findings/intake";
import { anyAlarm } from "./anyAlarm";
import { withRehearsals } from "./documents/rehearsals";
import { forwardingPattern } from "./documents/sources";
import { eventLogName, eventLogRule, names } from "./shared/names";
import { policy, rulesMaySend, type Statement } from "./shared/policies";

export interface EventLogArgs {
  bus: aws.cloudwatch.EventBus;
  /** Who is told when events do not arrive. */
  topic: aws.sns.Topic;
  /** The documents of the declared runbooks. */
  documents: string[];
  /** The types of resources that those are for. */
  runbookTypes?: string[];
  /** Its changes are events, too. */
  exceptionTagKey: string;
  /** Whose rehearsals come, too. */
  rehearsalAccounts: string[];
}

/** How long events are kept, in days. */
const retentionInDays = 90;

/**
 * Every event that arrives on the findings bus, whole, as it came: what people are told is short, and this is where the
 * rest can be looked up by the finding's id
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html, names of such groups begin with /aws/events/).
 */
export class EventLog extends pulumi.ComponentResource {
  readonly group: aws.cloudwatch.LogGroup;

  constructor(name: string, args: EventLogArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:EventLog", name, {}, opts);
    const parent = { parent: this };
    this.group = new aws.cloudwatch.LogGroup(name, { name: eventLogName, retentionInDays }, parent);
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: eventLogRule,
        description: "Every finding as it came",
        eventBusName: args.bus.name,
        eventPattern: withRehearsals(
          forwardingPattern(args.documents, args.exceptionTagKey, args.runbookTypes),
          args.rehearsalAccounts,
        ),
      },
      parent,
    );
    const admitted = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: names.bus,
        policyDocument: pulumi
          .all([this.group.arn, rule.arn])
          .apply(([group, source]) => policy(...eventsMayBeWritten(group, source))),
      },
      parent,
    );
    const { dead, mayLeave } = this.deadLetters(name, rule);
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        eventBusName: args.bus.name,
        targetId: "log",
        arn: this.group.arn,
        deadLetterConfig: { arn: dead.arn },
      },
      { parent: this, dependsOn: [admitted, mayLeave] },
    );
    this.failureAlarm(name, args);
    this.registerOutputs({ group: this.group.name });
  }

  private deadLetters(name: string, rule: aws.cloudwatch.EventRule) {
    const dead = new aws.sqs.Queue(
      name,
      {
        name: `${eventLogRule}-dead`,
        messageRetentionSeconds: 14 * 86_400,
        maxMessageSize: largestEvent,
        sqsManagedSseEnabled: true,
      },
      { parent: this },
    );
    const document = pulumi
      .all([dead.arn, rule.arn])
      .apply(([queue, source]) => rulesMaySend("EventsThatAreNotLogged", queue, [source]));
    const mayLeave = new aws.sqs.QueuePolicy(name, { queueUrl: dead.url, policy: document }, { parent: this });
    return { dead, mayLeave };
  }

  /** Metrics of a rule on a bus have both names: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
  private failureAlarm(name: string, { bus, topic }: EventLogArgs): void {
    anyAlarm(
      name,
      {
        name: `${eventLogRule}-failed`,
        alarmDescription: `Events do not reach the event log; they are kept for 14 days in the queue ${eventLogRule}-dead`,
        namespace: "AWS/Events",
        metricName: "FailedInvocations",
        dimensions: { EventBusName: bus.name, RuleName: eventLogRule },
        alarmActions: [topic.arn],
      },
      { parent: this },
    );
  }
}

/**
 * EventBridge names the rule when it writes events, and does not when it makes the stream for them: a condition on the rule
 * there would keep the log empty without an error
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions,
 * https://github.com/aws-samples/serverless-patterns/pull/618). A stream that another rule makes stays empty.
 */
function eventsMayBeWritten(group: string, rule: string): Statement[] {
  const common = {
    Effect: "Allow" as const,
    Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
    Resource: `${group}:*`,
  };
  return [
    { Sid: "Stream", ...common, Action: "logs:CreateLogStream" },
    {
      Sid: "EventsOfTheRule",
      ...common,
      Action: "logs:PutLogEvents",
      Condition: { ArnEquals: { "aws:SourceArn": rule } },
    },
  ];
}
