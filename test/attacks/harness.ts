import { noLimits } from "../../runtime/exceptions/judge";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import type { Run } from "../../runtime/run/run";
import { dynamo } from "../models/dynamo";
import { takingBus } from "../runtime/bus";

export const security = "111122223333";
export const member = "444455556666";
export const place = { accountId: member, region: "eu-west-1", partition: "aws" };

export function settingsFor(more: Partial<ResponderSettings> = {}): ResponderSettings {
  return {
    findingTypes: [],
    others: { types: [], kinds: [], resourceTypes: [] },
    modes: [{ mode: "contain" }],
    exceptionTagKey: "SecurityException",
    exceptions: noLimits,
    roleName: "Security-IR-Role-x",
    senders: { securityAccountId: security, delegatedAdministrators: [] },
    people: { operate: [], approve: [], personalSessions: [] },
    deliveryAttempts: 5,
    archiveFindings: "none",
    noticeFormat: "text",
    protectedResources: [],
    containmentsPerHour: 20,
    approvalHours: 24,
    reminderDays: 14,
    response: {},
    ...more,
  };
}

/** A run of the real code with its own journal; `table` may be shared. */
export function world(settings: ResponderSettings, table = dynamo()) {
  const published: { Subject: string; Message: string }[] = [];
  const logged: string[] = [];
  const archived: string[] = [];
  const guardDuty = () => ({
    listDetectors: async () => ({ DetectorIds: ["d1"] }),
    archiveFindings: async ({ FindingIds }: any) => void archived.push(...FindingIds),
    getFindings: async () => ({ Findings: [{ Service: { Archived: true } }] }),
  });
  const services = {
    journal: table.journal,
    topic: "topic",
    kms: {},
    ...takingBus,
    sns: { publish: async (message: any) => void published.push(message) },
    sts: () => ({
      assumeRole: async ({ RoleArn }: any) => ({
        AssumedRoleUser: { Arn: `arn:aws:sts::${RoleArn.split(":")[4]}:assumed-role/x/y` },
        Credentials: {},
      }),
    }),
    guardDuty,
    securityHub: () => ({}),
    clientConfig: {},
    observe: (client: unknown) => client,
    count() {},
    log: {
      info: (m: string, f: any) => void logged.push(`${m} ${JSON.stringify(f)}`),
      warn: (m: string, f: any) => void logged.push(`${m} ${JSON.stringify(f)}`),
      error: (m: string, f: any) => void logged.push(`${m} ${JSON.stringify(f)}`),
    },
  };
  const sent: { text: string; delay: number }[] = [];
  const send = async (messages: string[], delay = 0) => void sent.push(...messages.map((text) => ({ text, delay })));
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
  /** What the response sent to its own queue, if it has one. */
  const withQueue = () => Object.assign(services, { send });
  return { run, published, logged, archived, table, services, sent, withQueue };
}

/** A GuardDuty event as EventBridge delivers it. */
export function guardDutyEvent(more: any = {}) {
  const {
    account = member,
    envelope = account,
    id = "f1",
    type = "Backdoor:EC2/C&CActivity.B",
    severity = 8,
    resource,
    lastSeen = "2026-11-26T02:00:00Z",
    sequence,
  } = more;
  return {
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    account: envelope,
    region: "eu-west-1",
    time: "2026-11-26T02:05:00Z",
    detail: {
      id,
      type,
      title: more.title ?? "title",
      severity,
      accountId: account,
      region: "eu-west-1",
      partition: "aws",
      createdAt: "2026-11-26T02:00:00Z",
      updatedAt: "2026-11-26T02:05:00Z",
      resource: resource ?? { resourceType: "Instance", instanceDetails: { instanceId: "i-0123456789abcdef0" } },
      service: {
        eventFirstSeen: "2026-11-26T01:00:00Z",
        eventLastSeen: lastSeen,
        ...(sequence && { detection: { sequence } }),
      },
    },
  };
}
