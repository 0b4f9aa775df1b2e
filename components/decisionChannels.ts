import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { anyAlarm } from "./anyAlarm";
import type { ChannelKind, ChannelMessage, Destination } from "./channels/channel";
import { channelKinds } from "./channels/channels";
import { channelPattern } from "./channels/pattern";
import { transformerOf } from "./channels/transformer";
import { forwardingTrust } from "./documents/forwardingRole";
import { keptFor } from "./functions/decisionQueue";
import { TicketFunction } from "./functions/ticketFunction";
import type { Destinations } from "./settings/channelSecrets";
import type { ChannelSettings } from "./settings/channels";
import { names } from "./shared/names";
import { policy, rulesMaySend } from "./shared/policies";

export interface DecisionChannelsArgs {
  accountId: string;
  bus: aws.cloudwatch.EventBus;
  /** The topic of the alarm for what could not be delivered. */
  topic: aws.sns.Topic;
  /** Has the tickets of incidents. */
  journal: aws.dynamodb.Table;
  channels: Record<string, ChannelSettings>;
  /** Undefined if they are not known, as in a program that deploys nothing. */
  destinations: Destinations | undefined;
}

/** The queue of what could not be delivered, and what lets the rules send there. */
interface Dead {
  dead: aws.sqs.Queue;
  mayLeave: pulumi.Resource;
}

/** A channel and its rules. */
interface Channel {
  name: string;
  settings: ChannelSettings;
  kind: ChannelKind;
  /** All of it: the URL of some kinds is a secret too. */
  secret: pulumi.Output<Destination>;
  rules: { message: ChannelMessage; rule: aws.cloudwatch.EventRule }[];
}

/**
 * What delivers decisions to other tools: for each channel a connection, an API destination and a rule for each kind of message, or a
 * function if it keeps tickets.
 * What cannot be delivered within a day goes to one queue
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html), for which there is an alarm.
 */
export class DecisionChannels extends pulumi.ComponentResource {
  constructor(name: string, args: DecisionChannelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:DecisionChannels", name, {}, opts);
    const channels = Object.entries(args.channels).map(([channel, settings]) => this.channel(channel, settings, args));
    const rules = channels.flatMap((channel) => channel.rules.map(({ rule }) => rule));
    const { dead, mayLeave } = this.deadLetters(name, rules, args.topic);
    const called = channels.filter(({ kind }) => !kind.tickets).map((channel) => this.endpoint(channel));
    const role = called.length > 0 ? this.role(name, args.accountId, called) : undefined;
    for (const { name: channel, destination, rules } of called) {
      for (const { message, rule } of rules) {
        new aws.cloudwatch.EventTarget(
          resourceName(channel, message),
          {
            rule: rule.name,
            eventBusName: args.bus.name,
            targetId: "channel",
            arn: destination.arn,
            roleArn: role!.role.arn,
            ...(message.template !== undefined && { inputTransformer: transformerOf(message.template) }),
            deadLetterConfig: { arn: dead.arn },
          },
          { parent: this, dependsOn: [role!.permissions, mayLeave] },
        );
      }
    }
    for (const channel of channels.filter(({ kind }) => kind.tickets)) this.tickets(channel, { dead, mayLeave }, args);
    this.registerOutputs({ dead: dead.arn });
  }

  /** What keeps the tickets of a channel, which has one rule. */
  private tickets({ name, settings, kind, secret, rules }: Channel, dead: Dead, args: DecisionChannelsArgs): void {
    const given = settings as unknown as Record<string, string>;
    const own = Object.fromEntries(Object.keys(kind.settings).map((key) => [key, given[key]!]));
    const { rule } = rules[0]!;
    const { queue, admitted } = new TicketFunction(
      `channel-${name}`,
      {
        settings: { channel: name, kind: settings.kind, own, url: own["url"]! },
        authorization: secret.apply(({ header }) => header?.value ?? ""),
        accountId: args.accountId,
        journal: args.journal,
        rule,
        dead: dead.dead,
      },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      `channel-${name}`,
      {
        rule: rule.name,
        eventBusName: args.bus.name,
        targetId: "channel",
        arn: queue.arn,
        deadLetterConfig: { arn: dead.dead.arn },
      },
      { parent: this, dependsOn: [admitted, dead.mayLeave] },
    );
  }

  private endpoint({ name, kind, secret, rules }: Channel) {
    const connection = new aws.cloudwatch.EventConnection(
      `channel-${name}`,
      {
        name: names.channel(name),
        description: `Firebreak: channel ${name}`,
        authorizationType: "API_KEY",
        authParameters: secret.apply(authParameters),
      },
      { parent: this },
    );
    const destination = new aws.cloudwatch.EventApiDestination(
      `channel-${name}`,
      {
        name: names.channel(name),
        description: `Firebreak: channel ${name}`,
        connectionArn: connection.arn,
        httpMethod: "POST",
        invocationEndpoint: secret.apply(({ url }) => url),
        ...(kind.perSecond !== undefined && { invocationRateLimitPerSecond: kind.perSecond }),
      },
      { parent: this },
    );
    return { name, destination, rules };
  }

  private channel(name: string, settings: ChannelSettings, { bus, destinations }: DecisionChannelsArgs): Channel {
    const kind = channelKinds[settings.kind]!;
    const rules = kind.messages.map((message) => ({
      message,
      rule: new aws.cloudwatch.EventRule(
        resourceName(name, message),
        {
          name: names.channel(named(name, message)),
          description: `Decisions for channel ${name}`,
          eventBusName: bus.name,
          eventPattern: channelPattern(settings, message.stages),
        },
        { parent: this },
      ),
    }));
    return { name, settings, kind, secret: pulumi.secret(destinations?.[name] ?? notKnown), rules };
  }

  /** The role with which EventBridge calls the destinations of the channels, and no others. */
  private role(name: string, accountId: string, channels: { destination: aws.cloudwatch.EventApiDestination }[]) {
    const role = new aws.iam.Role(
      name,
      {
        name: names.channels,
        description: "Firebreak: calls the endpoints of the channels",
        assumeRolePolicy: forwardingTrust(accountId),
      },
      { parent: this },
    );
    const destinations = channels.map(({ destination }) => destination.arn);
    const document = pulumi
      .all(destinations)
      .apply((arns) => policy({ Sid: "Call", Effect: "Allow", Action: "events:InvokeApiDestination", Resource: arns }));
    const permissions = new aws.iam.RolePolicy(
      name,
      { role: role.name, name: "call", policy: document },
      { parent: this },
    );
    return { role, permissions };
  }

  private deadLetters(name: string, rules: aws.cloudwatch.EventRule[], topic: aws.sns.Topic) {
    const dead = new aws.sqs.Queue(name, { name: names.channelLetters, ...keptFor(14) }, { parent: this });
    const document = pulumi
      .all([dead.arn, pulumi.all(rules.map((rule) => rule.arn))])
      .apply(([queue, sources]) => rulesMaySend("DecisionsThatAreNotDelivered", queue, sources));
    const mayLeave = new aws.sqs.QueuePolicy(name, { queueUrl: dead.url, policy: document }, { parent: this });
    anyAlarm(
      name,
      {
        name: names.channelLetters,
        alarmDescription: `Channels did not deliver decisions: the queue ${names.channelLetters} keeps them for 14 days, each with the error (docs/channels.md)`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: dead.name },
        alarmActions: [topic.arn],
      },
      { parent: this },
    );
    return { dead, mayLeave };
  }
}

const notKnown: Destination = { url: "https://not-known.example.com" };

/** No channel has an underscore in its name, so that no two rules have the same one. */
const named = (channel: string, { name }: ChannelMessage) => (name === undefined ? channel : `${channel}_${name}`);
const resourceName = (channel: string, message: ChannelMessage) => `channel-${named(channel, message)}`;

/** EventBridge requires a header for authorization, also where the secret is elsewhere. */
function authParameters({
  header,
  body,
  query,
}: Destination): aws.types.input.cloudwatch.EventConnectionAuthParameters {
  const secretOf = (parameters: Record<string, string>) =>
    Object.entries(parameters).map(([key, value]) => ({ key, value, isValueSecret: true }));
  const { key, value } = header ?? { key: "X-Sent-By", value: "Firebreak" };
  return {
    apiKey: { key, value },
    ...((body ?? query) && {
      invocationHttpParameters: {
        ...(body && { bodies: secretOf(body) }),
        ...(query && Object.keys(query).length > 0 && { queryStrings: secretOf(query) }),
      },
    }),
  };
}
