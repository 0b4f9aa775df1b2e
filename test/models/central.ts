import { packedPercent } from "../../components/shared/packedPolicy";
import type { DynamoModel } from "./dynamo";
import { missing, refused } from "./model";
import type { ServiceModel } from "./wire";

/** The packed size of each policy: compressing the same few policies took a thirtieth of the fault suite's time. */
const packed = new Map<string, number>();

function packedOnce(policy: string): number {
  const percent = packed.get(policy) ?? packedPercent(policy);
  packed.set(policy, percent);
  return percent;
}

const reads = (operation: string) => /^(Get|List|Describe|Query|BatchGet)/.test(operation);

/** The journal's table. */
export const dynamoModel = ({ db }: DynamoModel): ServiceModel => ({
  service: "DynamoDB",
  methods: db as never,
  isRead: reads,
});

/** A notice as it was published. */
export interface Published {
  subject: string;
  text: string;
  attributes: Record<string, string>;
  at: number;
}

/** SNS with one topic; what it accepts is out. */
export function snsModel(topic: string) {
  const published: Published[] = [];
  const model: ServiceModel = {
    service: "SNS",
    isRead: reads,
    parameters: { Publish: ["TopicArn", "Subject", "Message", "MessageStructure", "MessageAttributes"] },
    methods: {
      publish({ TopicArn, Subject, Message, MessageAttributes = {} }) {
        if (TopicArn !== topic) throw missing("NotFoundException", TopicArn);
        // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
        if (!/^[\x20-\x7e]{1,100}$/.test(Subject)) throw refused("InvalidParameterException", "Subject");
        if (Buffer.byteLength(Message) > 262_144) throw refused("InvalidParameterException", "Message too long");
        const values = Object.entries<any>(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]);
        published.push({ subject: Subject, text: Message, attributes: Object.fromEntries(values), at: Date.now() });
        return { MessageId: `notice-${published.length}` };
      },
    },
  };
  return { model, published };
}

/** EventBridge: the bus of decisions, which takes every event of it. */
export function busModel(bus: string) {
  const put: { id: string }[] = [];
  const model: ServiceModel = {
    service: "EventBridge",
    isRead: reads,
    parameters: { PutEvents: ["Entries"] },
    methods: {
      putEvents({ Entries }) {
        for (const { EventBusName, Detail } of Entries) {
          if (EventBusName !== bus) throw missing("ResourceNotFoundException", EventBusName);
          put.push(JSON.parse(Detail));
        }
        return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: `event-${put.length}` })) };
      },
    },
  };
  return { model, put };
}

/** STS: the roles of the responses, in every account, whose sessions carry a policy of a limited size. */
export const stsModel = (role: string): ServiceModel => ({
  service: "STS",
  isRead: reads,
  parameters: {
    AssumeRole: ["RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "PolicyArns", "SourceIdentity"],
  },
  methods: {
    assumeRole({ RoleArn, RoleSessionName, DurationSeconds, Policy }) {
      const [, , , , account, name] = RoleArn.split(":");
      if (![role, `${role}-release`, `${role}-write`].includes(name?.slice("role/".length) ?? ""))
        throw refused("AccessDenied", `not authorized to assume ${RoleArn}`);
      if (!/^[\w+=,.@-]{2,64}$/.test(RoleSessionName)) throw refused("ValidationError", RoleSessionName);
      if (DurationSeconds < 900 || DurationSeconds > 3600) throw refused("ValidationError", "DurationSeconds");
      if (Policy !== undefined) {
        if (Policy.length > 2048) throw refused("ValidationError", "Policy is longer than 2048 characters");
        const percent = packedOnce(Policy);
        if (percent > 100) throw refused("PackedPolicyTooLarge", `Packed size consumes ${percent}% of allotted space.`);
      }
      return {
        AssumedRoleUser: { Arn: `arn:aws:sts::${account}:assumed-${name}/${RoleSessionName}` },
        Credentials: { AccessKeyId: "ASIA", SecretAccessKey: "secret", SessionToken: "token" },
      };
    },
  },
});

/** GuardDuty of the administrator, as far as archiving findings needs it. */
export function guardDutyModel(findings: string[]) {
  const archived: string[] = [];
  const model: ServiceModel = {
    service: "GuardDuty",
    isRead: reads,
    methods: {
      listDetectors: () => ({ DetectorIds: ["detector"] }),
      archiveFindings({ FindingIds }) {
        archived.push(...FindingIds.filter((id: string) => findings.includes(id)));
        return {};
      },
      getFindings: ({ FindingIds }) => ({
        Findings: FindingIds.filter((id: string) => findings.includes(id)).map((Id: string) => ({
          Id,
          Service: { Archived: archived.includes(Id) },
        })),
      }),
    },
  };
  return { model, archived };
}

/** CloudTrail of an account in which nothing else happened: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const trailModel = (): ServiceModel => ({
  service: "CloudTrail",
  isRead: () => true,
  parameters: { LookupEvents: ["LookupAttributes", "StartTime", "EndTime", "MaxResults", "NextToken"] },
  methods: {
    lookupEvents({ LookupAttributes, MaxResults }) {
      if (LookupAttributes?.length > 1) throw refused("InvalidLookupAttributesException", "one attribute");
      if (MaxResults > 50) throw refused("InvalidMaxResultsException", "at most 50");
      return { Events: [] };
    },
  },
});

/** Organizations with the parent of each account and unit: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
export const organizationsModel = (parents: Record<string, string>): ServiceModel => ({
  service: "Organizations",
  isRead: reads,
  parameters: { ListParents: ["ChildId", "MaxResults", "NextToken"] },
  methods: {
    listParents({ ChildId }) {
      const Id = parents[ChildId];
      if (!Id) throw missing("ChildNotFoundException", ChildId);
      return { Parents: [{ Id, Type: Id.startsWith("r-") ? "ROOT" : "ORGANIZATIONAL_UNIT" }] };
    },
  },
});

/** A service that must not be called here. */
export const silentModel = (service: string): ServiceModel => ({ service, isRead: reads, methods: {} });
