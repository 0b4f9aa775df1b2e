import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { ECS } from "@aws-sdk/client-ecs";
import type { EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";

/**
 * The clients that blocking needs. IAM is global: every Region of the partition reaches it. CloudTrail records calls of the global
 * STS endpoint in one Region of the partition, and all others in the Region of the call.
 */
export interface BlockClients {
  iam: IAM;
  /** IAM with a separate session, which may write policies but not use them; only while containing. */
  policies?: IAM;
  /** Finds the role of a task. */
  ecs?: ECS;
  /** Finds the role of a pod. */
  eks?: EKS;
  trail?: CloudTrail;
  globalTrail?: CloudTrail;
}
