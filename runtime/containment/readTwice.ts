import { pause } from "./progress";

/** Seconds until a target that cannot be found is looked for once more. */
export const doubt = 1;

/**
 * Reads a target, and once more if it is not there: AWS's answers may be older than the target, and what is taken for gone is
 * never looked at again.
 *
 * @param read gets whether it is the second time: then nothing that was known before may be used
 */
export async function readTwice<State>(
  read: (again: boolean) => Promise<State | undefined>,
): Promise<State | undefined> {
  const found = await read(false);
  if (found !== undefined) return found;
  await pause({}, doubt);
  return read(true);
}
