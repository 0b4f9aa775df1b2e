import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListPolicyVersionsCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { same } from "../../compare";
import type { Kind } from "../../kind";
import { retag, tagList, tagMap } from "../../tags";

export const policy: Kind = {
  global: true,
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    path: { replaces: true, default: "/" },
    description: { replaces: true },
    policy: { json: true },
  },
  async create(inputs, aws) {
    const answer = await aws.client(IAMClient).send(
      new CreatePolicyCommand({
        PolicyName: inputs.name,
        Path: inputs.path,
        Description: inputs.description,
        PolicyDocument: inputs.policy,
        Tags: tagList(inputs.tags),
      }),
    );
    return answer.Policy!.Arn!;
  },
  async read(id, aws) {
    const iam = aws.client(IAMClient);
    const found = (await iam.send(new GetPolicyCommand({ PolicyArn: id }))).Policy!;
    const VersionId = found.DefaultVersionId;
    const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: id, VersionId }));
    return {
      inputs: {
        name: found.PolicyName,
        path: found.Path,
        description: found.Description || undefined,
        policy: decodeURIComponent(version.PolicyVersion!.Document!),
        tags: tagMap(found.Tags),
      },
      outputs: { arn: found.Arn, policyId: found.PolicyId },
    };
  },
  async update(id, inputs, aws, olds) {
    const iam = aws.client(IAMClient);
    if (!same(olds.policy, inputs.policy, { json: true })) {
      // AWS keeps at most five versions; the previous one is enough.
      await removeVersions(iam, id);
      const PolicyDocument = inputs.policy;
      await iam.send(new CreatePolicyVersionCommand({ PolicyArn: id, PolicyDocument, SetAsDefault: true }));
    }
    await retag(olds, inputs, {
      set: (tags) => iam.send(new TagPolicyCommand({ PolicyArn: id, Tags: tagList(tags) })),
      remove: (TagKeys) => iam.send(new UntagPolicyCommand({ PolicyArn: id, TagKeys })),
    });
  },
  async delete(id, aws) {
    const iam = aws.client(IAMClient);
    await removeVersions(iam, id);
    await iam.send(new DeletePolicyCommand({ PolicyArn: id }));
  },
};

/** Deletes all versions but the default one. */
async function removeVersions(iam: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId } of Versions.filter((version) => !version.IsDefaultVersion)) {
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}
