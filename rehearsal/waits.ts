/** A time that a rehearsal waits for AWS or for Firebreak. */
export interface Wait {
  /** What is waited for, and how often in one rehearsal. */
  what: string;
  times: number;
  /** How long it takes each time, in seconds. */
  seconds: number;
  /** Where the number is from. */
  source: string;
}

/** From an event on the account's bus to the function. */
const arrival: Omit<Wait, "times"> = {
  what: "a finding reaches the function",
  seconds: 5,
  source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html and the long poll of SQS",
};

/**
 * How long each response is waited for where all goes well. Where AWS names no number there is one of experience, from the
 * waiter of AWS's own SDK or the settings that are shipped.
 */
export const waits: Record<string, Wait[]> = {
  "isolate-instance": [
    {
      what: "an instance runs",
      times: 1,
      seconds: 60,
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html",
    },
    { ...arrival, times: 3 },
    {
      what: "a flow becomes untracked before the group is closed",
      times: 1,
      seconds: 5,
      source: "conversionSeconds, docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html",
    },
    {
      what: "EC2 shows what was changed",
      times: 8,
      seconds: 5,
      source: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html",
    },
    {
      what: "an instance ends",
      times: 1,
      seconds: 180,
      source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html",
    },
  ],
  "block-principal": [
    {
      what: "IAM shows everywhere what was made",
      times: 1,
      seconds: 15,
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency",
    },
    { ...arrival, times: 3 },
    {
      what: "the second look at a principal",
      times: 2,
      seconds: 10,
      source: "lookAgainSeconds in Pulumi.master.yaml",
    },
    {
      what: "IAM shows what was changed",
      times: 4,
      seconds: 15,
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency",
    },
  ],
  "confine-security-group": [
    { ...arrival, times: 1 },
    {
      what: "EC2 shows what was changed",
      times: 4,
      seconds: 5,
      source: "https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html",
    },
  ],
  "block-public-bucket": [
    { ...arrival, times: 1 },
    {
      what: "S3 shows what was changed",
      times: 2,
      seconds: 5,
      source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel",
    },
  ],
};

/** The longest that a rehearsal of all responses in one Region may be planned to take, in seconds. */
export const longestPlanned = 900;

/** The waits of responses added up, in seconds, as if nothing were done side by side. */
export const plannedSeconds = (responses: string[]): number =>
  responses.flatMap((name) => waits[name]!).reduce((sum, { times, seconds }) => sum + times * seconds, 0);
