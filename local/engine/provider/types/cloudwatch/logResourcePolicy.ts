import {
  CloudWatchLogsClient,
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const logResourcePolicy: Kind = {
  named: "policyName",
  inputs: { policyName: { replaces: true }, policyDocument: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.policyName;
  },
  async read(id, aws) {
    const answer = await aws.client(CloudWatchLogsClient).send(new DescribeResourcePoliciesCommand({}));
    const found = answer.resourcePolicies?.find((policy) => policy.policyName === id);
    return found && { inputs: { policyName: id, policyDocument: found.policyDocument }, outputs: {} };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) => aws.client(CloudWatchLogsClient).send(new DeleteResourcePolicyCommand({ policyName: id })),
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const { policyName, policyDocument } = inputs;
  await aws.client(CloudWatchLogsClient).send(new PutResourcePolicyCommand({ policyName, policyDocument }));
}
