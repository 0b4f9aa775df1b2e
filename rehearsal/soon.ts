/** The pauses between tries, in milliseconds. */
const pauses = [1000, 2000, 3000, 4000];

/**
 * Makes a call about something that was made a moment ago: AWS may not know it everywhere yet
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
 *
 * @throws what the call throws, if it is anything else or stays so
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

/** Reads until nothing is amiss: what is read may be a moment old. The last answer counts. */
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
