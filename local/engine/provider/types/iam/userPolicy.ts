import { DeleteUserPolicyCommand, GetUserPolicyCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const userPolicy: Kind = {
  global: true,
  named: "name",
  inputs: { name: { replaces: true }, user: { replaces: true }, policy: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return `${inputs.user}:${inputs.name}`;
  },
  async read(id, aws) {
    const [UserName, PolicyName] = id.split(":");
    const found = await aws.client(IAMClient).send(new GetUserPolicyCommand({ UserName, PolicyName }));
    return {
      inputs: { user: UserName, name: PolicyName, policy: decodeURIComponent(found.PolicyDocument!) },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  async delete(id, aws) {
    const [UserName, PolicyName] = id.split(":");
    await aws.client(IAMClient).send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  },
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const { user: UserName, name: PolicyName, policy: PolicyDocument } = inputs;
  await aws.client(IAMClient).send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
}
