import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateKeyDescriptionCommand,
} from "@aws-sdk/client-kms";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag } from "../../tags";

export const key: Kind = {
  tagged: true,
  inputs: {
    description: { default: "Managed by Pulumi" },
    keyUsage: { replaces: true, default: "ENCRYPT_DECRYPT" },
    customerMasterKeySpec: { replaces: true, default: "SYMMETRIC_DEFAULT" },
    multiRegion: { replaces: true, default: false },
    policy: { json: true },
    bypassPolicyLockoutSafetyCheck: { default: false },
    isEnabled: { default: true },
    enableKeyRotation: { default: false },
    rotationPeriodInDays: {},
    deletionWindowInDays: { default: 30 },
  },
  async create(inputs, aws) {
    const answer = await aws.client(KMSClient).send(
      new CreateKeyCommand({
        Description: inputs.description,
        KeyUsage: inputs.keyUsage,
        KeySpec: inputs.customerMasterKeySpec,
        MultiRegion: inputs.multiRegion,
        Policy: inputs.policy,
        BypassPolicyLockoutSafetyCheck: inputs.bypassPolicyLockoutSafetyCheck,
        Tags: kmsTags(inputs.tags),
      }),
    );
    return answer.KeyMetadata!.KeyId!;
  },
  async finish(id, inputs, aws) {
    if (inputs.enableKeyRotation) await setRotation(id, inputs, aws);
    if (!inputs.isEnabled) await aws.client(KMSClient).send(new DisableKeyCommand({ KeyId: id }));
  },
  async read(id, aws) {
    const kms = aws.client(KMSClient);
    const found = (await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata!;
    if (found.KeyState === "PendingDeletion") return undefined;
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: "default" }));
    const { Tags = [] } = await kms.send(new ListResourceTagsCommand({ KeyId: id }));
    return {
      inputs: {
        description: found.Description,
        keyUsage: found.KeyUsage,
        customerMasterKeySpec: found.KeySpec,
        multiRegion: found.MultiRegion ?? false,
        policy: Policy,
        isEnabled: found.Enabled,
        ...(found.KeySpec === "SYMMETRIC_DEFAULT" && (await rotationOf(id, aws))),
        tags: Tags.length ? Object.fromEntries(Tags.map((tag) => [tag.TagKey!, tag.TagValue!])) : undefined,
      },
      outputs: { arn: found.Arn, keyId: found.KeyId },
    };
  },
  async update(id, inputs, aws, olds) {
    const kms = aws.client(KMSClient);
    const KeyId = id;
    if (inputs.isEnabled && !olds.isEnabled) await kms.send(new EnableKeyCommand({ KeyId }));
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: inputs.description }));
    if (inputs.policy && inputs.policy !== olds.policy) {
      const BypassPolicyLockoutSafetyCheck = inputs.bypassPolicyLockoutSafetyCheck;
      await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: inputs.policy, BypassPolicyLockoutSafetyCheck }));
    }
    const rotates = (of: Properties) => `${of.enableKeyRotation} ${of.rotationPeriodInDays}`;
    if (rotates(inputs) !== rotates(olds)) await setRotation(id, inputs, aws);
    await retag(olds, inputs, {
      set: (tags) => kms.send(new TagResourceCommand({ KeyId, Tags: kmsTags(tags) })),
      remove: (TagKeys) => kms.send(new UntagResourceCommand({ KeyId, TagKeys })),
    });
    if (!inputs.isEnabled && olds.isEnabled) await kms.send(new DisableKeyCommand({ KeyId }));
  },
  delete: (id, aws, known) =>
    aws
      .client(KMSClient)
      .send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: known.deletionWindowInDays })),
};

const kmsTags = (tags: Record<string, string> = {}) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

async function setRotation(KeyId: string, inputs: Properties, aws: Place): Promise<void> {
  const kms = aws.client(KMSClient);
  const RotationPeriodInDays = inputs.rotationPeriodInDays;
  if (inputs.enableKeyRotation) await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays }));
  else await kms.send(new DisableKeyRotationCommand({ KeyId }));
}

async function rotationOf(KeyId: string, aws: Place): Promise<Properties> {
  const found = await aws.client(KMSClient).send(new GetKeyRotationStatusCommand({ KeyId }));
  return { enableKeyRotation: found.KeyRotationEnabled, rotationPeriodInDays: found.RotationPeriodInDays };
}
