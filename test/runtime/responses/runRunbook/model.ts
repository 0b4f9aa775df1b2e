import type { S3 } from "@aws-sdk/client-s3";
import type { SSM } from "@aws-sdk/client-ssm";
import type { RunbookClients } from "../../../../runtime/responses/runRunbook/read";

/** How executions of a document end. */
export interface Script {
  status: string;
  /** How often an execution is read as InProgress before it ends. */
  reads: number;
  message?: string;
  outputs?: Record<string, string[]>;
}

/** An execution as the model stores it. */
export interface ModelExecution {
  id: string;
  document: string;
  parameters: Record<string, string[]>;
  token: string;
  tags: { Key: string; Value: string }[];
  startedBy: string;
  startedAt: number;
  endedAt?: number;
  reads: number;
}

/** SSM Automation with S3 for the tags, as its API reference describes it; the model has its own clock. */
export interface SsmModel {
  clients: RunbookClients;
  /** Milliseconds since 1970, starting at the present; every call takes a second. */
  now: number;
  executions: ModelExecution[];
  scripts: Record<string, Script>;
  /** The documents of this Region. */
  documents: string[];
  buckets: Record<string, Record<string, string>>;
  calls: string[];
  session: string;
}

/** An error as the SDK throws it. */
export const aws = (name: string, message = name) => Object.assign(new Error(message), { name });

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A Region with these documents and one bucket, `logs`. */
export function ssmWith(documents: string[], scripts: Record<string, Script> = {}): SsmModel {
  const model: SsmModel = {
    clients: undefined as never,
    now: Date.now(),
    executions: [],
    scripts,
    documents,
    buckets: { logs: {} },
    calls: [],
    session: "firebreak-run-runbook-0123456789abcdef",
  };
  const called = (operation: string) => {
    model.now += 1000;
    model.calls.push(operation);
  };
  const scriptOf = (one: ModelExecution) => model.scripts[one.document] ?? { status: "Success", reads: 0 };
  const look = (one: ModelExecution) => {
    if (one.reads >= scriptOf(one).reads) one.endedAt ??= model.now;
    one.reads++;
  };
  const shown = (one: ModelExecution) => {
    const { status, message, outputs } = scriptOf(one);
    const ended = one.endedAt !== undefined;
    return {
      AutomationExecutionId: one.id,
      DocumentName: one.document,
      ExecutedBy: `arn:aws:sts::444455556666:assumed-role/Security-IR-Role-run-runbook/${one.startedBy}`,
      AutomationExecutionStatus: ended ? status : "InProgress",
      ExecutionStartTime: new Date(one.startedAt),
      ...(ended && { ExecutionEndTime: new Date(one.endedAt!), Outputs: outputs ?? {} }),
      ...(ended && message && { FailureMessage: message }),
    };
  };
  const ssm = {
    startAutomationExecution: async (input: any) => {
      called("StartAutomationExecution");
      if (!model.documents.includes(input.DocumentName)) {
        throw aws("AutomationDefinitionNotFoundException", `document ${input.DocumentName} does not exist`);
      }
      if (!uuid.test(input.ClientToken)) throw aws("ValidationException", "ClientToken is no UUID");
      if (!Object.values(input.Parameters).every(Array.isArray)) throw aws("ValidationException", "no lists");
      if (input.Tags.length > 5) throw aws("ValidationException", "too many tags");
      const same = model.executions.find((one) => one.token === input.ClientToken);
      if (same && JSON.stringify(same.parameters) !== JSON.stringify(input.Parameters)) {
        throw aws("IdempotentParameterMismatch");
      }
      if (same) return { AutomationExecutionId: same.id };
      const id = `00000000-0000-0000-0000-${String(model.executions.length + 1).padStart(12, "0")}`;
      model.executions.push({
        id,
        document: input.DocumentName,
        parameters: input.Parameters,
        token: input.ClientToken,
        tags: input.Tags,
        startedBy: model.session,
        startedAt: model.now,
        reads: 0,
      });
      return { AutomationExecutionId: id };
    },
    getAutomationExecution: async ({ AutomationExecutionId }: any) => {
      called("GetAutomationExecution");
      const one = model.executions.find((item) => item.id === AutomationExecutionId);
      if (!one) throw aws("AutomationExecutionNotFoundException");
      look(one);
      return { AutomationExecution: { ...shown(one), Parameters: one.parameters } };
    },
    describeAutomationExecutions: async ({ Filters, NextToken }: any) => {
      called("DescribeAutomationExecutions");
      const [prefix] = Filters[0].Values;
      const found = model.executions.filter((one) => one.document.startsWith(prefix));
      // One per page: without paging, an execution is not found.
      const at = Number(NextToken ?? 0);
      return {
        AutomationExecutionMetadataList: found.slice(at, at + 1).map(shown),
        ...(at + 1 < found.length && { NextToken: String(at + 1) }),
      };
    },
  } as unknown as SSM;
  const s3 = {
    getBucketTagging: async ({ Bucket }: any) => {
      called("GetBucketTagging");
      const tags = model.buckets[Bucket];
      if (!tags) throw aws("NoSuchBucket");
      if (Object.keys(tags).length === 0) throw aws("NoSuchTagSet");
      return { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  } as unknown as S3;
  model.clients = { ssm, s3 };
  return model;
}
