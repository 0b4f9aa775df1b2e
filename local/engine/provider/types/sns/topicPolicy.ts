import { GetTopicAttributesCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import type { Kind } from "../../kind";
import type { Place } from "../../session";

export const topicPolicy: Kind = {
  inputs: { arn: { replaces: true }, policy: { json: true } },
  async create(inputs, aws) {
    await setPolicy(inputs.arn, inputs.policy, aws);
    return inputs.arn;
  },
  async read(id, aws) {
    const { Attributes } = await aws.client(SNSClient).send(new GetTopicAttributesCommand({ TopicArn: id }));
    return Attributes?.Policy
      ? { inputs: { arn: id, policy: Attributes.Policy }, outputs: { owner: Attributes.Owner } }
      : undefined;
  },
  update: (id, inputs, aws) => setPolicy(id, inputs.policy, aws),
  // A topic always has a policy; without this resource it is AWS's default for a new topic.
  delete: async (id, aws) => setPolicy(id, ownersPolicy(id, await aws.account()), aws),
};

async function setPolicy(TopicArn: string, AttributeValue: string, aws: Place): Promise<void> {
  await aws
    .client(SNSClient)
    .send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
}

function ownersPolicy(topic: string, account: string): string {
  const actions = ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic"];
  const statement = {
    Sid: "__default_statement_ID",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [...actions, "Subscribe", "ListSubscriptionsByTopic", "Publish"].map((action) => `SNS:${action}`),
    Resource: topic,
    Condition: { StringEquals: { "AWS:SourceOwner": account } },
  };
  return JSON.stringify({ Version: "2008-10-17", Id: "__default_policy_ID", Statement: [statement] });
}
