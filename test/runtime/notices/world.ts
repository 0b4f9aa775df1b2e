import { noLimits } from "../../../runtime/exceptions/judge";
import type { ResponderSettings } from "../../../runtime/model/responderSettings";
import { alwaysNotify } from "../../../runtime/notices/defaults";
import type { Run } from "../../../runtime/run/run";
import { dynamo } from "../../models/dynamo";

export const security = "111122223333";
export const member = "444455556666";

export const settingsFor = (more: Partial<ResponderSettings> = {}): ResponderSettings => ({
  findingTypes: [],
  others: { types: [], kinds: [], resourceTypes: [] },
  modes: [{ mode: "observe" }],
  exceptionTagKey: "SecurityException",
  exceptions: noLimits,
  roleName: "Security-IR-Role-x",
  senders: { securityAccountId: security, delegatedAdministrators: [] },
  people: { operate: [], approve: [], personalSessions: [] },
  deliveryAttempts: 5,
  archiveFindings: "none",
  noticeFormat: "text",
  protectedResources: [],
  alwaysNotify,
  noticesPerHour: 20,
  pauseReminderHours: 4,
  containmentsPerHour: 20,
  approvalHours: 24,
  reminderDays: 14,
  response: {},
  ...more,
});

/** A message as SNS receives it. */
export interface Published {
  Subject: string;
  Message: string;
  MessageStructure?: string;
  MessageAttributes: Record<string, { DataType: string; StringValue: string }>;
}

/** An event as EventBridge receives it. */
export interface Put {
  EventBusName: string;
  Source: string;
  DetailType: string;
  Time: Date;
  Resources: string[];
  Detail: string;
}

/**
 * Runs of the real code with one journal, one topic and one bus.
 *
 * @param failed the error of an event that the bus does not take
 */
export function world(
  settings: ResponderSettings,
  failed: (event: Put) => { ErrorCode: string; ErrorMessage: string } | undefined = () => undefined,
) {
  const table = dynamo();
  const published: Published[] = [];
  const put: Put[] = [];
  const sent: { text: string; delay: number | undefined }[] = [];
  const warned: string[] = [];
  const services = {
    journal: table.journal,
    topic: "topic",
    decisionBus: () => "bus",
    events: {
      async putEvents({ Entries }: { Entries: Put[] }) {
        const failing = failed(Entries[0]!);
        if (failing) return { FailedEntryCount: 1, Entries: [failing] };
        put.push(...Entries);
        return { FailedEntryCount: 0, Entries: [{ EventId: "e" }] };
      },
    },
    sns: { publish: async (message: Published) => void published.push(message) },
    sts: () => ({
      assumeRole: async ({ RoleArn }: { RoleArn: string }) => ({
        AssumedRoleUser: { Arn: `arn:aws:sts::${RoleArn.split(":")[4]}:assumed-role/x/y` },
        Credentials: {},
      }),
    }),
    guardDuty: () => ({}),
    securityHub: () => ({}),
    clientConfig: {},
    observe: (client: unknown) => client,
    count() {},
    async send(messages: string[], delay?: number) {
      sent.push(...messages.map((text) => ({ text, delay })));
    },
    log: { info() {}, warn: (message: string) => void warned.push(message), error() {} },
  };
  let serial = 0;
  const run = (more: Partial<Run> = {}): Run =>
    ({
      id: `run-${++serial}`,
      started: Date.now(),
      calls: [],
      remaining: () => 110_000,
      lastAttempt: false,
      services,
      settings,
      ...more,
    }) as unknown as Run;
  return { run, published, put, sent, warned, table };
}

/** A compliance change as EventBridge delivers it. */
export const compliance = (resourceId: string, more: Record<string, unknown> = {}) => {
  const { annotation, rule = "restricted-ssh", resourceType = "AWS::EC2::SecurityGroup" } = more;
  return JSON.stringify({
    source: "aws.config",
    "detail-type": "Config Rules Compliance Change",
    account: member,
    region: "eu-west-1",
    time: "2026-11-26T02:05:00Z",
    detail: {
      messageType: "ComplianceChangeNotification",
      awsAccountId: member,
      awsRegion: "eu-west-1",
      configRuleName: rule,
      configRuleARN: `arn:aws:config:eu-west-1:${member}:config-rule/config-rule-abc123`,
      resourceType,
      resourceId,
      newEvaluationResult: {
        complianceType: "NON_COMPLIANT",
        resultRecordedTime: "2026-11-26T02:04:00Z",
        ...(annotation !== undefined && { annotation }),
      },
    },
  });
};

/** A GuardDuty finding as EventBridge delivers it. */
export const guardDuty = (type: string, severity: number, resource: Record<string, unknown>, id = "f1") =>
  JSON.stringify({
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    account: member,
    region: "eu-west-1",
    time: "2026-11-26T02:05:00Z",
    detail: {
      id,
      type,
      title: "title",
      severity,
      accountId: member,
      region: "eu-west-1",
      partition: "aws",
      createdAt: "2026-11-26T02:00:00Z",
      updatedAt: "2026-11-26T02:05:00Z",
      resource,
      service: { eventFirstSeen: "2026-11-26T01:00:00Z", eventLastSeen: "2026-11-26T02:00:00Z" },
    },
  });
