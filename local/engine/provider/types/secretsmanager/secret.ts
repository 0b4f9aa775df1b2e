import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Kind } from "../../kind";
import { retag, tagList, tagMap } from "../../tags";

export const secret: Kind = {
  named: "name",
  tagged: true,
  inputs: { name: { replaces: true }, description: {}, kmsKeyId: {}, recoveryWindowInDays: { default: 30 } },
  async create({ name: Name, description: Description, kmsKeyId: KmsKeyId, tags }, aws) {
    const command = new CreateSecretCommand({ Name, Description, KmsKeyId, ...(tags && { Tags: tagList(tags) }) });
    return (await aws.client(SecretsManagerClient).send(command)).ARN!;
  },
  async read(id, aws, { recoveryWindowInDays }) {
    const found = await aws.client(SecretsManagerClient).send(new DescribeSecretCommand({ SecretId: id }));
    if (found.DeletedDate) return undefined;
    const { Name: name, Description, KmsKeyId: kmsKeyId, Tags } = found;
    return {
      // How long it could be restored after its deletion is nothing that AWS knows before.
      inputs: { name, description: Description || undefined, kmsKeyId, recoveryWindowInDays, tags: tagMap(Tags) },
      outputs: { arn: found.ARN },
    };
  },
  async update(id, inputs, aws, olds) {
    const client = aws.client(SecretsManagerClient);
    const { description, kmsKeyId: KmsKeyId } = inputs;
    await client.send(new UpdateSecretCommand({ SecretId: id, Description: description ?? "", KmsKeyId }));
    await retag(olds, inputs, {
      set: (tags) => client.send(new TagResourceCommand({ SecretId: id, Tags: tagList(tags) })),
      remove: (TagKeys) => client.send(new UntagResourceCommand({ SecretId: id, TagKeys })),
    });
  },
  delete: (id, aws, { recoveryWindowInDays }) =>
    aws.client(SecretsManagerClient).send(
      new DeleteSecretCommand({
        SecretId: id,
        ...(recoveryWindowInDays === 0
          ? { ForceDeleteWithoutRecovery: true }
          : { RecoveryWindowInDays: recoveryWindowInDays }),
      }),
    ),
};
