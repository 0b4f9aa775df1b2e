import { z } from "zod";
import { accountId, organizationId } from "../../runtime/lib/accountId";
import { noticeFormats } from "../../runtime/notices/channels";
import { alwaysNotify, defaultNoticesPerHour, defaultPauseReminderHours } from "../../runtime/notices/defaults";
import { whyNoTarget } from "../../runtime/policy/targetPatterns";
import { byHandSchema } from "./byHand";
import { channelsSchema } from "./channels";
import { exceptionsSchema } from "./exceptions";
import { findingType } from "./findingTypes";
import { notWatchedSchema } from "./notWatched";
import { approversSchema, deployersSchema, operatorsSchema, personalSessionsSchema } from "./people";
import { rehearsalAccountsSchema } from "./rehearsals";
import { responsesSchema } from "./responses";
import { boundarySchema } from "./roleBoundary";
import { pathSchema } from "./rolePath";
import { runbooksSchema } from "./runbooks";
import { securityLakeSchema } from "./securityLake";
import { configSchema, guardDutySchema, region } from "./sources";
import { stackSetsSchema } from "./stackSets";

const tagKey = z
  .string()
  .regex(
    /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
    "a tag key of 1 to 128 letters, digits, spaces or _.:/=+@- that does not begin with aws:",
  )
  .refine(
    (key) => key === key.trim(),
    "a tag key without spaces around it: AWS keeps them, so that no tag would match",
  );
const rolePrefix = z.string().regex(/^[\w+=,.@-]{1,30}$/, "1 to 30 letters, digits or +=,.@_-");

const common = {
  /** The account that the stack belongs to. */
  accountId,
  /** The organization whose accounts may send findings and in which Firebreak acts. */
  organizationId,
  securityAccountId: accountId,
  /** The Region of the security account's bus, journal and functions. */
  homeRegion: region,
  /** An empty list means all Regions that are enabled for the account at deployment. */
  regions: z
    .array(region, "a list of Regions such as [eu-west-1]")
    .min(1, "a list of at least one Region")
    .default([])
    .describe("Regions whose findings are forwarded; without it, every Region that is enabled at deployment."),
  /** Response roles are named `<rolePrefix>-<response>`. */
  rolePrefix: rolePrefix.default("Security-IR-Role"),
  /** The path of every role, the same in the stacks of all accounts. */
  rolePath: pathSchema,
  permissionsBoundary: boundarySchema.describe("The permissions boundary of every role of the stack, by ARN."),
  config: configSchema.describe("AWS Config in the account: rules to create, and a recorder if there is none."),
  guardDuty: guardDutySchema.describe("detector: whether GuardDuty is enabled where it is off."),
  /** The same in the stacks of all accounts. */
  runbooks: runbooksSchema.describe("SSM Automation documents to run for findings."),
  /** A resource with this tag may be exempt; the same in the stacks of all accounts. */
  exceptionTagKey: tagKey.default("SecurityException"),
  /** The accounts in which `firebreak rehearse` may run; the same in the stacks of all accounts. */
  rehearsalAccounts: rehearsalAccountsSchema,
  /** The account whose stack forwards Organizations' events about accounts; the same in the stacks of all accounts. */
  managementAccountId: accountId
    .optional()
    .describe(
      "The organization's management account, whose stack forwards the events about new, moved and closed accounts.",
    ),
};

/** The keys of the security account's stack. */
export const master = z.strictObject({
  kind: z.literal("master"),
  ...common,
  exceptions: exceptionsSchema.describe("Requirements for exceptions."),
  /** ARN patterns of principals that may contain by hand, release and pause. */
  operators: operatorsSchema,
  /** ARN patterns of principals that may approve requests and grant exceptions. */
  approvers: approversSchema,
  /** ARN patterns of roles whose session names identify people. */
  personalSessions: personalSessionsSchema,
  /**
   * ARN patterns of roles that deploy the stacks. Where `partsScp` is attached, only they may change the product's
   * parts.
   */
  deployers: deployersSchema,
  /**
   * Accounts that send findings about other accounts: GuardDuty's delegated administrator, if it is not the security
   * account.
   */
  delegatedAdministrators: z.array(accountId).default([]),
  /** Accounts whose security groups the functions of this account evaluate, besides its own. */
  memberAccounts: z.array(accountId).default([]),
  /** Accounts, or `account/Region`, that are exempt from the heartbeat check. */
  notWatched: notWatchedSchema,
  /** Recipients of notices. */
  alertEmails: z.array(z.email("an e-mail address")).default([]),
  /** How often a finding is delivered before it becomes a dead letter. */
  deliveryAttempts: z.int().min(1).max(100).default(5),
  /** Whether each response reserves part of the Region's Lambda concurrency. */
  reserveConcurrency: z.boolean().default(true),
  /** ARN patterns that no response may modify. */
  protectedResources: z
    .array(
      z
        .string()
        .regex(/^arn:[^\s]+$/, "an ARN pattern with * as wildcard")
        .superRefine((text, context) => {
          const why = whyNoTarget(text);
          if (why)
            context.addIssue({ code: "custom", message: `the ARN of a resource that a response can act on: ${why}` });
        }),
    )
    .default([]),
  alwaysNotify: z
    .array(findingType)
    .default(alwaysNotify)
    .describe("Finding types (with *) that people are notified of at any severity."),
  /** How many notices of one kind about one account are sent in a clock hour; further ones arrive as a digest. */
  noticesPerHour: z.int().min(1).max(1000).default(defaultNoticesPerHour),
  /** Hours between reminders of a pause. */
  pauseReminderHours: z.int().min(1).max(168).default(defaultPauseReminderHours),
  /** How long a request waits for approval, in hours. */
  approvalHours: z.number().min(1).max(720).default(24),
  /** Days between reminders of resources that are still contained. */
  reminderDays: z.int().min(1).max(365).default(14),
  byHand: byHandSchema.describe("Limits for people who contain by hand."),
  /** Whether the stack creates a CloudTrail trail in the security account. */
  auditTrail: z.boolean().default(false),
  /** Whether Security Hub is on, so that the stack creates custom actions and updates findings there. */
  securityHub: z.boolean().default(false),
  /** Which contained findings are archived in GuardDuty. */
  archiveFindings: z
    // As it was before it had three values.
    .preprocess(
      (value) => (String(value) === "true" ? "all" : String(value) === "false" ? "none" : value),
      z.enum(["none", "below-critical", "all"], "none, below-critical or all"),
    )
    .default("below-critical"),
  /** The format of notices: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: z.enum(Object.keys(noticeFormats), Object.keys(noticeFormats).join(" or ")).default("text"),
  channels: channelsSchema.describe("Other tools that get every decision, each by a name of your own."),
  securityLake: securityLakeSchema.describe(
    "A bucket, of Security Lake or your own, that gets every decision as Parquet.",
  ),
  responses: responsesSchema.describe("Each response by its name: modes, limits and its own settings."),
  /** Member accounts that CloudFormation deploys. */
  stackSets: stackSetsSchema.describe("Member accounts that CloudFormation deploys, by organizational unit."),
});

/** The keys of a member account's stack. */
export const service = z.strictObject({ kind: z.literal("service"), ...common });

/** The keys that only a stack of kind `master` uses. */
export const masterOnly = Object.keys(master.shape).filter((key) => !(key in service.shape));

/** The security account's validated settings. Their names are the keys of the stack file. */
export type MasterSettings = z.infer<typeof master>;

/** A member account's validated settings. */
export type ServiceSettings = z.infer<typeof service>;

/** A stack's validated settings. */
export type Settings = MasterSettings | ServiceSettings;
