import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type LakeSettings, lake, prefixOf } from "../../runtime/lake/settings";
import { decisionDetailType, decisionSource } from "../../runtime/notices/decisionEvent";
import { anyAlarm, errorsAlarm } from "../anyAlarm";
import { names } from "../shared/names";
import { allow, readsQueues, type Statement } from "../shared/policies";
import { lakeCode } from "./closure";
import { admit, keptFor, queueOfDecisions } from "./decisionQueue";
import { loggedFunction } from "./loggedFunction";
import { readBy } from "./queueReader";

export interface LakeFunctionArgs {
  settings: LakeSettings;
  partition: string;
  /** The bus of decisions. */
  bus: aws.cloudwatch.EventBus;
  /** The topic of the alarms. */
  topic: aws.sns.Topic;
  deliveryAttempts: number;
}

const functionName = names.responder(lake);

/** A burst of decisions in many accounts makes some hundreds of files. */
const functionSeconds = 60;

/**
 * For how many seconds decisions are gathered. It is the maximum of Lambda, and the least that Security Lake wants between two files
 * (https://docs.aws.amazon.com/security-lake/latest/userguide/custom-sources.html).
 */
const gatherSeconds = 300;

/** A batch ends earlier at 6 MB: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const batchSize = 1000;

/** The longest that SQS keeps messages, in days. */
const retentionDays = 14;

/**
 * Writes every decision to a data lake: a rule on the bus of decisions, a queue, a function, and a queue for what could not be
 * written, which an alarm and the doctor see. Both queues hold whole events, so that letters can be moved back.
 */
export class LakeFunction extends pulumi.ComponentResource {
  constructor(name: string, args: LakeFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:LakeFunction", name, {}, opts);
    const parent = { parent: this };
    const { settings, bus, topic } = args;
    const rule = new aws.cloudwatch.EventRule(
      name,
      {
        name: functionName,
        description: "Decisions for the data lake",
        eventBusName: bus.name,
        eventPattern: JSON.stringify({ source: [decisionSource], "detail-type": [decisionDetailType] }),
      },
      parent,
    );
    const dead = new aws.sqs.Queue(`${name}-dead`, { name: names.lakeLetters, ...keptFor(retentionDays) }, parent);
    const { queue, admitted } = queueOfDecisions(
      name,
      {
        queueName: functionName,
        rule,
        dead,
        retentionDays,
        seconds: functionSeconds,
        gatherSeconds,
        attempts: args.deliveryAttempts,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        eventBusName: bus.name,
        targetId: "queue",
        arn: queue.arn,
        deadLetterConfig: { arn: dead.arn },
      },
      { parent: this, dependsOn: [admitted, admit(`${name}-dead`, dead, rule, parent)] },
    );
    const writer = loggedFunction(
      name,
      {
        accountId: settings.securityAccountId,
        name: functionName,
        description: "Firebreak: writes decisions to the data lake",
        roleDescription: "Firebreak: role of the function that writes to the data lake",
        policyName: lake,
        statements: queue.arn.apply((arn) => statementsOf(arn, settings, args.partition)),
        code: lakeCode(settings),
        seconds: functionSeconds,
        variables: {},
      },
      parent,
    );
    readBy(name, writer, { queue, batchSize, concurrency: 2, window: gatherSeconds }, parent);
    const alarmDescription = "Errors of the function that writes to the data lake: see its log";
    errorsAlarm(name, functionName, { alarmDescription, topic }, parent);
    anyAlarm(
      `${name}-dead`,
      {
        name: names.lakeLetters,
        alarmDescription: `Decisions were not written to the data lake: the queue ${names.lakeLetters} keeps them for 14 days (docs/data-lake.md)`,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: dead.name },
        alarmActions: [topic.arn],
      },
      parent,
    );
    this.registerOutputs({ queue: queue.arn, dead: dead.arn });
  }
}

/** Nothing but writing below the source's prefix, or assuming the role that may. */
function statementsOf(queueArn: string, settings: LakeSettings, partition: string): Statement[] {
  const { bucket, writer, kmsKeyArn } = settings;
  return [
    readsQueues([queueArn]),
    ...(writer
      ? [allow("Writer", ["sts:AssumeRole"], writer.roleArn)]
      : [allow("Files", ["s3:PutObject"], `arn:${partition}:s3:::${bucket}/${prefixOf(settings)}*`)]),
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    ...(kmsKeyArn ? [allow("Key", ["kms:GenerateDataKey"], kmsKeyArn)] : []),
  ];
}
