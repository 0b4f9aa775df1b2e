import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ListQueueTagsCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag } from "../../tags";
import { queueAttributes, setQueueAttributes } from "./attributes";

const numbers = {
  delaySeconds: "DelaySeconds",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  visibilityTimeoutSeconds: "VisibilityTimeout",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
};
const texts = {
  policy: "Policy",
  redrivePolicy: "RedrivePolicy",
  redriveAllowPolicy: "RedriveAllowPolicy",
  kmsMasterKeyId: "KmsMasterKeyId",
  deduplicationScope: "DeduplicationScope",
  fifoThroughputLimit: "FifoThroughputLimit",
};
const flags = {
  fifoQueue: "FifoQueue",
  contentBasedDeduplication: "ContentBasedDeduplication",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
};
const attributes: Record<string, string> = { ...numbers, ...texts, ...flags };

export const queue: Kind = {
  named: "name",
  nameFrom: (name, inputs) => (inputs.fifoQueue ? `${name}.fifo` : name),
  tagged: true,
  inputs: {
    name: { replaces: true },
    fifoQueue: { replaces: true, default: false },
    contentBasedDeduplication: { default: false },
    deduplicationScope: {},
    fifoThroughputLimit: {},
    delaySeconds: { default: 0 },
    maxMessageSize: { default: 262_144 },
    messageRetentionSeconds: { default: 345_600 },
    receiveWaitTimeSeconds: { default: 0 },
    visibilityTimeoutSeconds: { default: 30 },
    policy: { json: true },
    redrivePolicy: { json: true },
    redriveAllowPolicy: { json: true },
    kmsMasterKeyId: {},
    kmsDataKeyReusePeriodSeconds: {},
    sqsManagedSseEnabled: {},
  },
  async create(inputs, aws) {
    const command = new CreateQueueCommand({
      QueueName: inputs.name,
      Attributes: attributesOf(inputs, Object.keys(attributes)),
      tags: inputs.tags,
    });
    return (await aws.client(SQSClient).send(command)).QueueUrl!;
  },
  async read(id, aws) {
    const found = await queueAttributes(id, aws);
    const { Tags } = await aws.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl: id }));
    const settings = Object.entries(attributes).map(([key, name]) => [key, settingOf(key, found[name])]);
    return {
      inputs: { ...Object.fromEntries(settings), name: id.split("/").at(-1), tags: Tags },
      outputs: { arn: found.QueueArn, url: id },
    };
  },
  async update(id, inputs, aws, olds) {
    const changed = Object.keys(attributes).filter((key) => inputs[key] !== olds[key]);
    const values = attributesOf(inputs, changed);
    // An empty text removes the attribute.
    for (const key of changed) values[attributes[key]!] ??= "";
    if (changed.length > 0) await setQueueAttributes(id, values, aws);
    const sqs = aws.client(SQSClient);
    await retag(olds, inputs, {
      set: (Tags) => sqs.send(new TagQueueCommand({ QueueUrl: id, Tags })),
      remove: (TagKeys) => sqs.send(new UntagQueueCommand({ QueueUrl: id, TagKeys })),
    });
  },
  delete: (id, aws) => aws.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: id })),
};

function attributesOf(inputs: Properties, keys: string[]): Record<string, string> {
  // SQS refuses attributes of FIFO queues on other queues, even with the value false.
  const said = keys.filter(
    (key) => inputs[key] !== undefined && (inputs[key] !== false || key === "sqsManagedSseEnabled"),
  );
  return Object.fromEntries(said.map((key) => [attributes[key]!, String(inputs[key])]));
}

function settingOf(key: string, text: string | undefined): unknown {
  if (key in flags) return text === "true";
  if (!text) return undefined;
  return key in numbers ? Number(text) : text;
}
