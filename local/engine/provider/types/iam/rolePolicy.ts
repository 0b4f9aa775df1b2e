import { DeleteRolePolicyCommand, GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const rolePolicy: Kind = {
  global: true,
  named: "name",
  inputs: { name: { replaces: true }, role: { replaces: true }, policy: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return `${inputs.role}:${inputs.name}`;
  },
  async read(id, aws) {
    const [RoleName, PolicyName] = id.split(":");
    const found = await aws.client(IAMClient).send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return {
      inputs: { role: RoleName, name: PolicyName, policy: decodeURIComponent(found.PolicyDocument!) },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  async delete(id, aws) {
    const [RoleName, PolicyName] = id.split(":");
    await aws.client(IAMClient).send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const { role: RoleName, name: PolicyName, policy: PolicyDocument } = inputs;
  await aws.client(IAMClient).send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}
