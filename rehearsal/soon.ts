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

/** How long to wait for a new resource, in milliseconds. */
const timeout = 300_000;

/**
 * Reads a new resource until it is as wanted.
 *
 * @param late what the error says if it takes too long: "instance i-1 does not run"
 * @param read returns undefined as long as it is not
 * @throws what `read` throws
 */
export async function awaited<Result>(
  pause: (milliseconds: number) => Promise<void>,
  late: string,
  read: () => Promise<Result | undefined>,
): Promise<Result> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${late} after ${timeout / 1000} s`);
    await pause(2000);
  }
}
