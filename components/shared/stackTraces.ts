/**
 * Runs a Pulumi program without the stack traces of its errors. Pulumi takes one for each promise, and ts-node maps each to
 * TypeScript, which together takes most of the time of a program against mocks.
 */
export async function withoutStackTraces<Result>(run: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
