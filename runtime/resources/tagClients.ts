import type { EC2 } from "@aws-sdk/client-ec2";
import type { IAM } from "@aws-sdk/client-iam";
import type { RDS } from "@aws-sdk/client-rds";
import type { S3 } from "@aws-sdk/client-s3";
import type { S3Control } from "@aws-sdk/client-s3-control";

/** The clients by which tags are read and written; only those of the kinds that are needed are there. */
export interface TagClients {
  s3?: S3;
  /** Where tags of buckets are written. */
  s3Control?: S3Control;
  ec2?: EC2;
  iam?: IAM;
  rds?: RDS;
}

/** What is read of a resource with its tags. */
export interface TaggedResource {
  tags: Record<string, string>;
  /** Where the finding's id is not the name that people use. */
  name?: string;
  arn?: string;
  /** Of a database, whose name may be used again. */
  resourceId?: string;
}
