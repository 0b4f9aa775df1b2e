import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import { retag, tagList, tagMap } from "../../tags";

export const user: Kind = {
  global: true,
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    path: { replaces: true, default: "/" },
    permissionsBoundary: {},
    forceDestroy: { default: false },
  },
  async create(inputs, aws) {
    await aws.client(IAMClient).send(
      new CreateUserCommand({
        UserName: inputs.name,
        Path: inputs.path,
        PermissionsBoundary: inputs.permissionsBoundary,
        Tags: tagList(inputs.tags),
      }),
    );
    return inputs.name;
  },
  async read(id, aws) {
    const found = (await aws.client(IAMClient).send(new GetUserCommand({ UserName: id }))).User!;
    return {
      inputs: {
        name: found.UserName,
        path: found.Path,
        permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: tagMap(found.Tags),
      },
      outputs: { arn: found.Arn, uniqueId: found.UserId },
    };
  },
  async update(id, inputs, aws, olds) {
    const iam = aws.client(IAMClient);
    if (inputs.permissionsBoundary) {
      const PermissionsBoundary = inputs.permissionsBoundary;
      await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: id, PermissionsBoundary }));
    } else if (olds.permissionsBoundary) {
      await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: id }));
    }
    await retag(olds, inputs, {
      set: (tags) => iam.send(new TagUserCommand({ UserName: id, Tags: tagList(tags) })),
      remove: (TagKeys) => iam.send(new UntagUserCommand({ UserName: id, TagKeys })),
    });
  },
  async delete(id, aws, known) {
    const iam = aws.client(IAMClient);
    if (known.forceDestroy) await removeBelongings(iam, id);
    await iam.send(new DeleteUserCommand({ UserName: id }));
  },
};

/** Removes keys and policies that were added outside the program, because they would prevent the user's deletion. */
async function removeBelongings(iam: IAMClient, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata) {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  }
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  for (const { PolicyArn } of AttachedPolicies) {
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  }
  const { PolicyNames = [] } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
}
