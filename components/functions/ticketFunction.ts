import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { ticketKey } from "../../runtime/journal/dynamodb/keys";
import type { TicketSettings } from "../../runtime/tickets/settings";
import { names } from "../shared/names";
import { allow, readsQueues, type Statement } from "../shared/policies";
import { ticketCode } from "./closure";
import { queueOfDecisions } from "./decisionQueue";
import { loggedFunction } from "./loggedFunction";
import { readBy } from "./queueReader";

export interface TicketFunctionArgs {
  settings: TicketSettings;
  /** The value of the header `Authorization`. */
  authorization: pulumi.Output<string>;
  accountId: string;
  journal: aws.dynamodb.Table;
  /** The rule that chooses the channel's decisions. */
  rule: aws.cloudwatch.EventRule;
  /** The queue of what could not be delivered. */
  dead: aws.sqs.Queue;
}

/** Three requests of at most five seconds each, and the journal. */
const functionSeconds = 30;

/** For two hours and a half, with growing pauses: see `backoffSeconds`. */
const attempts = 20;

/** Keeps the tickets of one channel: queue, function, and the secret of the tool in Secrets Manager. */
export class TicketFunction extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  /** What lets the rule send to the queue. */
  readonly admitted: pulumi.Resource;

  constructor(name: string, args: TicketFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:TicketFunction", name, {}, opts);
    const parent = { parent: this };
    const { settings, rule, dead, journal } = args;
    const functionName = names.channel(settings.channel);
    const { queue, admitted } = queueOfDecisions(
      name,
      { queueName: functionName, rule, dead, retentionDays: 4, seconds: functionSeconds, attempts },
      parent,
    );
    this.queue = queue;
    this.admitted = admitted;
    const secret = new aws.secretsmanager.Secret(
      name,
      // Its value is in the stack file: a channel of the same name can come back at once.
      { name: functionName, description: `Firebreak: channel ${settings.channel}`, recoveryWindowInDays: 0 },
      parent,
    );
    const version = new aws.secretsmanager.SecretVersion(
      name,
      { secretId: secret.id, secretString: args.authorization },
      parent,
    );
    const keeper = loggedFunction(
      name,
      {
        accountId: args.accountId,
        name: functionName,
        description: `Firebreak: keeps the tickets of channel ${settings.channel}`,
        roleDescription: `Firebreak: role of the function of channel ${settings.channel}`,
        policyName: "tickets",
        statements: pulumi
          .all([this.queue.arn, journal.arn, secret.arn])
          .apply(([queue, table, own]) => statementsOf(settings.channel, { queue, table, secret: own })),
        code: ticketCode(settings),
        seconds: functionSeconds,
        variables: {
          [responderVariables.table]: journal.name,
          [responderVariables.queue]: this.queue.url,
          [responderVariables.channelSecret]: version.secretId,
        },
      },
      parent,
    );
    readBy(name, keeper, { queue: this.queue, batchSize: 1, concurrency: 2 }, parent);
    this.registerOutputs({ queue: this.queue.arn });
  }
}

function statementsOf(channel: string, arns: Record<"queue" | "table" | "secret", string>): Statement[] {
  return [
    readsQueues([arns.queue]),
    {
      ...allow("Tickets", ["dynamodb:GetItem", "dynamodb:PutItem"], arns.table),
      // The tickets of this channel and nothing else:
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
      Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [ticketKey(channel, "").pk] } },
    },
    allow("Secret", ["secretsmanager:GetSecretValue"], arns.secret),
  ];
}
