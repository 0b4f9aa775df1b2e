import { z } from "zod";
import { accountId, organizationId } from "../../runtime/lib/accountId";
import { noticeFormats } from "../../runtime/notices/channels";
import { alwaysNotify, defaultNoticesPerHour, defaultPauseReminderHours } from "../../runtime/notices/defaults";
import { whyNoTarget } from "../../runtime/policy/targetPatterns";
import { byHandSchema } from "./byHand";
import { exceptionsSchema } from "./exceptions";
import { findingType } from "./findingTypes";
import { notWatchedSchema } from "./notWatched";
import { approversSchema, deployersSchema, operatorsSchema, personalSessionsSchema } from "./people";
import { rehearsalAccountsSchema } from "./rehearsals";
import { responsesSchema } from "./responses";
import { boundarySchema } from "./roleBoundary";
import { pathSchema } from "./rolePath";
import { runbooksSchema } from "./runbooks";
import { configSchema, guardDutySchema, region } from "./sources";

const tagKey = z
  .string()
  .regex(
    /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
    "a tag key of 1 to 128 letters, digits, blanks or _.:/=+@- that does not begin with aws:",
  )
  .refine((key) => key === key.trim(), "a tag key without blanks around it: AWS keeps them, and no tag would match");
const rolePrefix = z.string().regex(/^[\w+=,.@-]{1,30}$/, "1 to 30 letters, digits or +=,.@_-");

const common = {
  /** The account that the stack belongs to. */
  accountId,
  /** The organization whose accounts may send findings and are acted in. */
  organizationId,
  securityAccountId: accountId,
  /** The Region of the security account's bus, journal and functions. */
  homeRegion: region,
  /** The Regions whose findings are forwarded. None stands for all that the account can use, which AWS names at deployment. */
  regions: z.array(region, "a list of Regions such as [eu-west-1]").min(1, "a list of at least one Region").default([]),
  /** Response roles are called `<rolePrefix>-<response>`. */
  rolePrefix: rolePrefix.default("Security-IR-Role"),
  /** The path of every role, the same in the stacks of all accounts. */
  rolePath: pathSchema,
  /** The permissions boundary of every role of the stack, by ARN. */
  permissionsBoundary: boundarySchema,
  /** AWS Config of the account. */
  config: configSchema,
  /** `detector`: whether GuardDuty is switched on where it is not. */
  guardDuty: guardDutySchema,
  /** Documents of SSM Automation that are run for findings; the same in the stacks of all accounts. */
  runbooks: runbooksSchema,
  /** A resource with this tag may be exempt; the same in the stacks of all accounts. */
  exceptionTagKey: tagKey.default("SecurityException"),
  /** The accounts that `firebreak rehearse` may be run in; the same in the stacks of all accounts. */
  rehearsalAccounts: rehearsalAccountsSchema,
};

/** The keys of the security account's stack. */
export const master = z.strictObject({
  kind: z.literal("master"),
  ...common,
  /** What exceptions have to be like to count. */
  exceptions: exceptionsSchema,
  /** Who may contain by hand, release and pause, by ARN with `*`. */
  operators: operatorsSchema,
  /** Who may approve and grant exceptions, by ARN with `*`. */
  approvers: approversSchema,
  /** Roles whose session names are names of people, by ARN with `*`. */
  personalSessions: personalSessionsSchema,
  /** Roles that deploy the stacks, by ARN with `*`; nobody else may change the parts where `partsScp` is attached. */
  deployers: deployersSchema,
  /** Accounts that send findings about others: GuardDuty's delegated administrator, if it is not the security account. */
  delegatedAdministrators: z.array(accountId).default([]),
  /** Accounts whose security groups the functions of this account evaluate, besides its own. */
  memberAccounts: z.array(accountId).default([]),
  /** Accounts, or `account/Region`, whose silence is no alarm. */
  notWatched: notWatchedSchema,
  /** Who gets notices. */
  alertEmails: z.array(z.email("an e-mail address")).default([]),
  /** How often a finding is delivered before it is a dead letter. */
  deliveryAttempts: z.int().min(1).max(100).default(5),
  /** Whether each response keeps a part of the Region's Lambda concurrency for itself. */
  reserveConcurrency: z.boolean().default(true),
  /** ARNs, with `*` for anything, of what no response touches. */
  protectedResources: z
    .array(
      z
        .string()
        .regex(/^arn:[^\s]+$/, "an ARN, in which * stands for anything")
        .superRefine((text, context) => {
          const why = whyNoTarget(text);
          if (why) context.addIssue({ code: "custom", message: `the ARN of what a response acts on: ${why}` });
        }),
    )
    .default([]),
  /** Finding types, with `*` for anything, that people are notified of whatever their severity. */
  alwaysNotify: z.array(findingType).default(alwaysNotify),
  /** How many notices of one kind about one account are sent within a clock hour; all further ones come as a digest. */
  noticesPerHour: z.int().min(1).max(1000).default(defaultNoticesPerHour),
  /** After how many hours people are reminded of a pause, each time. */
  pauseReminderHours: z.int().min(1).max(168).default(defaultPauseReminderHours),
  /** How long an approval is waited for, in hours. */
  approvalHours: z.number().min(1).max(720).default(24),
  /** After how many days people are reminded of what is still contained. */
  reminderDays: z.int().min(1).max(365).default(14),
  /** What holds for people who contain by hand, where it is not the default. */
  byHand: byHandSchema,
  /** Whether a CloudTrail trail of the security account is made. */
  auditTrail: z.boolean().default(false),
  /** Whether Security Hub is on here: analysts get custom actions and findings are answered. */
  securityHub: z.boolean().default(false),
  /** Which contained findings are archived in GuardDuty. */
  archiveFindings: z
    // As it was before it had three values.
    .preprocess(
      (value) => (String(value) === "true" ? "all" : String(value) === "false" ? "none" : value),
      z.enum(["none", "below-critical", "all"], "none, below-critical or all"),
    )
    .default("below-critical"),
  /** What subscribers get: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: z.enum(Object.keys(noticeFormats), Object.keys(noticeFormats).join(" or ")).default("text"),
  responses: responsesSchema,
});

/** The keys of the stack of any other account. */
export const service = z.strictObject({ kind: z.literal("service"), ...common });

/** The keys that only a stack of kind `master` uses. */
export const masterOnly = Object.keys(master.shape).filter((key) => !(key in service.shape));

/** The security account's settings, checked. Names are those of the keys in the stack's file. */
export type MasterSettings = z.infer<typeof master>;

/** The settings of any other account, checked. */
export type ServiceSettings = z.infer<typeof service>;

/** What a stack is configured with, checked. */
export type Settings = MasterSettings | ServiceSettings;
