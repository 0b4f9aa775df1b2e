import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { IAM } from "@aws-sdk/client-iam";

/**
 * The clients that blocking needs. IAM has no Region; any Region of the partition leads to it. CloudTrail keeps the calls of
 * STS's global endpoint in one Region of the partition and all others where they were made.
 */
export interface BlockClients {
  iam: IAM;
  /** IAM with a session of its own, which may write policies and use none; only while containing. */
  policies?: IAM;
  trail?: CloudTrail;
  globalTrail?: CloudTrail;
}
