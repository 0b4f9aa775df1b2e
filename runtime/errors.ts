/** An error that carries a stable code, so that callers can tell cases apart without a class. */
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
 * Whether the service asks to come back later; the SDK has already retried by the time this is seen. S3 says
 * OperationAborted while another change of the same bucket goes on.
 */
export function isThrottled(error: unknown): boolean {
  return /Throttl|RequestLimitExceeded|OperationAborted|TooManyRequests|SlowDown|ServiceUnavailable/.test(
    codeOf(error),
  );
}
