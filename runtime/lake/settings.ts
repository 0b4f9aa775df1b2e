/** The name of the function that writes decisions to a data lake, as responses have one. */
export const lake = "lake";

/** Where the files go; plain values that the function's closure captures. */
export interface LakeSettings {
  bucket: string;
  /** The account that must own the bucket. */
  owner: string;
  /** The bucket's Region. */
  region: string;
  /** The name of the custom source, which is the folder of its files under `ext/`. */
  source: string;
  /** The account of a decision that names none. */
  securityAccountId: string;
  /** The key that encrypts the files; that of the bucket if it is left out. */
  kmsKeyArn?: string | undefined;
  /** The role that writes, if the function's own does not. */
  writer?: { roleArn: string; externalId: string } | undefined;
}

/** The prefix of all files in the bucket. */
export const prefixOf = ({ source }: Pick<LakeSettings, "source">): string => `ext/${source}/`;
