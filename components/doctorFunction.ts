import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { doctorAlias } from "../runtime/doctor/commands";
import { type DoctorSettings, doctor } from "../runtime/doctor/settings";
import { responderVariables } from "../runtime/environment";
import { pauseKey } from "../runtime/journal/keys";
import { doctorCode, responderHandler } from "./closure";
import { functionArchive } from "./functionCode";
import { names } from "./names";
import { policy, type Statement, trustService } from "./policies";

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
    const log = new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/lambda/${functionName}`, retentionInDays: 365 },
      parent,
    );
    const role = new aws.iam.Role(
      name,
      {
        name: functionName,
        description: "Firebreak: examines whether accounts are covered",
        assumeRolePolicy: trustService("lambda.amazonaws.com"),
      },
      parent,
    );
    const allowed = new aws.iam.RolePolicy(
      name,
      { role: role.name, name: doctor, policy: this.statements(args, log).apply((list) => policy(...list)) },
      parent,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        name: functionName,
        description: "Firebreak: doctor",
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: responderHandler,
        timeout: functionSeconds,
        memorySize: 512,
        code: functionArchive(doctorCode(args.settings)),
        environment: {
          variables: {
            [responderVariables.table]: args.journal.name,
            [responderVariables.topic]: args.topic.arn,
          },
        },
        loggingConfig: { logFormat: "JSON", logGroup: log.name },
      },
      { parent: this, dependsOn: [allowed] },
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

  private statements(args: DoctorFunctionArgs, log: aws.cloudwatch.LogGroup): pulumi.Output<Statement[]> {
    const { settings, organizationId } = args;
    const { partition, homeRegion, securityAccountId, roleName, bus } = settings;
    const own = (service: string, name: string, region = homeRegion) =>
      `arn:${partition}:${service}:${region}:${securityAccountId}:${name}`;
    // Everything that has a queue or evaluates groups begins so.
    const ours = names.responder("*");
    return pulumi
      .all([log.arn, args.journal.arn, args.topic.arn, args.eventLog.arn])
      .apply(([logArn, tableArn, topicArn, eventLogArn]): Statement[] => [
        allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logArn}:*`),
        {
          ...allow("Accounts", ["sts:AssumeRole"], `arn:${partition}:iam::*:role/${roleName}`),
          Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
        },
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
          ],
          "*",
        ),
      ]);
  }
}

const allow = (Sid: string, Action: string[], Resource: string | string[]): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});
