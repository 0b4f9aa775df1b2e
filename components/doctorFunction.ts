import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { doctorAlias } from "../runtime/doctor/commands";
import { type DoctorSettings, doctor } from "../runtime/doctor/settings";
import { responderVariables } from "../runtime/environment";
import { pauseKey } from "../runtime/journal/keys";
import { doctorCode } from "./closure";
import { loggedFunction } from "./loggedFunction";
import { names } from "./names";
import { allow, entersAccountsAs, type Statement } from "./policies";

export interface DoctorFunctionArgs {
  settings: DoctorSettings;
  journal: aws.dynamodb.Table;
  topic: aws.sns.Topic;
  eventLog: aws.cloudwatch.LogGroup;
  organizationId: string;
}

/** Many Regions of one account, some of which are waited for in vain. */
const functionSeconds = 300;

/** What examines whether accounts are covered: function, alias, role and log. Nothing calls it but people. */
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
        roleDescription: "Firebreak: examines whether accounts are covered",
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
    new aws.lambda.Alias(
      `${name}-${doctorAlias}`,
      {
        name: doctorAlias,
        functionName: this.function.name,
        functionVersion: "$LATEST",
        description: "Examine accounts",
      },
      parent,
    );
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: DoctorFunctionArgs): pulumi.Output<Statement[]> {
    const { settings, organizationId } = args;
    const { partition, homeRegion, securityAccountId, roleName, bus } = settings;
    const own = (service: string, name: string, region = homeRegion) =>
      `arn:${partition}:${service}:${region}:${securityAccountId}:${name}`;
    // Everything that has a queue or evaluates groups begins so.
    const ours = names.responder("*");
    return pulumi
      .all([args.journal.arn, args.topic.arn, args.eventLog.arn])
      .apply(([tableArn, topicArn, eventLogArn]): Statement[] => [
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
        allow("Subscribers", ["sns:ListSubscriptionsByTopic"], topicArn),
        ...(settings.securityHub
          ? [allow("SecurityHub", ["securityhub:DescribeHub"], own("securityhub", "hub/default"))]
          : []),
        // AWS does not limit these lists to resources, or only without alarms that are made of others.
        allow(
          "Lists",
          [
            "cloudwatch:DescribeAlarms",
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
