import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  LambdaClient,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-lambda";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const resourcePolicy: Kind = {
  inputs: { resourceArn: { replaces: true }, policy: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.resourceArn;
  },
  async read(id, aws) {
    const { Policy, RevisionId } = await aws
      .client(LambdaClient)
      .send(new GetResourcePolicyCommand({ ResourceArn: id }));
    return Policy === undefined
      ? undefined
      : { inputs: { resourceArn: id, policy: Policy }, outputs: { revisionId: RevisionId } };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) => aws.client(LambdaClient).send(new DeleteResourcePolicyCommand({ ResourceArn: id })),
};

async function put({ resourceArn, policy }: Properties, aws: Place): Promise<void> {
  await aws.client(LambdaClient).send(new PutResourcePolicyCommand({ ResourceArn: resourceArn, Policy: policy }));
}
