import { makeCall } from "../../../../runtime/aws/openTarget";
import { type Reconciled, reconcile } from "../../../../runtime/containment/reconcile";
import type { Evidence } from "../../../../runtime/model/call";
import type { Finding } from "../../../../runtime/model/finding";
import type { ReadContext } from "../../../../runtime/model/response";
import type { Target } from "../../../../runtime/model/target";
import { bucketTarget } from "../../../../runtime/resources/targets";
import { runRunbook } from "../../../../runtime/responses/runRunbook";
import type { RunbookDeclaration } from "../../../../runtime/responses/runRunbook/declaration";
import type { RunbookPriorState, RunbookState } from "../../../../runtime/responses/runRunbook/state";
import type { SsmModel } from "./model";

export const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
export const target = bucketTarget(place, "logs");
export const readRule = "Config:Rule/S3_BUCKET_PUBLIC_READ_PROHIBITED";
export const writeRule = "Config:Rule/S3_BUCKET_PUBLIC_WRITE_PROHIBITED";
export const encryptionRule = "Config:Rule/S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED";

/** AWS-DisableS3BucketPublicReadWrite for both rules. */
export const disable: RunbookDeclaration = {
  name: "disable-public-buckets",
  document: "AWS-DisableS3BucketPublicReadWrite",
  findingTypes: [readRule, writeRule],
  kind: "s3-bucket",
  resourceTypes: ["AWS::S3::Bucket"],
  parameters: { S3BucketName: ["{id}"] },
  permissions: [{ actions: ["s3:PutBucketPublicAccessBlock"], resources: ["arn:{partition}:s3:::{target}"] }],
  approval: false,
  timeoutMinutes: 60,
};

/** AWS-EnableS3BucketEncryption. */
export const encrypt: RunbookDeclaration = {
  ...disable,
  name: "encrypt-buckets",
  document: "AWS-EnableS3BucketEncryption",
  findingTypes: [encryptionRule],
  parameters: { BucketName: "{id}", SSEAlgorithm: "AES256" },
  permissions: [{ actions: ["s3:PutEncryptionConfiguration"], resources: ["arn:{partition}:s3:::{target}"] }],
};

/** What Config reports about the bucket. */
export const finding = (more: Partial<Finding> = {}): Finding => ({
  source: "config",
  id: "read",
  type: readRule,
  title: "the bucket is public",
  severity: 5,
  ...place,
  firstSeen: "2024-11-25T10:00:00Z",
  lastSeen: "2024-11-25T10:00:00Z",
  sentAt: "2024-11-25T10:00:00Z",
  sample: false,
  resourceType: "AWS::S3::Bucket",
  resources: [{ ...place, kind: "s3-bucket", id: "logs" }],
  ...more,
});

/** What the journal keeps of a containment between runs. */
export interface Kept {
  evidence: Evidence[];
  holds: Record<string, Record<string, string>>;
  continued: boolean;
  round: number;
}

export const nothing = (): Kept => ({ evidence: [], holds: {}, continued: false, round: 0 });

/** Where a run dies: after a start before it is noted, or not at all. */
export type Death = "before noting" | undefined;

/** One run for a finding as `contain` makes it: read, record the hold and the evidence, plan, execute. */
export async function runOnce(
  declarations: RunbookDeclaration[],
  model: SsmModel,
  kept: Kept,
  given: Finding,
  death?: Death,
): Promise<Reconciled<RunbookState>> {
  const response = runRunbook(declarations);
  const [named] = response.targets(given) as Target[];
  const context: ReadContext<RunbookState, RunbookPriorState> = {
    stale: [],
    evidence: [...kept.evidence],
    continued: kept.continued,
    containment: `0123456789abcdef-${kept.round}`,
    wanted: [...Object.values(kept.holds), named!.details!],
  };
  const note = (found: Evidence[]) => {
    for (const item of found) {
      if (context.evidence.some(({ kind, id }) => kind === item.kind && id === item.id)) continue;
      context.evidence.push(item);
      kept.evidence.push(item);
    }
  };
  const state = (await response.read(model.clients, named!, context))!;
  if (response.plan(state, {}).length > 0) kept.continued = true;
  kept.holds[given.id] ??= named!.details!;
  note(response.evidenceIn(state));
  let died = false;
  return reconcile<RunbookState>({
    sleep: async () => {},
    state,
    read: (previous, stale) => response.read(model.clients, named!, { ...context, previous, stale }) as never,
    plan: (seen) => response.plan(seen, {}),
    call: async (call) => {
      const output = await makeCall(model.clients, call);
      if (death) {
        died = true;
        throw new Error("died");
      }
      note(response.evidence(call, output));
    },
    checkTime: () => {
      if (died) throw new Error("crashed");
    },
  });
}
