import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { responderVariables } from "../runtime/environment";
import { dailyDetailType } from "../runtime/exceptions/daily";
import { type ExceptionSettings, exceptions } from "../runtime/exceptions/settings";
import { exceptionCode, responderHandler } from "./closure";
import { commandAliases } from "./commandAliases";
import { FindingsQueue } from "./findingsQueue";
import { functionAlarms } from "./functionAlarms";
import { functionArchive } from "./functionCode";
import { names } from "./names";
import { policy, type Statement, trustService } from "./policies";
import { tagChangePattern } from "./sources";

export interface ExceptionFunctionArgs {
  settings: ExceptionSettings;
  bus: aws.cloudwatch.EventBus;
  journal: aws.dynamodb.Table;
  topic: aws.sns.Topic;
  topicKey: aws.kms.Key;
  /** The key that signs exceptions. */
  exceptionKey: aws.kms.Key;
  partition: string;
  organizationId: string;
}

/** Granting reads a tag back for some seconds; the daily look reads every exemption. */
const functionSeconds = 120;

/** An exception ends with a day in UTC. */
const everyDay = {
  expression: "cron(5 0 * * ? *)",
  message: JSON.stringify({ source: "firebreak", "detail-type": dailyDetailType }),
};

/** What grants, checks and revokes exceptions, and watches their tags: queue, function, role, log and alarms. */
export class ExceptionFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly queue: FindingsQueue;

  constructor(name: string, args: ExceptionFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ExceptionFunction", name, {}, opts);
    const parent = { parent: this };
    const functionName = names.responder(exceptions);
    this.queue = new FindingsQueue(
      name,
      {
        name: functionName,
        bus: args.bus,
        patterns: { tags: tagChangePattern(args.settings.exceptionTagKey) },
        schedules: { daily: everyDay },
        deliveryAttempts: args.settings.deliveryAttempts,
        functionSeconds,
      },
      parent,
    );
    const log = new aws.cloudwatch.LogGroup(
      name,
      { name: `/aws/lambda/${functionName}`, retentionInDays: 365 },
      parent,
    );
    const role = new aws.iam.Role(
      name,
      {
        name: functionName,
        description: "Firebreak: grants, checks and revokes exceptions",
        assumeRolePolicy: trustService("lambda.amazonaws.com"),
      },
      parent,
    );
    const permissions = new aws.iam.RolePolicy(
      name,
      { role: role.name, name: exceptions, policy: this.statements(args, log).apply((list) => policy(...list)) },
      parent,
    );
    this.function = new aws.lambda.Function(
      name,
      {
        name: functionName,
        description: "Firebreak: exceptions",
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: responderHandler,
        timeout: functionSeconds,
        memorySize: 512,
        code: functionArchive(exceptionCode(args.settings)),
        environment: {
          variables: {
            [responderVariables.table]: args.journal.name,
            [responderVariables.topic]: args.topic.arn,
            [responderVariables.queue]: this.queue.queue.url,
            [responderVariables.exceptionKey]: args.exceptionKey.arn,
          },
        },
        loggingConfig: { logFormat: "JSON", logGroup: log.name },
      },
      { parent: this, dependsOn: [permissions] },
    );
    new aws.lambda.EventSourceMapping(
      name,
      {
        eventSourceArn: this.queue.queue.arn,
        functionName: this.function.arn,
        batchSize: 1,
        functionResponseTypes: ["ReportBatchItemFailures"],
        scalingConfig: { maximumConcurrency: 2 },
      },
      parent,
    );
    commandAliases(name, this.function, parent);
    functionAlarms(name, functionName, "Changes of exception tags", this.queue, args.topic, parent);
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: ExceptionFunctionArgs, log: aws.cloudwatch.LogGroup): pulumi.Output<Statement[]> {
    const { settings, partition, organizationId } = args;
    return pulumi
      .all([log.arn, this.queue.queue.arn, args.journal.arn, args.topic.arn, args.topicKey.arn, args.exceptionKey.arn])
      .apply(([logArn, queueArn, tableArn, topicArn, topicKeyArn, keyArn]): Statement[] => [
        allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logArn}:*`),
        allow(
          "Queue",
          ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
          queueArn,
        ),
        {
          ...allow("Register", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], tableArn),
          // Not containments, decisions or approvals: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
          Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["exceptions", "exemptions#*"] } },
        },
        allow("Notice", ["sns:Publish"], topicArn),
        allow("NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], topicKeyArn),
        allow("Verify", ["kms:VerifyMac"], keyArn),
        {
          ...allow("Accounts", ["sts:AssumeRole"], `arn:${partition}:iam::*:role/${settings.roleName}`),
          Condition: { StringEquals: { "aws:ResourceOrgID": organizationId } },
        },
      ]);
  }
}

const allow = (Sid: string, Action: string[], Resource: string): Statement => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
});
