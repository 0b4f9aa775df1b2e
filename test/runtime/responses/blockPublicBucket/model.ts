import type { S3 } from "@aws-sdk/client-s3";
import type { Block } from "../../../../runtime/resources/publicAccessBlock";

/** What S3 stores for one bucket. */
export interface Bucket {
  owner: string;
  tags: Record<string, string>;
  block: Block | undefined;
  /** Undefined: no policy. */
  policyIsPublic: boolean | undefined;
  /** The groups to which the ACL as written grants something. */
  aclGroups: string[];
  /** Statements of the policy besides what makes it public. */
  statements?: unknown[];
  /** Canonical ids of other accounts in the ACL. */
  aclUsers?: string[];
}

/** A call that S3 received. */
export interface Request {
  operation: string;
  input: any;
}

/** The part of S3 that blocking uses, with these buckets. */
export interface S3Model {
  s3: S3;
  buckets: Record<string, Bucket>;
  requests: Request[];
  /** Errors with which the next calls of an operation fail. */
  failures: Record<string, unknown[]>;
  /** Accepts writes without carrying them out. */
  deaf: boolean;
}

/** An error as the SDK throws it. */
export const aws = (name: string, message = name) => Object.assign(new Error(message), { name });

/** A bucket with default settings, except for these. */
export const bucketWith = (more: Partial<Bucket> = {}): Bucket => ({
  owner: "444455556666",
  tags: {},
  block: undefined,
  policyIsPublic: undefined,
  aclGroups: [],
  ...more,
});

/** S3 as its API reference describes it, strict: a wrong owner is refused, and a switch that is not sent is off. */
export function s3With(buckets: Record<string, Bucket>): S3Model {
  const model: S3Model = { s3: undefined as never, buckets, requests: [], failures: {}, deaf: false };
  const operation = (name: string, act: (bucket: Bucket, input: any) => unknown) => async (input: any) => {
    model.requests.push({ operation: name, input });
    const failure = model.failures[name]?.shift();
    if (failure) throw failure;
    const bucket = model.buckets[input.Bucket];
    if (!bucket) throw aws("NoSuchBucket");
    if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.owner) {
      throw aws("AccessDenied", "Access Denied");
    }
    return act(bucket, input) ?? {};
  };
  model.s3 = {
    getBucketTagging: operation("GetBucketTagging", ({ tags }) => {
      if (Object.keys(tags).length === 0) throw aws("NoSuchTagSet");
      return { TagSet: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    }),
    getPublicAccessBlock: operation("GetPublicAccessBlock", ({ block }) => {
      if (!block) throw aws("NoSuchPublicAccessBlockConfiguration");
      return { PublicAccessBlockConfiguration: { ...block } };
    }),
    getBucketPolicyStatus: operation("GetBucketPolicyStatus", ({ policyIsPublic }) => {
      if (policyIsPublic === undefined) throw aws("NoSuchBucketPolicy");
      return { PolicyStatus: { IsPublic: policyIsPublic } };
    }),
    getBucketPolicy: operation("GetBucketPolicy", ({ policyIsPublic, statements = [] }) => {
      if (policyIsPublic === undefined && statements.length === 0) throw aws("NoSuchBucketPolicy");
      const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };
      return { Policy: JSON.stringify({ Statement: [...(policyIsPublic ? [open] : []), ...statements] }) };
    }),
    getBucketAcl: operation("GetBucketAcl", ({ aclGroups, aclUsers = [], block }) => ({
      Owner: { ID: "owner" },
      Grants: [
        ...aclUsers.map((ID) => ({ Grantee: { Type: "CanonicalUser", ID }, Permission: "READ" })),
        { Grantee: { Type: "CanonicalUser", ID: "owner" }, Permission: "FULL_CONTROL" },
        ...(block?.IgnorePublicAcls ? [] : aclGroups).map((group) => ({
          Grantee: { Type: "Group", URI: `http://acs.amazonaws.com/groups/${group}` },
          Permission: "READ",
        })),
      ],
    })),
    putPublicAccessBlock: operation("PutPublicAccessBlock", (bucket, input) => {
      const off = {
        BlockPublicAcls: false,
        IgnorePublicAcls: false,
        BlockPublicPolicy: false,
        RestrictPublicBuckets: false,
      };
      if (!model.deaf) bucket.block = { ...off, ...input.PublicAccessBlockConfiguration };
    }),
    deletePublicAccessBlock: operation("DeletePublicAccessBlock", (bucket) => {
      if (!model.deaf) bucket.block = undefined;
    }),
  } as unknown as S3;
  return model;
}
