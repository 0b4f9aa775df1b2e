import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Kind } from "../../kind";

export const secretVersion: Kind = {
  inputs: { secretId: { replaces: true }, secretString: { replaces: true } },
  async create({ secretId: SecretId, secretString: SecretString }, aws) {
    const put = await aws.client(SecretsManagerClient).send(new PutSecretValueCommand({ SecretId, SecretString }));
    return `${SecretId}|${put.VersionId}`;
  },
  async read(id, aws) {
    const [SecretId, VersionId] = id.split("|");
    const found = await aws.client(SecretsManagerClient).send(new GetSecretValueCommand({ SecretId, VersionId }));
    return {
      inputs: { secretId: SecretId, secretString: found.SecretString },
      outputs: { arn: found.ARN, versionId: VersionId },
    };
  },
  // A version goes with its secret.
  delete: async () => undefined,
};
