import {
  type AliasListEntry,
  CreateAliasCommand,
  DeleteAliasCommand,
  KMSClient,
  paginateListAliases,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { Kind } from "../../kind";
import type { Place } from "../../session";

export const alias: Kind = {
  named: "name",
  nameFrom: (name) => `alias/${name}`,
  inputs: { name: { replaces: true }, targetKeyId: {} },
  async create(inputs, aws) {
    const { name: AliasName, targetKeyId: TargetKeyId } = inputs;
    await aws.client(KMSClient).send(new CreateAliasCommand({ AliasName, TargetKeyId }));
    return inputs.name;
  },
  async read(id, aws, known) {
    const found = await find(id, aws);
    if (!found) return undefined;
    const targetKeyArn = found.AliasArn!.replace(/alias\/.*$/, `key/${found.TargetKeyId}`);
    // The program may use the id or the ARN of the key.
    const targetKeyId = known.targetKeyId === targetKeyArn ? targetKeyArn : found.TargetKeyId;
    return { inputs: { name: id, targetKeyId }, outputs: { arn: found.AliasArn, targetKeyArn } };
  },
  async update(id, inputs, aws) {
    const command = new UpdateAliasCommand({ AliasName: id, TargetKeyId: inputs.targetKeyId });
    await aws.client(KMSClient).send(command);
  },
  delete: (id, aws) => aws.client(KMSClient).send(new DeleteAliasCommand({ AliasName: id })),
};

async function find(name: string, aws: Place): Promise<AliasListEntry | undefined> {
  for await (const page of paginateListAliases({ client: aws.client(KMSClient) }, {})) {
    const found = page.Aliases?.find((item) => item.AliasName === name);
    if (found) return found;
  }
  return undefined;
}
