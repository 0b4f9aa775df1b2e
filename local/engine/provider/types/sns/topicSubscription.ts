import {
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import type { Kind } from "../../kind";

const attributes: Record<string, string> = {
  rawMessageDelivery: "RawMessageDelivery",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  deliveryPolicy: "DeliveryPolicy",
  redrivePolicy: "RedrivePolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
};

export const topicSubscription: Kind = {
  inputs: {
    topic: { replaces: true },
    protocol: { replaces: true },
    endpoint: { replaces: true },
    rawMessageDelivery: { default: false },
    filterPolicy: { json: true },
    filterPolicyScope: {},
    deliveryPolicy: { json: true },
    redrivePolicy: { json: true },
    subscriptionRoleArn: {},
  },
  async create(inputs, aws) {
    const said = Object.entries(attributes).filter(([key]) => inputs[key] !== undefined && inputs[key] !== false);
    const answer = await aws.client(SNSClient).send(
      new SubscribeCommand({
        TopicArn: inputs.topic,
        Protocol: inputs.protocol,
        Endpoint: inputs.endpoint,
        Attributes: Object.fromEntries(said.map(([key, name]) => [name, String(inputs[key])])),
        // Otherwise an unconfirmed subscription has no ARN.
        ReturnSubscriptionArn: true,
      }),
    );
    return answer.SubscriptionArn!;
  },
  async read(id, aws) {
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: id });
    const { Attributes: found = {} } = await aws.client(SNSClient).send(command);
    return {
      inputs: {
        topic: found.TopicArn,
        protocol: found.Protocol,
        endpoint: found.Endpoint,
        ...Object.fromEntries(Object.entries(attributes).map(([key, name]) => [key, found[name] || undefined])),
        rawMessageDelivery: found.RawMessageDelivery === "true",
      },
      outputs: {
        arn: id,
        ownerId: found.Owner,
        pendingConfirmation: found.PendingConfirmation === "true",
        confirmationWasAuthenticated: found.ConfirmationWasAuthenticated === "true",
      },
    };
  },
  async update(id, inputs, aws, olds) {
    const changed = Object.entries(attributes).filter(([key]) => inputs[key] !== olds[key]);
    // The scope determines how SNS reads the filter, so it must be set first.
    for (const [key, AttributeName] of changed.sort(([left], [right]) => (left > right ? -1 : 1))) {
      const unset = key === "filterPolicy" || key === "redrivePolicy" ? "{}" : "";
      const AttributeValue = String(inputs[key] ?? unset);
      const command = new SetSubscriptionAttributesCommand({ SubscriptionArn: id, AttributeName, AttributeValue });
      await aws.client(SNSClient).send(command);
    }
  },
  delete: (id, aws) => aws.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: id })),
};
