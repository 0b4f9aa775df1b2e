import { z } from "zod";
import type { ExceptionLimits } from "../../runtime/exceptions/judge";
import type { Archiving } from "../../runtime/findings/guardDuty/archive";
import { alwaysNotify, defaultNoticesPerHour, defaultPauseReminderHours } from "../../runtime/notices/defaults";
import type { ByHandSettings } from "../../runtime/policy/caps";
import type { RunbookDeclaration } from "../../runtime/responses/runRunbook/declaration";
import { rehearsalAccountsSchema } from "../rehearsals";
import { boundarySchema } from "../roleBoundary";
import { pathSchema } from "../rolePath";
import { whyNoTarget } from "../targetPatterns";
import { userError } from "../userError";
import { accountId, organizationId } from "./accountId";
import { byHandSchema } from "./byHand";
import { contradictions } from "./contradictions";
import { exceptionsSchema } from "./exceptions";
import { findingType } from "./findingTypes";
import { settingKeys } from "./keys";
import { notWatchedSchema } from "./notWatched";
import { approversSchema, deployersSchema, operatorsSchema, personalSessionsSchema } from "./people";
import { type GivenKeys, idleKeys, problemOf, problemText, shown, unknownKeys } from "./problems";
import { type ResponseSettings, responseSchemas, responsesSchema } from "./responses";
import { runbookKeys, runbooksSchema } from "./runbooks";
import { configSchema, guardDutySchema, region } from "./sources";

/** What a stack is configured with, checked. Names are those of the keys in the stack's file. */
export type Settings = MasterSettings | ServiceSettings;

interface CommonSettings {
  /** The account that the stack belongs to. */
  accountId: string;
  /** The organization whose accounts may send findings and are acted in. */
  organizationId: string;
  securityAccountId: string;
  /** The Region of the security account's bus, journal and functions. */
  homeRegion: string;
  /** The Regions whose findings are forwarded: all that the account can use, unless they are set. */
  regions: string[];
  /** Response roles are called `<rolePrefix>-<response>`. */
  rolePrefix: string;
  /** The path of every role, the same in the stacks of all accounts. */
  rolePath: string;
  /** The permissions boundary of every role of the stack, by ARN. */
  permissionsBoundary?: string;
  /** AWS Config of the account. */
  config: {
    /** Managed rules to make, by identifier, and the rule of our own. */
    rules: string[];
    /** Whether recorder, delivery channel and bucket are made; off where there is a recorder already. */
    recorder: boolean;
    /** Whether Config announces its changes on a topic of the account. */
    topic: boolean;
    /** Where global resources are recorded; the home Region if it is left out. */
    globalRegion?: string;
    /** The key that volumes and databases have to be encrypted with. */
    kmsKeyArn?: string;
  };
  /** `detector`: whether GuardDuty is switched on where it is not. */
  guardDuty: { detector: boolean };
  /** Documents of SSM Automation that are run for findings; the same in the stacks of all accounts. */
  runbooks: RunbookDeclaration[];
  /** A resource with this tag may be exempt; the same in the stacks of all accounts. */
  exceptionTagKey: string;
  /** The accounts that `firebreak rehearse` may be run in; the same in the stacks of all accounts. */
  rehearsalAccounts: string[];
}

/** The security account. */
export interface MasterSettings extends CommonSettings {
  kind: "master";
  /** What exceptions have to be like to count. */
  exceptions: ExceptionLimits;
  /** Who may contain by hand, release and pause, by ARN with `*`. */
  operators: string[];
  /** Who may approve and grant exceptions, by ARN with `*`. */
  approvers: string[];
  /** Roles whose session names are names of people, by ARN with `*`. */
  personalSessions: string[];
  /** Roles that deploy the stacks, by ARN with `*`; nobody else may change the parts where `partsScp` is attached. */
  deployers: string[];
  /** Accounts that send findings about others: GuardDuty's delegated administrator, if it is not the security account. */
  delegatedAdministrators: string[];
  /** Accounts whose security groups the functions of this account evaluate, besides its own. */
  memberAccounts: string[];
  /** Accounts, or `account/Region`, whose silence is no alarm. */
  notWatched: string[];
  /** Who gets notices. */
  alertEmails: string[];
  /** How often a finding is delivered before it is a dead letter. */
  deliveryAttempts: number;
  /** ARNs, with `*` for anything, of what no response touches. */
  protectedResources: string[];
  /** Whether each response keeps a part of the Region's Lambda concurrency for itself. */
  reserveConcurrency: boolean;
  /** Finding types, with `*` for anything, that people are notified of whatever their severity. */
  alwaysNotify: string[];
  /** How many notices of one kind about one account are sent within a clock hour; all further ones come as a digest. */
  noticesPerHour: number;
  /** After how many hours people are reminded of a pause, each time. */
  pauseReminderHours: number;
  /** How long an approval is waited for, in hours. */
  approvalHours: number;
  /** After how many days people are reminded of what is still contained. */
  reminderDays: number;
  /** What holds for people who contain by hand, where it is not the default. */
  byHand: Partial<ByHandSettings>;
  /** Whether a CloudTrail trail of the security account is made. */
  auditTrail: boolean;
  /** Whether Security Hub is on here: analysts get custom actions and findings are answered. */
  securityHub: boolean;
  /** Which contained findings are archived in GuardDuty. */
  archiveFindings: Archiving;
  /** What subscribers get: plain text, or messages that Amazon Q Developer posts to Slack and Microsoft Teams. */
  noticeFormat: "text" | "chat";
  responses: Record<string, ResponseSettings>;
}

/** Any other account. */
export interface ServiceSettings extends CommonSettings {
  kind: "service";
}

const tagKey = z
  .string()
  .regex(
    /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
    "a tag key of 1 to 128 letters, digits, blanks or _.:/=+@- that does not begin with aws:",
  )
  .refine((key) => key === key.trim(), "a tag key without blanks around it: AWS keeps them, and no tag would match");
const rolePrefix = z.string().regex(/^[\w+=,.@-]{1,30}$/, "1 to 30 letters, digits or +=,.@_-");

const common = {
  accountId,
  organizationId,
  securityAccountId: accountId,
  homeRegion: region,
  // None stands for those that AWS names at deployment.
  regions: z.array(region, "a list of Regions such as [eu-west-1]").min(1, "a list of at least one Region").default([]),
  rolePrefix: rolePrefix.default("Security-IR-Role"),
  rolePath: pathSchema,
  permissionsBoundary: boundarySchema,
  config: configSchema,
  guardDuty: guardDutySchema,
  runbooks: runbooksSchema,
  exceptionTagKey: tagKey.default("SecurityException"),
  rehearsalAccounts: rehearsalAccountsSchema,
};

const master = z.strictObject({
  kind: z.literal("master"),
  ...common,
  exceptions: exceptionsSchema,
  operators: operatorsSchema,
  approvers: approversSchema,
  personalSessions: personalSessionsSchema,
  deployers: deployersSchema,
  delegatedAdministrators: z.array(accountId).default([]),
  memberAccounts: z.array(accountId).default([]),
  notWatched: notWatchedSchema,
  alertEmails: z.array(z.email("an e-mail address")).default([]),
  deliveryAttempts: z.int().min(1).max(100).default(5),
  reserveConcurrency: z.boolean().default(true),
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
  alwaysNotify: z.array(findingType).default(alwaysNotify),
  noticesPerHour: z.int().min(1).max(1000).default(defaultNoticesPerHour),
  pauseReminderHours: z.int().min(1).max(168).default(defaultPauseReminderHours),
  approvalHours: z.number().min(1).max(720).default(24),
  reminderDays: z.int().min(1).max(365).default(14),
  byHand: byHandSchema,
  auditTrail: z.boolean().default(false),
  securityHub: z.boolean().default(false),
  archiveFindings: z
    // As it was before it had three values.
    .preprocess(
      (value) => (String(value) === "true" ? "all" : String(value) === "false" ? "none" : value),
      z.enum(["none", "below-critical", "all"], "none, below-critical or all"),
    )
    .default("below-critical"),
  noticeFormat: z.enum(["text", "chat"], "text or chat").default("text"),
  responses: responsesSchema,
});

const service = z.strictObject({ kind: z.literal("service"), ...common });

/** The keys that only a stack of kind `master` uses. */
const masterOnly = Object.keys(master.shape).filter((key) => !(key in service.shape));

/** The names of everything inside the settings, for suggestions. */
const innerKeys = [
  ...Object.entries(responseSchemas).flatMap(([name, schema]) => [name, ...Object.keys(schema.shape)]),
  ...[configSchema, guardDutySchema, exceptionsSchema].flatMap((schema) => Object.keys(schema.unwrap().shape)),
  ...runbookKeys,
  ...["mode", "accounts", "organizationalUnits", "severities", "types"],
];

/**
 * The settings in a stack's configuration.
 *
 * @param read gives the text of a key, or undefined if it is not set
 * @param keys which keys there are; what nothing reads is refused
 * @throws Error that names every wrong or missing key with its value and what is allowed
 */
export function readSettings(
  read: (key: string) => string | undefined,
  keys: GivenKeys = { all: [], own: [] },
): Settings {
  const problems: string[] = unknownKeys([...new Set([...keys.all, ...keys.own])], Object.keys(settingKeys));
  const given: Record<string, unknown> = {};
  for (const [key, form] of Object.entries(settingKeys)) {
    const text = read(key);
    if (text === undefined) continue;
    try {
      given[key] = form === "text" ? text : JSON.parse(text);
    } catch {
      problems.push(`${key} is "${text}": it has to be a list, a number, true, false or a map`);
    }
  }
  const kind = given["kind"];
  if (kind !== "master" && kind !== "service") {
    throw userError(
      problemText([
        `kind is ${shown(kind)}: it has to be master (the security account) or service (any other)`,
        ...problems,
      ]),
    );
  }
  // Pulumi.yaml gives every stack the defaults of both kinds.
  const relevant =
    kind === "service" ? Object.fromEntries(Object.entries(given).filter(([key]) => !masterOnly.includes(key))) : given;
  const parsed = (kind === "master" ? master : service).safeParse(relevant);
  const issues = parsed.error?.issues ?? [];
  if (kind === "service") problems.push(...idleKeys(keys.own, masterOnly));
  problems.push(...issues.map((issue) => problemOf(issue, given, innerKeys)));
  if (parsed.success) problems.push(...contradictions(parsed.data));
  if (problems.length > 0) throw userError(problemText(problems));
  return parsed.data as Settings;
}
