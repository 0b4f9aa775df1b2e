import type { Settings } from "../../components/settings/schema";
import { readSettings } from "../../components/settings/settings";
import { problem } from "../problem";
import { configOf, keysOf, stacksIn } from "../stackFiles";

/** A stack and what its file says of where it is; nothing of that is checked yet. */
export interface StackPlace {
  stack: string;
  account: string | undefined;
  homeRegion: string | undefined;
}

/**
 * The stacks of a folder, or the one that is named.
 *
 * @throws Problem with exit code 2 that names the stacks there are
 */
export async function stackPlaces(folder: string, name: string | undefined): Promise<StackPlace[]> {
  const known: string[] = await stacksIn(folder).catch(() => []);
  if (known.length === 0)
    throw problem(`${folder} has no stack files Pulumi.<stack>.yaml; --dir names another folder`, 2);
  if (name !== undefined && !known.includes(name))
    throw problem(`--stack is "${name}": there are ${known.join(", ")}`, 2);
  return Promise.all(
    known
      .filter((stack) => name === undefined || stack === name)
      .map(async (stack) => {
        const config = await configOf(folder, stack);
        return { stack, account: config("accountId"), homeRegion: config("homeRegion") };
      }),
  );
}

/**
 * The stack of the account that the credentials are of.
 *
 * @throws Problem with exit code 2 that names the stacks and their accounts
 */
export function stackOf(places: StackPlace[], account: string): string {
  const own = places.filter((one) => one.account === account);
  if (own.length === 1) return own[0]!.stack;
  const all = places.map((one) => `${one.stack} (${one.account ?? "none"})`).join(", ");
  throw problem(
    own.length === 0
      ? `The credentials are those of account ${account}, and there is no stack of that account: firebreak:accountId is that of ${all}. Use other credentials, or write the stack's file first.`
      : `Several stacks are of account ${account}: --stack names one of ${own.map(({ stack }) => stack).join(", ")}.`,
    2,
  );
}

/**
 * The settings of a stack, read as its program reads them.
 *
 * @throws Problem with exit code 2 that names what is wrong in its file
 */
export async function settingsOf(folder: string, stack: string): Promise<Settings> {
  const [config, keys] = [await configOf(folder, stack), await keysOf(folder, stack)];
  try {
    return readSettings(config, keys);
  } catch (error) {
    throw problem((error as Error).message, 2);
  }
}
