/** An error with a stable code, so that callers can distinguish cases without a class. */
export interface CodedError extends Error {
  code: string;
}

/** Makes an error with a code. A function, because an error class loses its prototype when a closure captures it. */
export function coded(code: string, message: string): CodedError {
  return Object.assign(new Error(message), { code });
}

/** The code of any thrown value: AWS puts it into `name`, `Code` or `code`. Empty if there is none. */
export function codeOf(error: unknown): string {
  const thrown = (error ?? {}) as { code?: unknown; Code?: unknown; name?: unknown };
  const code = [thrown.code, thrown.Code, thrown.name].find((value) => typeof value === "string" && value !== "Error");
  return (code as string | undefined) ?? "";
}

/** One line that names code and message of a thrown value. */
export function messageOf(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return code && !message.includes(code) ? `${code}: ${message}` : message;
}

/** Whether the caller lacks a permission; the services spell it differently. */
export function isDenied(error: unknown): boolean {
  return ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthFailure"].includes(codeOf(error));
}

/** Whether the resource that a call names does not exist. */
export function isMissing(error: unknown): boolean {
  return /NotFound|NoSuch/.test(codeOf(error));
}

/**
 * Whether the service asks to retry later; the SDK has already retried before this. S3 returns
 * OperationAborted during another change of the same bucket. IAM's LimitExceeded is a quota, not a rate.
 */
export function isThrottled(error: unknown): boolean {
  return /Throttl|RequestLimitExceeded|OperationAborted|TooManyRequests|SlowDown|PriorRequestNotComplete|ProvisionedThroughputExceeded/.test(
    codeOf(error),
  );
}

/**
 * Whether the service itself fails: an internal error, a time-out or a broken connection. Whether the call had its effect
 * is unknown then (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html;
 * ECS and EKS say ServerException: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html).
 */
export function isOutage(error: unknown): boolean {
  return /^(Internal|ServerException|ServerInternal|ServiceFailure|ServiceException|ServiceInternal)|Unavailable|Timeout|TimedOut|NetworkingError|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/i.test(
    codeOf(error),
  );
}

/**
 * Whether what a call would create already exists: an earlier delivery or another run created it, or the answer of a successful
 * call was lost. It is read before it is trusted.
 */
export function isExisting(error: unknown): boolean {
  return /Duplicate|AlreadyExists|AlreadyOwnedByYou/.test(codeOf(error));
}

/**
 * Whether the service refuses a call permanently: the request is wrong, not possible for this resource, or beyond a quota.
 * Everything else may succeed later: new objects become visible with a delay
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 */
export function isRefused(error: unknown): boolean {
  const code = codeOf(error);
  if (isMissing(error) || isThrottled(error)) return false;
  return /^(OperationNotPermitted|Unsupported|UnmodifiableEntity|MalformedPolicyDocument|MalformedXML|Validation|Invalid(Parameter|Input|Request|Argument|InstanceAttribute|Attribute)|MissingParameter|MethodNotAllowed|NotImplemented)|LimitExceeded|QuotaExceeded|StorageExceeded|NotSupported|^ServiceQuota/.test(
    code,
  );
}

/**
 * Whether the same may succeed in an hour without a fix: AWS is throttling, down, or not consistent yet. Such a failure does not
 * count as an attempt, or an attacker who floods an API for some minutes would win.
 */
export function isPatient(error: unknown): boolean {
  return (
    isThrottled(error) || isOutage(error) || ["OutOfTime", "Busy", "LeftOpen", "Unsettled"].includes(codeOf(error))
  );
}
