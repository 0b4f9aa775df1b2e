import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accountEventsAlias, doctorAlias, watchAlias } from "../../runtime/doctor/commands";
import { type DoctorSettings, doctor } from "../../runtime/doctor/settings";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { heartbeatKey, memberKey, pauseKey } from "../../runtime/journal/dynamodb/keys";
import { AccountEvents } from "../accountEvents";
import { Heartbeat } from "../heartbeat";
import { names } from "../shared/names";
import { allow, entersAccountsAs, readsUnits, type Statement } from "../shared/policies";
import { doctorCode } from "./closure";
import { loggedFunction } from "./loggedFunction";

export interface DoctorFunctionArgs {
  settings: DoctorSettings;
  bus: aws.cloudwatch.EventBus;
  journal: aws.dynamodb.Table;
  topic: aws.sns.Topic;
  topicKey: aws.kms.Key;
  eventLog: aws.cloudwatch.LogGroup;
  organizationId: string;
}

/**
 * Lambda's maximum, because one run checks the heartbeats of all accounts:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const functionSeconds = 900;

/**
 * The doctor, which examines whether accounts are covered: function, aliases, role and log. People and a schedule
 * invoke it.
 */
export class DoctorFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;

  constructor(name: string, args: DoctorFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:DoctorFunction", name, {}, opts);
    const parent = { parent: this };
    const functionName = names.responder(doctor);
    this.function = loggedFunction(
      name,
      {
        accountId: args.settings.securityAccountId,
        name: functionName,
        description: "Firebreak: doctor",
        roleDescription: "Firebreak: role of the doctor function",
        policyName: doctor,
        statements: this.statements(args),
        code: doctorCode(args.settings),
        seconds: functionSeconds,
        variables: {
          [responderVariables.table]: args.journal.name,
          [responderVariables.topic]: args.topic.arn,
        },
      },
      parent,
    );
    const alias = (aliasName: string, description: string) =>
      new aws.lambda.Alias(
        `${name}-${aliasName}`,
        { name: aliasName, functionName: this.function.name, functionVersion: "$LATEST", description },
        parent,
      );
    alias(doctorAlias, "Examine accounts");
    const watched = { alias: alias(watchAlias, "Check the heartbeats of all accounts"), topic: args.topic };
    new Heartbeat("heartbeat", { ...watched, functionName, accountId: args.settings.securityAccountId }, parent);
    const { accountEvents, securityAccountId } = args.settings;
    if (accountEvents) {
      const changed = alias(accountEventsAlias, "Events about accounts of the organization");
      const receiving = { accountId: securityAccountId, bus: args.bus, alias: changed };
      new AccountEvents("account-events", { ...receiving, managementAccountId: accountEvents.account }, parent);
    }
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: DoctorFunctionArgs): pulumi.Output<Statement[]> {
    const { settings, organizationId } = args;
    const { partition, homeRegion, securityAccountId, roleName, bus } = settings;
    const own = (service: string, name: string, region = homeRegion) =>
      `arn:${partition}:${service}:${region}:${securityAccountId}:${name}`;
    // The prefix of all functions that have a queue or evaluate groups.
    const ours = names.responder("*");
    return pulumi
      .all([args.journal.arn, args.topic.arn, args.topicKey.arn, args.eventLog.arn])
      .apply(([tableArn, topicArn, topicKeyArn, eventLogArn]): Statement[] => [
        entersAccountsAs(partition, [roleName], organizationId),
        allow("Arrivals", ["logs:FilterLogEvents"], [eventLogArn, `${eventLogArn}:*`]),
        allow("Bus", ["events:DescribeEventBus"], own("events", `event-bus/${bus.name}`)),
        allow("Queues", ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"], own("sqs", ours)),
        allow(
          "Functions",
          ["lambda:GetFunctionConfiguration", "lambda:GetPolicy", "lambda:ListAliases"],
          own("lambda", `function:${ours}`, "*"),
        ),
        allow("Recovery", ["dynamodb:DescribeContinuousBackups"], tableArn),
        {
          ...allow("Pause", ["dynamodb:GetItem"], tableArn),
          Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [pauseKey().pk] } },
        },
        {
          ...allow("Heard", ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"], tableArn),
          Condition: {
            "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [heartbeatKey("").pk, memberKey("").pk] },
          },
        },
        allow("Subscribers", ["sns:ListSubscriptionsByTopic"], topicArn),
        allow("Tell", ["sns:Publish"], topicArn),
        allow("NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], topicKeyArn),
        ...(settings.securityHub
          ? [allow("SecurityHub", ["securityhub:DescribeHub"], own("securityhub", "hub/default"))]
          : []),
        ...(settings.readsUnits ? [readsUnits(partition, organizationId)] : []),
        // AWS offers no resource-level permissions for these lists, except DescribeAlarms without composite alarms.
        allow(
          "Lists",
          [
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetMetricStatistics",
            "events:ListRules",
            "lambda:ListEventSourceMappings",
            "organizations:ListAccounts",
            "sns:GetSubscriptionAttributes",
          ],
          "*",
        ),
      ]);
  }
}
