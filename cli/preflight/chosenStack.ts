import type { Settings } from "../../components/settings/schema";
import { readSettings } from "../../components/settings/settings";
import { problem } from "../problem";
import { configOf, keysOf, stacksIn } from "../stackFiles";

/** A stack and the account and Region in its file, not yet validated. */
export interface StackPlace {
  stack: string;
  account: string | undefined;
  homeRegion: string | undefined;
}

/**
 * The stacks of a folder, or only the named one.
 *
 * @throws Problem with exit code 2 that lists the stacks
 */
export async function stackPlaces(folder: string, name: string | undefined): Promise<StackPlace[]> {
  const known: string[] = await stacksIn(folder).catch(() => []);
  if (known.length === 0)
    throw problem(`${folder} has no stack files Pulumi.<stack>.yaml; name another folder with --dir`, 2);
  if (name !== undefined && !known.includes(name))
    throw problem(`--stack is "${name}": the stacks are ${known.join(", ")}`, 2);
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
 * The stack of the credentials' account.
 *
 * @throws Problem with exit code 2 that lists the stacks and their accounts
 */
export function stackOf(places: StackPlace[], account: string): string {
  const own = places.filter((one) => one.account === account);
  if (own.length === 1) return own[0]!.stack;
  const all = places.map((one) => `${one.stack} (${one.account ?? "none"})`).join(", ");
  throw problem(
    own.length === 0
      ? `The credentials belong to account ${account}, which has no stack. Stacks and their firebreak:accountId: ${all}. Use other credentials, or write the stack file first.`
      : `Account ${account} has several stacks. Use --stack with one of ${own.map(({ stack }) => stack).join(", ")}.`,
    2,
  );
}

/**
 * The settings of a stack, as its program reads them.
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
