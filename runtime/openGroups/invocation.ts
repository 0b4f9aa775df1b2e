import { z } from "zod";
import { coded } from "../lib/errors";

/** What AWS Config asks for. */
export interface Invocation {
  accountId: string;
  region: string;
  partition: string;
  /** The rule's name in that account. */
  rule: string;
  resultToken: string;
  /** The time of the evaluated state: Config keeps the latest evaluation. */
  at: Date;
  /** The group to judge; all groups of the account and Region if it is undefined. */
  groupId?: string;
  /** Why the group is not judged, if that is known already. */
  gone?: string;
}

/**
 * A reader of what AWS Config sends to the function of a custom rule
 * (https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html). Only resource and
 * time are used: scheduled and oversized events have no configuration, so every group is read live.
 *
 * @returns a function that throws BadInvocation for anything else
 */
export function invocationReader(): (event: unknown) => Invocation {
  const time = z.iso.datetime({ offset: true });
  const item = z.object({
    configurationItemCaptureTime: time,
    configurationItemStatus: z.string(),
    awsAccountId: z.string(),
    awsRegion: z.string(),
    resourceType: z.literal("AWS::EC2::SecurityGroup", "the rule is for AWS::EC2::SecurityGroup only"),
    resourceId: z.string().regex(/^sg-[0-9a-f]+$/, "not the id of a security group"),
  });
  const notification = z.discriminatedUnion("messageType", [
    z.object({ messageType: z.literal("ConfigurationItemChangeNotification"), configurationItem: item }),
    z.object({
      messageType: z.literal("OversizedConfigurationItemChangeNotification"),
      configurationItemSummary: item,
    }),
    z.object({ messageType: z.literal("ScheduledNotification"), notificationCreationTime: time }),
  ]);
  const envelope = z.object({
    invokingEvent: z.string(),
    resultToken: z.string().min(1),
    eventLeftScope: z.boolean().default(false),
    accountId: z.string().regex(/^\d{12}$/, "not an account id"),
    configRuleName: z.string().min(1),
    configRuleArn: z.string().regex(/^arn:[\w-]+:config:[\w-]+:\d{12}:config-rule\/.+$/, "not the ARN of a rule"),
  });

  return (event) => {
    const { invokingEvent, configRuleArn, accountId, configRuleName, resultToken, eventLeftScope } = checked(
      envelope.safeParse(event),
    );
    const [, partition, , region, ruleAccount] = configRuleArn.split(":") as [string, string, string, string, string];
    if (ruleAccount !== accountId) throw bad(`accountId is ${accountId} but the rule is ${configRuleArn}`);
    const message = checked(notification.safeParse(parsed(invokingEvent)), "invokingEvent.");
    const common = { accountId, region, partition, rule: configRuleName, resultToken };
    if (message.messageType === "ScheduledNotification") {
      return { ...common, at: new Date(message.notificationCreationTime) };
    }
    const about = "configurationItem" in message ? message.configurationItem : message.configurationItemSummary;
    if (about.awsAccountId !== accountId || about.awsRegion !== region) {
      throw bad(`${about.resourceId} is in ${about.awsAccountId} ${about.awsRegion} but the rule is ${configRuleArn}`);
    }
    const gone = goneBy(about.configurationItemStatus, eventLeftScope);
    return {
      ...common,
      at: new Date(about.configurationItemCaptureTime),
      groupId: about.resourceId,
      ...(gone && { gone }),
    };
  };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html */
function goneBy(status: string, leftScope: boolean): string | undefined {
  if (status.startsWith("ResourceDeleted")) return "The group was deleted";
  return leftScope ? "The group is no longer in the rule's scope" : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad("invokingEvent is not JSON");
  }
}

function checked<Value>(result: z.ZodSafeParseResult<Value>, where = ""): Value {
  if (result.success) return result.data;
  throw bad(result.error.issues.map((issue) => `${where}${issue.path.join(".")}: ${issue.message}`).join("; "));
}

const bad = (problem: string) => coded("BadInvocation", `not an AWS Config event for a custom rule: ${problem}`);
