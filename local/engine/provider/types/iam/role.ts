import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import type { Kind } from "../../kind";
import { retag, tagList, tagMap } from "../../tags";

export const role: Kind = {
  global: true,
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    path: { replaces: true, default: "/" },
    assumeRolePolicy: { json: true },
    description: {},
    maxSessionDuration: { default: 3600 },
    permissionsBoundary: {},
    forceDetachPolicies: { default: false },
  },
  async create(inputs, aws) {
    await aws.client(IAMClient).send(
      new CreateRoleCommand({
        RoleName: inputs.name,
        Path: inputs.path,
        AssumeRolePolicyDocument: inputs.assumeRolePolicy,
        Description: inputs.description,
        MaxSessionDuration: inputs.maxSessionDuration,
        PermissionsBoundary: inputs.permissionsBoundary,
        Tags: tagList(inputs.tags),
      }),
    );
    return inputs.name;
  },
  async read(id, aws) {
    const found = (await aws.client(IAMClient).send(new GetRoleCommand({ RoleName: id }))).Role!;
    return {
      inputs: {
        name: found.RoleName,
        path: found.Path,
        assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument!),
        description: found.Description || undefined,
        maxSessionDuration: found.MaxSessionDuration,
        permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
        tags: tagMap(found.Tags),
      },
      outputs: { arn: found.Arn, uniqueId: found.RoleId, createDate: found.CreateDate },
    };
  },
  async update(id, inputs, aws, olds) {
    const iam = aws.client(IAMClient);
    await iam.send(
      new UpdateRoleCommand({
        RoleName: id,
        Description: inputs.description ?? "",
        MaxSessionDuration: inputs.maxSessionDuration,
      }),
    );
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: id, PolicyDocument: inputs.assumeRolePolicy }));
    if (inputs.permissionsBoundary) {
      const PermissionsBoundary = inputs.permissionsBoundary;
      await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: id, PermissionsBoundary }));
    } else if (olds.permissionsBoundary) {
      await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: id }));
    }
    await retag(olds, inputs, {
      set: (tags) => iam.send(new TagRoleCommand({ RoleName: id, Tags: tagList(tags) })),
      remove: (TagKeys) => iam.send(new UntagRoleCommand({ RoleName: id, TagKeys })),
    });
  },
  async delete(id, aws, known) {
    const iam = aws.client(IAMClient);
    if (known.forceDetachPolicies) await removePolicies(iam, id);
    await iam.send(new DeleteRoleCommand({ RoleName: id }));
  },
};

/** Removes policies that were added outside the program, because they would prevent the role's deletion. */
async function removePolicies(iam: IAMClient, RoleName: string): Promise<void> {
  for await (const page of paginateListAttachedRolePolicies({ client: iam }, { RoleName })) {
    for (const { PolicyArn } of page.AttachedPolicies ?? []) {
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
  }
  for await (const page of paginateListRolePolicies({ client: iam }, { RoleName })) {
    for (const PolicyName of page.PolicyNames ?? []) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
}
