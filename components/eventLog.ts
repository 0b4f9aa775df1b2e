import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { largestEvent } from "../runtime/findings/intake";
import { anyAlarm } from "./anyAlarm";
import { withOtherEvents } from "./documents/rehearsals";
import { forwardingPattern } from "./documents/sources";
import { eventLogName, eventLogRule, names } from "./shared/names";
import { policy, rulesMaySend, type Statement } from "./shared/policies";

export interface EventLogArgs {
  bus: aws.cloudwatch.EventBus;
  /** The topic of the alarm for events that do not arrive. */
  topic: aws.sns.Topic;
  /** The documents of the declared runbooks. */
  documents: string[];
  /** The resource types of these runbooks. */
  runbookTypes?: string[];
  /** Changes of this tag are logged too. */
  exceptionTagKey: string;
  /** The accounts whose rehearsals are logged too. */
  rehearsalAccounts: string[];
  /** The account whose events about accounts are logged too. */
  managementAccountId?: string | undefined;
}

/** The retention of events, in days. */
const retentionInDays = 90;

/**
 * Logs every event on the findings bus unchanged. Notices are short; the full event can be looked up here by the
 * finding's id (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html, names of such groups begin
 * with /aws/events/).
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
        description: "Original events of all findings",
        eventBusName: args.bus.name,
        eventPattern: withOtherEvents(
          forwardingPattern(args.documents, args.exceptionTagKey, args.runbookTypes),
          args.rehearsalAccounts,
          args.managementAccountId,
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

  /**
   * Metrics of a rule on a custom bus have both dimensions:
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
   */
  private failureAlarm(name: string, { bus, topic }: EventLogArgs): void {
    anyAlarm(
      name,
      {
        name: `${eventLogRule}-failed`,
        alarmDescription: `Events do not reach the event log. The queue ${eventLogRule}-dead keeps them for 14 days`,
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
 * EventBridge passes the rule's ARN when it writes events, but not when it creates their stream: a condition on the
 * rule there would keep the log empty without an error
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions,
 * https://github.com/aws-samples/serverless-patterns/pull/618). A stream that another rule creates stays empty.
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
