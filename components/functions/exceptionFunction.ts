import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dailyDetailType } from "../../runtime/exceptions/dailyCheck";
import { type ExceptionSettings, exceptions } from "../../runtime/exceptions/settings";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { exceptionAliases } from "../documents/commandAliases";
import { tagChangePattern } from "../documents/sources";
import { FindingsQueue } from "../findingsQueue";
import { names, responderArn } from "../shared/names";
import { allow, entersAccountsAs, readsQueues, redrivesLetters, type Statement } from "../shared/policies";
import { exceptionCode } from "./closure";
import { commandAliases } from "./commandAliases";
import { functionAlarms } from "./functionAlarms";
import { loggedFunction } from "./loggedFunction";
import type { QueuedFunctionArgs } from "./queuedFunctionArgs";
import { readBy } from "./queueReader";

export interface ExceptionFunctionArgs extends QueuedFunctionArgs {
  settings: ExceptionSettings;
}

/** Granting reads a tag back for some seconds; the daily check reads every exemption. */
const functionSeconds = 120;

/** Exceptions end at the end of a day in UTC. */
const everyDay = {
  expression: "cron(5 0 * * ? *)",
  message: JSON.stringify({ source: "firebreak", "detail-type": dailyDetailType }),
};

/** Grants, checks and revokes exceptions, and monitors their tags: queue, function, role, log and alarms. */
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
        readerArn: responderArn({ ...args, securityAccountId: args.accountId }, exceptions),
        bus: args.bus,
        patterns: { tags: tagChangePattern(args.settings.exceptionTagKey) },
        schedules: { daily: everyDay },
        deliveryAttempts: args.settings.deliveryAttempts,
        functionSeconds,
      },
      parent,
    );
    this.function = loggedFunction(
      name,
      {
        accountId: args.accountId,
        name: functionName,
        description: "Firebreak: exceptions",
        roleDescription: "Firebreak: role of the function for exceptions",
        policyName: exceptions,
        statements: this.statements(args),
        code: exceptionCode(args.settings),
        seconds: functionSeconds,
        variables: {
          [responderVariables.table]: args.journal.name,
          [responderVariables.topic]: args.topic.arn,
          [responderVariables.queue]: this.queue.queue.url,
          [responderVariables.kept]: this.queue.kept.url,
          [responderVariables.exceptionKey]: args.exceptionKey.arn,
        },
      },
      parent,
    );
    const limits = { batchSize: 1, concurrency: 2 };
    readBy(name, this.function, { queue: this.queue.queue, ...limits }, parent);
    readBy(`${name}-dead`, this.function, { queue: this.queue.dead, ...limits }, parent);
    commandAliases(name, this.function, parent, exceptionAliases);
    const watched = { functionName, what: "Changes of exception tags", queue: this.queue, topic: args.topic };
    functionAlarms(name, watched, parent);
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: ExceptionFunctionArgs): pulumi.Output<Statement[]> {
    const { settings, partition, organizationId } = args;
    return pulumi
      .all([
        pulumi.all(this.queue.read),
        this.queue.kept.arn,
        args.journal.arn,
        args.topic.arn,
        args.topicKey.arn,
        args.exceptionKey.arn,
      ])
      .apply(([queueArns, keptArn, tableArn, topicArn, topicKeyArn, keyArn]): Statement[] => [
        readsQueues(queueArns),
        ...redrivesLetters(keptArn, queueArns[0]!),
        {
          ...allow("Register", ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], tableArn),
          // Excludes containments, decisions and approvals:
          // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
          Condition: {
            "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["exceptions", "exemptions#*", "redrives"] },
          },
        },
        allow("Notice", ["sns:Publish"], topicArn),
        allow("NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], topicKeyArn),
        allow("Verify", ["kms:VerifyMac"], keyArn),
        entersAccountsAs(partition, [settings.roleName], organizationId),
      ]);
  }
}
