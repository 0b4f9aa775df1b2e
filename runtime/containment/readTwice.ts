import { doubt, wait } from "../lib/wait";

/**
 * Reads a target, and once more if it is not found: AWS's answers may be older than the target, and a target that counts as
 * gone is never checked again.
 *
 * @param read `again` is true for the second reading, which must not use anything known before
 */
export async function readTwice<State>(
  read: (again: boolean) => Promise<State | undefined>,
): Promise<State | undefined> {
  const found = await read(false);
  if (found !== undefined) return found;
  await wait(doubt);
  return read(true);
}
