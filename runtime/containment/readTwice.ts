import { doubt, wait } from "../lib/wait";

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
  await wait(doubt);
  return read(true);
}
