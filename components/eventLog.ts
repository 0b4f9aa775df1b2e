import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { names } from "./names";
import { policy } from "./policies";
import { forwardingPattern } from "./sources";

export interface EventLogArgs {
  bus: aws.cloudwatch.EventBus;
  /** The documents of the declared runbooks. */
  documents: string[];
  /** The types of resources that those are for. */
  runbookTypes?: string[];
  /** Its changes are events, too. */
  exceptionTagKey: string;
}

/** Its name, and that of the rule that fills it. */
export const eventLogName = `/aws/events/${names.bus}`;
export const eventLogRule = `${names.bus}-log`;

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
        eventPattern: forwardingPattern(args.documents, args.exceptionTagKey, args.runbookTypes),
      },
      parent,
    );
    const admitted = new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: names.bus,
        policyDocument: pulumi.all([this.group.arn, rule.arn]).apply(([group, source]) =>
          policy({
            Sid: "EventsOfTheRule",
            Effect: "Allow",
            Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${group}:*`,
            Condition: { ArnEquals: { "aws:SourceArn": source } },
          }),
        ),
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      { rule: rule.name, eventBusName: args.bus.name, targetId: "log", arn: this.group.arn },
      { parent: this, dependsOn: [admitted] },
    );
    this.registerOutputs({ group: this.group.name });
  }
}
