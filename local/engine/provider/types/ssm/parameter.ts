import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  type ParameterTier,
  type ParameterType,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag, tagList, tagMap } from "../../tags";

const ResourceType = "Parameter" as const;

export const parameter: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    type: {},
    value: {},
    insecureValue: {},
    description: {},
    tier: {},
    keyId: {},
    dataType: {},
    allowedPattern: {},
    overwrite: {},
  },
  async create(inputs, aws) {
    await put(inputs, aws, { Overwrite: inputs.overwrite ?? false });
    return inputs.name;
  },
  // AWS does not accept tags together with Overwrite.
  finish: async (id, inputs, aws) => {
    if (!inputs.tags) return;
    const command = new AddTagsToResourceCommand({ ResourceType, ResourceId: id, Tags: tagList(inputs.tags) });
    await aws.client(SSMClient).send(command);
  },
  async read(id, aws, known) {
    const ssm = aws.client(SSMClient);
    const found = (await ssm.send(new GetParameterCommand({ Name: id, WithDecryption: true }))).Parameter!;
    const filters = [{ Key: "Name", Option: "Equals", Values: [id] }];
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({ ParameterFilters: filters }));
    const { TagList } = await ssm.send(new ListTagsForResourceCommand({ ResourceType, ResourceId: id }));
    const more = Parameters[0];
    // Returns only the key that the program used, because the value may be a secret.
    const value = "insecureValue" in known ? { insecureValue: found.Value } : { value: found.Value };
    return {
      inputs: {
        name: found.Name,
        type: found.Type,
        ...value,
        description: more?.Description || undefined,
        ...(more?.Tier && { tier: more.Tier }),
        ...(more?.KeyId && { keyId: more.KeyId }),
        dataType: found.DataType,
        allowedPattern: more?.AllowedPattern || undefined,
        tags: tagMap(TagList),
      },
      outputs: { arn: found.ARN, version: found.Version },
    };
  },
  async update(id, inputs, aws, olds) {
    const ssm = aws.client(SSMClient);
    await put(inputs, aws, { Overwrite: true });
    await retag(olds, inputs, {
      set: (tags) => ssm.send(new AddTagsToResourceCommand({ ResourceType, ResourceId: id, Tags: tagList(tags) })),
      remove: (TagKeys) => ssm.send(new RemoveTagsFromResourceCommand({ ResourceType, ResourceId: id, TagKeys })),
    });
  },
  delete: (id, aws) => aws.client(SSMClient).send(new DeleteParameterCommand({ Name: id })),
};

async function put(inputs: Properties, aws: Place, { Overwrite }: { Overwrite: boolean }): Promise<void> {
  await aws.client(SSMClient).send(
    new PutParameterCommand({
      Name: inputs.name,
      Type: inputs.type as ParameterType,
      Value: inputs.value ?? inputs.insecureValue,
      Description: inputs.description ?? "",
      Tier: inputs.tier as ParameterTier,
      KeyId: inputs.keyId,
      DataType: inputs.dataType,
      AllowedPattern: inputs.allowedPattern,
      Overwrite,
    }),
  );
}
