/** A wait of a rehearsal for AWS or Firebreak. */
export interface Wait {
  /** What the rehearsal waits for, and how often. */
  what: string;
  times: number;
  /** How long it takes each time, in seconds. */
  seconds: number;
  /** The source of the number. */
  source: string;
}

/** From an event on the account's bus to the function. */
const arrival: Omit<Wait, "times"> = {
  what: "a finding reaches the function",
  seconds: 5,
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html and the long poll of SQS",
};

/** From a change until EC2 shows it to every reader. */
const shownByEc2: Omit<Wait, "times"> = {
  what: "EC2 shows the changes",
  seconds: 5,
  source: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html",
};

/**
 * The waits of each response if all goes well. Where AWS documents no number, it is from experience, from a waiter of
 * the AWS SDK, or from the shipped settings.
 */
export const waits: Record<string, Wait[]> = {
  "isolate-instance": [
    {
      what: "an instance runs",
      times: 1,
      seconds: 60,
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html",
    },
    {
      what: "an endpoint has its interface, and ends",
      times: 2,
      seconds: 60,
      source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    },
    { ...arrival, times: 3 },
    {
      what: "a flow becomes untracked before the group is closed",
      times: 1,
      seconds: 5,
      source: "conversionSeconds, docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
    },
    { ...shownByEc2, times: 8 },
    {
      what: "an instance ends",
      times: 1,
      seconds: 180,
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html",
    },
  ],
  "block-principal": [
    {
      what: "IAM has propagated new principals",
      times: 1,
      seconds: 15,
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency",
    },
    { ...arrival, times: 3 },
    {
      what: "the second check of a principal",
      times: 2,
      seconds: 10,
      source: "lookAgainSeconds in Pulumi.master.yaml",
    },
    {
      what: "IAM shows the changes",
      times: 4,
      seconds: 15,
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency",
    },
  ],
  "confine-security-group": [
    { ...arrival, times: 1 },
    { ...shownByEc2, times: 4 },
  ],
  "block-public-bucket": [
    { ...arrival, times: 1 },
    {
      what: "S3 shows the changes",
      times: 2,
      seconds: 5,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel",
    },
  ],
  "stop-function": [
    {
      what: "IAM has propagated the function's role, and the function is active",
      times: 1,
      seconds: 20,
      source: "https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html",
    },
    { ...arrival, times: 1 },
    {
      what: "Lambda shows the changes",
      times: 2,
      seconds: 5,
      source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
    },
  ],
  "unshare-copy": [
    {
      what: "a volume is available, and its empty snapshot complete",
      times: 1,
      seconds: 40,
      source: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-snapshots.html",
    },
    { ...arrival, times: 1 },
    { ...shownByEc2, times: 2 },
  ],
  "isolate-task": [
    {
      what: "a task runs",
      times: 1,
      seconds: 60,
      source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html",
    },
    { ...arrival, times: 1 },
    { ...shownByEc2, times: 4 },
    {
      what: "a task has stopped, and its interface is gone",
      times: 1,
      seconds: 60,
      source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html",
    },
  ],
  "restore-guardrail": [
    {
      what: "a trail may write to its bucket",
      times: 1,
      seconds: 5,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel",
    },
    { ...arrival, times: 2 },
    {
      what: "CloudTrail shows the changes",
      times: 2,
      seconds: 5,
      source: "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html",
    },
  ],
};

/** The maximum planned duration of a rehearsal of all responses in one Region, in seconds. */
export const longestPlanned = 900;

/** The sum of the waits of responses, in seconds, without parallel work. */
export const plannedSeconds = (responses: string[]): number =>
  responses.flatMap((name) => waits[name]!).reduce((sum, { times, seconds }) => sum + times * seconds, 0);
