import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag, tagList, tagMap } from "../../tags";

const attributes: Record<string, string> = {
  displayName: "DisplayName",
  policy: "Policy",
  deliveryPolicy: "DeliveryPolicy",
  kmsMasterKeyId: "KmsMasterKeyId",
  tracingConfig: "TracingConfig",
  signatureVersion: "SignatureVersion",
  contentBasedDeduplication: "ContentBasedDeduplication",
};

export const topic: Kind = {
  named: "name",
  nameFrom: (name, inputs) => (inputs.fifoTopic ? `${name}.fifo` : name),
  tagged: true,
  inputs: {
    name: { replaces: true },
    fifoTopic: { replaces: true, default: false },
    contentBasedDeduplication: { default: false },
    displayName: {},
    policy: { json: true },
    deliveryPolicy: { json: true },
    kmsMasterKeyId: {},
    tracingConfig: {},
    signatureVersion: {},
  },
  async create(inputs, aws) {
    const Attributes = { ...attributesOf(inputs), ...(inputs.fifoTopic && { FifoTopic: "true" }) };
    const command = new CreateTopicCommand({ Name: inputs.name, Attributes, Tags: tagList(inputs.tags) });
    return (await aws.client(SNSClient).send(command)).TopicArn!;
  },
  async read(id, aws) {
    const sns = aws.client(SNSClient);
    const { Attributes: found = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn: id }));
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: id }));
    const settings = Object.entries(attributes).map(([key, name]) => [key, found[name] || undefined]);
    const texts = Object.fromEntries(settings);
    return {
      inputs: {
        ...texts,
        name: id.split(":").at(-1),
        fifoTopic: found.FifoTopic === "true",
        contentBasedDeduplication: found.ContentBasedDeduplication === "true",
        signatureVersion: texts.signatureVersion && Number(texts.signatureVersion),
        tags: tagMap(Tags),
      },
      outputs: { arn: id, owner: found.Owner },
    };
  },
  async update(id, inputs, aws, olds) {
    const sns = aws.client(SNSClient);
    const values = attributesOf(inputs);
    for (const [key, AttributeName] of Object.entries(attributes).filter(([key]) => inputs[key] !== olds[key])) {
      const AttributeValue = values[AttributeName] ?? (key === "contentBasedDeduplication" ? "false" : "");
      await sns.send(new SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue }));
    }
    await retag(olds, inputs, {
      set: (tags) => sns.send(new TagResourceCommand({ ResourceArn: id, Tags: tagList(tags) })),
      remove: (TagKeys) => sns.send(new UntagResourceCommand({ ResourceArn: id, TagKeys })),
    });
  },
  delete: (id, aws) => aws.client(SNSClient).send(new DeleteTopicCommand({ TopicArn: id })),
};

function attributesOf(inputs: Properties): Record<string, string> {
  // SNS refuses attributes of FIFO topics on other topics, even with the value false.
  const said = Object.entries(attributes).filter(([key]) => inputs[key] !== undefined && inputs[key] !== false);
  return Object.fromEntries(said.map(([key, name]) => [name, String(inputs[key])]));
}
