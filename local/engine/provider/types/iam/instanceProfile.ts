import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  IAMClient,
  RemoveRoleFromInstanceProfileCommand,
  TagInstanceProfileCommand,
  UntagInstanceProfileCommand,
} from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import { retag, tagList, tagMap } from "../../tags";

export const instanceProfile: Kind = {
  global: true,
  named: "name",
  tagged: true,
  inputs: { name: { replaces: true }, path: { replaces: true, default: "/" }, role: {} },
  async create(inputs, aws) {
    const { name: InstanceProfileName, path: Path } = inputs;
    const Tags = tagList(inputs.tags);
    await aws.client(IAMClient).send(new CreateInstanceProfileCommand({ InstanceProfileName, Path, Tags }));
    return inputs.name;
  },
  finish: async (id, inputs, aws) => {
    if (inputs.role) await setRole(aws.client(IAMClient), id, inputs.role);
  },
  async read(id, aws) {
    const answer = await aws.client(IAMClient).send(new GetInstanceProfileCommand({ InstanceProfileName: id }));
    const found = answer.InstanceProfile!;
    return {
      inputs: {
        name: found.InstanceProfileName,
        path: found.Path,
        role: found.Roles?.[0]?.RoleName,
        tags: tagMap(found.Tags),
      },
      outputs: { arn: found.Arn, uniqueId: found.InstanceProfileId, createDate: found.CreateDate },
    };
  },
  async update(id, inputs, aws, olds) {
    const iam = aws.client(IAMClient);
    if (inputs.role !== olds.role) await setRole(iam, id, inputs.role);
    await retag(olds, inputs, {
      set: (tags) => iam.send(new TagInstanceProfileCommand({ InstanceProfileName: id, Tags: tagList(tags) })),
      remove: (TagKeys) => iam.send(new UntagInstanceProfileCommand({ InstanceProfileName: id, TagKeys })),
    });
  },
  async delete(id, aws) {
    const iam = aws.client(IAMClient);
    await setRole(iam, id, undefined);
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: id }));
  },
};

/** A profile has at most one role, so the old one must be removed first. */
async function setRole(iam: IAMClient, InstanceProfileName: string, role: string | undefined): Promise<void> {
  const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
  for (const { RoleName } of InstanceProfile?.Roles ?? []) {
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
  }
  if (role) await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName: role }));
}
