/** A limit of AWS on one document, and where AWS states it. */
export interface Quota {
  /** As AWS names it. */
  name: string;
  limit: number;
  page: string;
}

const iam = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const organizations = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
const sqs = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html";
const eventBridge = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html";

/** Characters of a document by what it belongs to; all inline policies of one role count together. */
export const quotas: Record<string, Quota> = {
  assumeRolePolicy: { name: "Role trust policy length", limit: 2048, page: iam },
  RolePolicy: { name: "Role inline policies, all of a role together", limit: 10_240, page: iam },
  QueuePolicy: { name: "Amazon SQS policy bytes", limit: 8192, page: sqs },
  TopicPolicy: {
    name: "Amazon SNS policy bytes",
    limit: 30 * 1024,
    page: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
  },
  Key: {
    name: "Key policy document size",
    limit: 32 * 1024,
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html",
  },
  EventBusPolicy: { name: "Event bus policy size", limit: 10_240, page: eventBridge },
  LogResourcePolicy: {
    name: "Resource policy document, in characters",
    limit: 5120,
    page: "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html",
  },
  ResourcePolicy: {
    name: "Function resource-based policy",
    limit: 20 * 1024,
    page: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
  },
  BucketPolicy: {
    name: "Bucket policy size",
    limit: 20 * 1024,
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
  },
  Scp: { name: "Service control policy document size", limit: 5120, page: organizations },
  Rcp: { name: "Resource control policy document size", limit: 5120, page: organizations },
  // Handed out to be attached as a customer managed policy.
  Policy: { name: "Managed policy size", limit: 6144, page: iam },
  eventPattern: {
    name: "Event pattern size",
    limit: 2048,
    page: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
  },
};

/** What SQS accepts in one policy besides its size: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
export const queuePolicyParts = { statements: 20, actions: 7, principals: 50, conditions: 10 };
