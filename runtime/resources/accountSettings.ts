import type { ResourceType } from "./resourceType";

/**
 * Block Public Access of an account, which holds in every Region. Its id is that of the account, as AWS Config has it. AWS has no ARN
 * and no tags for it; the ARN here is Firebreak's own, for `protectedResources`.
 */
export const accountPublicAccessBlock: ResourceType = {
  kind: "account-public-access-block",
  noun: "Block Public Access of an account",
  // https://docs.aws.amazon.com/config/latest/developerguide/s3-account-level-public-access-blocks.html
  names: { guardDuty: [], config: ["AWS::S3::AccountPublicAccessBlock"], asff: [] },
  inArn: "s3:account-public-access-block/",
  isId: (text) => /^\d{12}$/.test(text),
  idForm: "the id of an account",
  example: "111122223333",
  arn: ({ partition, accountId }, id) => `arn:${partition}:s3::${accountId}:account-public-access-block/${id}`,
  consolePage: () => ["s3", "/settings"],
};

/** The only id of EBS encryption by default: an account has one setting in each Region. */
const ebsEncryptionId = "ebs-encryption-by-default";

/**
 * EBS encryption by default of an account in a Region
 * (https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html). AWS has no ARN and no tags for it; the ARN here is
 * Firebreak's own, for `protectedResources`.
 */
export const ebsEncryption: ResourceType = {
  kind: "ebs-encryption",
  noun: "EBS encryption by default",
  names: { guardDuty: [], config: [], asff: [] },
  inArn: "ec2:account-setting/",
  isId: (text) => text === ebsEncryptionId,
  idForm: ebsEncryptionId,
  example: ebsEncryptionId,
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:ec2:${region}:${accountId}:account-setting/${id}`,
  consolePage: () => ["ec2", "Settings:tab=DataProtectionSecurity"],
};
