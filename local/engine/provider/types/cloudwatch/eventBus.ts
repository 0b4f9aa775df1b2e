import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";
import { same } from "../../compare";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag, tagList } from "../../tags";
import { eventTagging, eventTags } from "./eventTags";

export const eventBus: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    description: {},
    kmsKeyIdentifier: {},
    deadLetterConfig: { fields: { arn: {} } },
  },
  async create(inputs, aws) {
    const Tags = tagList(inputs.tags);
    await aws.client(EventBridgeClient).send(new CreateEventBusCommand({ ...settings(inputs), Tags }));
    return inputs.name;
  },
  async read(id, aws) {
    const found = await aws.client(EventBridgeClient).send(new DescribeEventBusCommand({ Name: id }));
    return {
      inputs: {
        name: found.Name,
        description: found.Description,
        kmsKeyIdentifier: found.KmsKeyIdentifier,
        deadLetterConfig: found.DeadLetterConfig?.Arn ? { arn: found.DeadLetterConfig.Arn } : undefined,
        tags: await eventTags(found.Arn!, aws),
      },
      outputs: { arn: found.Arn },
    };
  },
  async update(id, inputs, aws, olds) {
    const events = aws.client(EventBridgeClient);
    const { Arn } = await events.send(new DescribeEventBusCommand({ Name: id }));
    if (!same(settings(olds), settings(inputs))) {
      await events.send(new UpdateEventBusCommand({ ...settings(inputs), Description: inputs.description ?? "" }));
    }
    await retag(olds, inputs, eventTagging(Arn!, aws));
  },
  delete: (id, aws) => aws.client(EventBridgeClient).send(new DeleteEventBusCommand({ Name: id })),
};

const settings = (inputs: Properties) => ({
  Name: inputs.name,
  Description: inputs.description,
  KmsKeyIdentifier: inputs.kmsKeyIdentifier,
  DeadLetterConfig: inputs.deadLetterConfig && { Arn: inputs.deadLetterConfig.arn },
});
