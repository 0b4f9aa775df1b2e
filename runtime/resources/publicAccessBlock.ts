/**
 * The four switches of Block Public Access, which are independent and always written together:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
 */
export interface Block {
  BlockPublicAcls: boolean;
  IgnorePublicAcls: boolean;
  BlockPublicPolicy: boolean;
  RestrictPublicBuckets: boolean;
}

/** All four switches on. */
export const fullBlock: Block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Whether two sets of switches are equal; no switches equal only no switches. */
export function sameBlock(left: Block | null | undefined, right: Block | null | undefined): boolean {
  if (!left || !right) return !left && !right;
  return switchNames().every((name) => left[name] === right[name]);
}

/** The switches in words: which are on. */
export function inWords(block: Block | null | undefined): string {
  if (!block) return "absent";
  const on = switchNames().filter((name) => block[name]);
  return on.length > 0 ? `on for ${on.join(", ")}` : "off";
}

const switchNames = () => Object.keys(fullBlock) as (keyof Block)[];
