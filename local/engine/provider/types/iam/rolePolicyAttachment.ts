import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
} from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";

export const rolePolicyAttachment: Kind = {
  global: true,
  inputs: { role: { replaces: true }, policyArn: { replaces: true } },
  async create(inputs, aws) {
    const { role: RoleName, policyArn: PolicyArn } = inputs;
    await aws.client(IAMClient).send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    return `${RoleName}/${PolicyArn}`;
  },
  async read(id, aws) {
    const { RoleName, PolicyArn } = parts(id);
    for await (const page of paginateListAttachedRolePolicies({ client: aws.client(IAMClient) }, { RoleName })) {
      if (page.AttachedPolicies?.some((policy) => policy.PolicyArn === PolicyArn)) {
        return { inputs: { role: RoleName, policyArn: PolicyArn }, outputs: {} };
      }
    }
    return undefined;
  },
  delete: (id, aws) => aws.client(IAMClient).send(new DetachRolePolicyCommand(parts(id))),
};

function parts(id: string): { RoleName: string; PolicyArn: string } {
  const slash = id.indexOf("/");
  return { RoleName: id.slice(0, slash), PolicyArn: id.slice(slash + 1) };
}
