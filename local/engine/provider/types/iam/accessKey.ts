import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  type StatusType,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import type { Place } from "../../session";

export const accessKey: Kind = {
  global: true,
  inputs: { user: { replaces: true }, status: { default: "Active" } },
  async create(inputs, aws) {
    const answer = await aws.client(IAMClient).send(new CreateAccessKeyCommand({ UserName: inputs.user }));
    // @pulumi/aws marks `secret` as a secret, and AWS never shows it again.
    return { id: answer.AccessKey!.AccessKeyId!, outputs: { secret: answer.AccessKey!.SecretAccessKey } };
  },
  finish: async (id, inputs, aws) => {
    if (inputs.status !== "Active") await setStatus(id, inputs.user, inputs.status, aws);
  },
  async read(id, aws, known) {
    const { AccessKeyMetadata = [] } = await aws
      .client(IAMClient)
      .send(new ListAccessKeysCommand({ UserName: known.user }));
    const found = AccessKeyMetadata.find((key) => key.AccessKeyId === id);
    if (!found) return undefined;
    return {
      inputs: { user: found.UserName, status: found.Status },
      outputs: { createDate: found.CreateDate, ...(known.secret && { secret: known.secret }) },
    };
  },
  update: (id, inputs, aws) => setStatus(id, inputs.user, inputs.status, aws),
  delete: (id, aws, known) =>
    aws.client(IAMClient).send(new DeleteAccessKeyCommand({ UserName: known.user, AccessKeyId: id })),
};

async function setStatus(AccessKeyId: string, UserName: string, Status: StatusType, aws: Place): Promise<void> {
  await aws.client(IAMClient).send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
}
