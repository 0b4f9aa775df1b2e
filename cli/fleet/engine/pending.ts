import type { Stack } from "@pulumi/pulumi/automation";

/** An operation that a run began and whose end is not in the state. */
interface PendingOperation {
  type: string;
  resource: { urn: string; type: string; inputs?: Record<string, any> };
}

type IdOf = (inputs: Record<string, any>) => string | undefined;

const byName: IdOf = ({ name }) => name;
const byBucket: IdOf = ({ bucket }) => bucket;

/**
 * The id of a resource that was perhaps created, from its inputs: the form in which Pulumi imports it, as the section "Import" of
 * each type says (https://www.pulumi.com/registry/packages/aws/api-docs/iam/rolepolicy/#import). Other types, such as
 * guardduty.Detector, get an id from AWS.
 */
export const ids: Record<string, IdOf> = {
  "aws:iam/role:Role": byName,
  "aws:iam/rolePolicy:RolePolicy": ({ role, name }) => role && name && `${role}:${name}`,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ role, policyArn }) =>
    role && policyArn && `${role}/${policyArn}`,
  "aws:cloudwatch/eventRule:EventRule": ({ eventBusName: bus = "default", name }) =>
    name && (bus === "default" ? name : `${bus}/${name}`),
  "aws:cloudwatch/eventTarget:EventTarget": ({ eventBusName: bus = "default", rule, targetId }) =>
    rule && targetId && `${bus}/${rule}/${targetId}`,
  "aws:cloudwatch/eventBus:EventBus": byName,
  "aws:cloudwatch/logGroup:LogGroup": byName,
  "aws:cloudwatch/metricAlarm:MetricAlarm": byName,
  "aws:cfg/recorder:Recorder": byName,
  "aws:cfg/deliveryChannel:DeliveryChannel": byName,
  "aws:cfg/recorderStatus:RecorderStatus": byName,
  "aws:cfg/rule:Rule": byName,
  "aws:s3/bucket:Bucket": byBucket,
  "aws:s3/bucketPolicy:BucketPolicy": byBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": byBucket,
  "aws:dynamodb/table:Table": byName,
  "aws:lambda/function:Function": byName,
  "aws:sqs/queuePolicy:QueuePolicy": ({ queueUrl }) => queueUrl,
  "aws:ssm/parameter:Parameter": byName,
};

/**
 * Types that can simply be created again: AWS then answers with the one that exists
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html).
 */
export const createdAgain = ["aws:sqs/queue:Queue"];

/** A state whose pending operations are resources again. */
interface Mended {
  deployment: Record<string, any>;
  /** The resources whose state has to be read. */
  urns: string[];
  /** Those that are forgotten although they may exist, because their id is not known and they cannot be created twice. */
  unknown: string[];
}

/**
 * Makes a resource of each operation that began: one that was perhaps created gets the id that it must have. Reading them then shows
 * which exist. The CLI's own `--import-pending-creates` only forgets the operations (version 3.274: nothing reads what it marks).
 *
 * @param deployment a state as the engine exports it; it is not changed
 */
export function withPendingAsResources(deployment: Record<string, any>): Mended {
  const pending: PendingOperation[] = deployment["pending_operations"] ?? [];
  const created = pending.filter(({ type }) => type === "creating");
  const resources: any[] = [...(deployment["resources"] ?? [])];
  const [unknown, forgotten] = [[] as string[], [] as string[]];
  for (const { resource } of created) {
    const { urn, type, inputs = {} } = resource;
    // The operation after it may have ended, and its own end was not written.
    if (resources.some((known) => known.urn === urn && !known.delete)) continue;
    const id = ids[type]?.(inputs);
    if (id === undefined) forgotten.push(urn);
    if (id === undefined && !createdAgain.includes(type)) unknown.push(urn);
    if (id !== undefined) resources.push({ ...resource, id, custom: true, outputs: inputs });
  }
  const urns = [...new Set(pending.map(({ resource }) => resource.urn))].filter((urn) => !forgotten.includes(urn));
  return { deployment: { ...deployment, pending_operations: [], resources }, urns, unknown };
}

/**
 * Mends what a killed run left open in a stack's state. A resource that was perhaps created is looked for under its id: if it
 * exists it becomes part of the stack, else it is forgotten and created again.
 *
 * @param tell gets what was mended, and each resource that may be left over because its id is not known
 */
export async function mendPending(stack: Stack, tell: (line: string) => void): Promise<void> {
  const { version, deployment } = await stack.exportStack();
  const pending: PendingOperation[] = deployment?.pending_operations ?? [];
  if (pending.length === 0) return;
  tell(`mends ${pending.length} operations of an interrupted run`);
  const mended = withPendingAsResources(deployment);
  for (const urn of mended.unknown) tell(`${urn.split("::").at(-1)} may exist without being part of the stack`);
  await stack.importStack({ version, deployment: mended.deployment });
  if (mended.urns.length > 0) await stack.refresh({ target: mended.urns, color: "never", suppressProgress: true });
}
