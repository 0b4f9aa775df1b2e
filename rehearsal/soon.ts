/** The pauses between attempts, in milliseconds. */
const pauses = [1000, 2000, 3000, 4000];

/**
 * Retries a call about a new resource, which AWS may not know everywhere yet
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
 *
 * @throws the call's error, if it is another one or persists
 */
export async function soon<Result>(
  pause: (milliseconds: number) => Promise<void>,
  call: () => Promise<Result>,
): Promise<Result> {
  for (const milliseconds of pauses) {
    try {
      return await call();
    } catch (error) {
      if (!/NotFound|NoSuchEntity/.test((error as Error).name)) throw error;
    }
    await pause(milliseconds);
  }
  return call();
}

/** Repeats a check until it finds no fault, because AWS may return old data. Returns the last result. */
export async function readPatiently(
  pause: (milliseconds: number) => Promise<void>,
  read: () => Promise<string | undefined>,
): Promise<string | undefined> {
  for (const milliseconds of pauses) {
    if ((await read()) === undefined) return undefined;
    await pause(milliseconds);
  }
  return read();
}
