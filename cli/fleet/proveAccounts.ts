import { examineAccounts, findDoctor } from "../doctor/examineAccounts";
import type { World } from "../world";
import type { ChosenStack } from "./chosenStacks";
import { unprovenAccounts } from "./rollout/proof";

/** Examinations of an account that was just deployed, and the seconds between them: IAM takes its time to know new roles. */
const attempts = 4;
const pauseSeconds = 15;

/**
 * Proves by the doctor of the security account that accounts are deployed as declared
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency).
 *
 * @param homeRegion the Region of the doctor; the environment's if left out
 * @returns what is wrong, by stack
 */
export async function proveAccounts(
  world: World,
  stacks: ChosenStack[],
  homeRegion: string | undefined,
): Promise<Record<string, string>> {
  const accounts = stacks.flatMap(({ account }) => account ?? []);
  let problems: Record<string, string> = {};
  let open = accounts;
  for (let attempt = 1; open.length > 0 && attempt <= attempts; attempt++) {
    if (attempt > 1) await world.wait(pauseSeconds);
    problems = await unprovenOf(world, open, homeRegion);
    open = Object.keys(problems);
  }
  const byStack = stacks.map(({ stack, account }) => [
    stack,
    account === undefined ? "the stack file names no account" : problems[account],
  ]);
  return Object.fromEntries(byStack.filter(([, problem]) => problem !== undefined));
}

/** If the doctor itself fails, nothing is proven. */
async function unprovenOf(world: World, accounts: string[], homeRegion: string | undefined) {
  try {
    const doctor = await findDoctor(world, undefined, homeRegion);
    return unprovenAccounts(accounts, await examineAccounts(world, doctor, accounts));
  } catch (error) {
    const text = `it could not be proven: ${error instanceof Error ? error.message : String(error)}`;
    return Object.fromEntries(accounts.map((account) => [account, text]));
  }
}
