/** The pauses between attempts, in milliseconds. */
const pauses = [1000, 2000, 3000, 4000];

/**
 * Retries a call about a new resource, which AWS may not know everywhere yet
 * (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
 *
 * @param isNew tells errors that mean that the resource is not known yet
 * @throws the call's error, if it is another one or persists
 */
export async function soon<Result>(
  pause: (milliseconds: number) => Promise<void>,
  call: () => Promise<Result>,
  isNew = ({ name }: Error) => /NotFound|NoSuchEntity/.test(name),
): Promise<Result> {
  for (const milliseconds of pauses) {
    try {
      return await call();
    } catch (error) {
      if (!isNew(error as Error)) throw error;
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
