import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { partName } from "../../runtime/aws/rolePart";
import { giveBackAlias } from "../../runtime/functions/shared/askToGiveBack";
import { responderVariables } from "../../runtime/functions/shared/environment";
import { messageText } from "../../runtime/messages/queueMessage";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import { entersAccounts, isResponse, type Route } from "../../runtime/model/response";
import { aliasesFor } from "../documents/commandAliases";
import { rolesOf } from "../documents/serviceRole";
import { FindingsQueue } from "../findingsQueue";
import { leftOpenAlarm } from "../leftOpenAlarm";
import { namesUnits } from "../settings/organizationalUnits";
import { names, responderArn } from "../shared/names";
import {
  allow,
  entersAccountsAs,
  putsDecisions,
  readsQueues,
  readsUnits,
  redrivesLetters,
  type Statement,
} from "../shared/policies";
import { responderCode } from "./closure";
import { commandAliases } from "./commandAliases";
import { functionAlarms } from "./functionAlarms";
import { loggedFunction } from "./loggedFunction";
import type { QueuedFunctionArgs } from "./queuedFunctionArgs";
import { readBy } from "./queueReader";

export interface ResponderFunctionArgs extends QueuedFunctionArgs {
  route: Route;
  /** EventBridge patterns of its events, by the suffix of the rule's name. */
  patterns: Record<string, pulumi.Input<string>>;
  /** The same for posture, which has a separate queue. */
  posture: Record<string, pulumi.Input<string>>;
  /** The releasing function, if it is a separate one. */
  releases?: aws.lambda.Function;
  /** Whether it reserves part of the Region's concurrency. */
  reserveConcurrency: boolean;
  settings: ResponderSettings;
  /** Whether Security Hub is on, so that findings are read again and updated there. */
  securityHub: boolean;
}

/** The timeout of its function, in seconds. */
export const functionSeconds = 120;
/**
 * The end of a started execution arrives as an event. EventBridge delivers these on a best-effort basis, so this
 * schedule checks too.
 */
const runbookCheck = {
  expression: "rate(15 minutes)",
  message: messageText("runbooks"),
};

/** Exceptions end at the end of a day in UTC, without an event. */
const exemptionCheck = {
  expression: "cron(5 0 * * ? *)",
  message: messageText("exemptions"),
};

/** The hourly check of responses does this too. */
const unsentCheck = {
  expression: "rate(1 hour)",
  message: messageText("unsent"),
};

/** Expires approval requests and sends reminders of long containments. */
const hourlyCheck = {
  expression: "rate(1 hour)",
  message: messageText("hourly"),
};

/**
 * The concurrent executions of a response for each of its queues. An execution handles one incident, or up to five
 * posture findings. The remaining reserved concurrency is for commands.
 */
const concurrency = { incidents: 10, posture: 4, letters: 2, commands: 4 };
/**
 * The maximum number of concurrent releases of a response. If a separate function releases, they reduce the number for
 * commands.
 */
export const reservedForReleases = 2;

const reserved = Object.values(concurrency).reduce((sum, count) => sum + count, 0);

/** Whether it may have to ask the releasing function to restore what it opened. */
const givesBack = ({ route, releases }: ResponderFunctionArgs): boolean =>
  releases !== undefined && isResponse(route) && route.givesBack !== undefined;

/** One response in the security account: rule, queue, function, role, log and alarms. */
export class ResponderFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly queue: FindingsQueue;

  constructor(name: string, args: ResponderFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:ResponderFunction", name, {}, opts);
    const parent = { parent: this };
    const functionName = names.responder(args.route.name);
    this.queue = new FindingsQueue(
      name,
      {
        name: functionName,
        readerArn: responderArn({ ...args, securityAccountId: args.accountId }, args.route.name),
        bus: args.bus,
        patterns: args.patterns,
        posture: args.posture,
        deliveryAttempts: args.settings.deliveryAttempts,
        functionSeconds,
        schedules: {
          ...(args.route.followsAutomation && { schedule: runbookCheck }),
          ...(entersAccounts(args.route) && { daily: exemptionCheck }),
          ...(isResponse(args.route) ? { hourly: hourlyCheck } : { unsent: unsentCheck }),
        },
      },
      parent,
    );
    this.function = loggedFunction(
      name,
      {
        accountId: args.accountId,
        name: functionName,
        description: `Firebreak ${args.route.name}`,
        roleDescription: `Firebreak ${args.route.name}: role of the function`,
        policyName: args.route.name,
        statements: this.statements(args),
        code: responderCode(args.route, args.settings),
        seconds: functionSeconds,
        ...(args.reserveConcurrency && { reserved: args.releases ? reserved - reservedForReleases : reserved }),
        variables: {
          [responderVariables.table]: args.journal.name,
          [responderVariables.topic]: args.topic.arn,
          [responderVariables.decisionBus]: args.decisionBus.name,
          [responderVariables.queue]: this.queue.queue.url,
          [responderVariables.kept]: this.queue.kept.url,
          ...(entersAccounts(args.route) && { [responderVariables.exceptionKey]: args.exceptionKey.arn }),
          ...(givesBack(args) && { [responderVariables.releaseFunction]: args.releases!.name }),
        },
      },
      parent,
    );
    const { queue, posture, dead } = this.queue;
    readBy(name, this.function, { queue, batchSize: 1, concurrency: concurrency.incidents }, parent);
    if (posture) {
      readBy(
        `${name}-posture`,
        this.function,
        { queue: posture, batchSize: 5, concurrency: concurrency.posture },
        parent,
      );
    }
    readBy(`${name}-dead`, this.function, { queue: dead, batchSize: 1, concurrency: concurrency.letters }, parent);
    commandAliases(name, this.function, parent, aliasesFor({ contains: isResponse(args.route) }));
    functionAlarms(name, { functionName, what: "Findings", queue: this.queue, topic: args.topic }, parent);
    if (isResponse(args.route) && args.route.leftOpen) {
      leftOpenAlarm(args.route.name, functionName, args.topic, parent);
    }
    this.registerOutputs({ function: this.function.arn });
  }

  private statements(args: ResponderFunctionArgs): pulumi.Output<Statement[]> {
    const { route, settings, partition, accountId, organizationId } = args;
    const archiving =
      settings.archiveFindings !== "none"
        ? [
            // AWS offers no resource-level permissions for these actions:
            // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
            allow("Archive", ["guardduty:ArchiveFindings", "guardduty:GetFindings", "guardduty:ListDetectors"], "*"),
          ]
        : [];
    // Only responses that contain read a finding again.
    const reading = "securityhub:GetFindings";
    const hub = `arn:${partition}:securityhub:*:${accountId}:hub/default`;
    const hubV2 = `arn:${partition}:securityhub:*:${accountId}:hubv2/*`;
    const answering = args.securityHub
      ? [
          allow("SecurityHub", ["securityhub:BatchUpdateFindings", ...(isResponse(route) ? [reading] : [])], hub),
          // BatchUpdateFindingsV2 has no separate action.
          allow("SecurityHubV2", ["securityhub:BatchUpdateFindings"], hubV2),
        ]
      : [];
    return pulumi
      .all([
        pulumi.all(this.queue.read),
        this.queue.kept.arn,
        args.journal.arn,
        args.topic.arn,
        args.topicKey.arn,
        args.decisionBus.arn,
        args.exceptionKey.arn,
        args.releases?.arn,
      ])
      .apply(([queueArns, keptArn, tableArn, topicArn, keyArn, busArn, exceptionKeyArn, releasesArn]): Statement[] => [
        readsQueues(queueArns),
        // It sends messages to itself: for retries, for each target, exemption and held containment, and for what it
        // opened.
        ...redrivesLetters(keptArn, queueArns[0]!),
        allow(
          "Journal",
          [
            // The write that begins a containment also checks the pause and the approval.
            ...(isResponse(route) ? ["dynamodb:ConditionCheckItem"] : []),
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
          ],
          tableArn,
        ),
        ...(isResponse(route) ? [allow("Lookups", ["dynamodb:Query"], `${tableArn}/index/*`)] : []),
        allow("Notice", ["sns:Publish"], topicArn),
        allow("NoticeKey", ["kms:Decrypt", "kms:GenerateDataKey*"], keyArn),
        putsDecisions(busArn),
        ...(entersAccounts(route)
          ? [
              entersAccountsAs(
                partition,
                rolesOf(route)
                  .filter(({ part }) => part !== "release")
                  .map(({ part }) => partName(settings.roleName, part)),
                organizationId,
              ),
              allow("Exceptions", ["kms:VerifyMac"], exceptionKeyArn),
            ]
          : []),
        ...(givesBack(args) ? [allow("GiveBack", ["lambda:InvokeFunction"], `${releasesArn}:${giveBackAlias}`)] : []),
        ...(namesUnits(settings) ? [readsUnits(partition, organizationId)] : []),
        ...(isResponse(route) ? archiving : []),
        ...answering,
      ]);
  }
}
