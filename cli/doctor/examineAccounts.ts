import { type DoctorCommand, doctorAlias } from "../../runtime/doctor/commands";
import type { Examined } from "../../runtime/doctor/examine";
import type { Result } from "../../runtime/doctor/result";
import { newMark, type Sent } from "../../runtime/doctor/testEvent";
import { inParallel } from "../../runtime/lib/inParallel";
import { readDirectory } from "../directory";
import { invoke } from "../invoke";
import { problem } from "../problem";
import { type Task, tasks } from "../progress";
import type { World } from "../world";

/** The calls to the doctor function. */
export interface Doctor {
  /** A mark in all test events of this run. */
  mark: string;
  accounts(): Promise<KnownAccounts>;
  examine(account: string, mark: string): Promise<Examined>;
  arrivals(sent: Sent[], mark: string): Promise<Result[]>;
}

/** What is known about the accounts before they are examined. */
export interface KnownAccounts {
  accounts: string[];
  results: Result[];
}

/** The subject of the result for an account whose examination failed. */
export const unfinished = "doctor";

/** Accounts to examine in parallel. */
const atOnce = 10;

/**
 * The doctor of the security account.
 *
 * @param regions only these Regions and global resources; all if left out
 * @param homeRegion the Region of the doctor; the environment's if left out
 * @throws Problem if the stack has none
 */
export async function findDoctor(world: World, regions?: string[], homeRegion?: string): Promise<Doctor> {
  const { doctorFunction: functionName } = await readDirectory(world, homeRegion);
  if (!functionName) throw problem("The security account's stack has no doctor: deploy it with this version.");
  const ask = <Answer>(command: DoctorCommand) =>
    invoke<Answer>(world, { functionName, alias: doctorAlias, ...(homeRegion && { region: homeRegion }) }, command);
  return {
    mark: newMark(),
    accounts: () => ask({ command: "accounts" }),
    examine: (account, mark) => ask({ command: "examine", account, mark, ...(regions && { regions }) }),
    arrivals: (sent, mark) => ask({ command: "arrivals", mark, sent }),
  };
}

/**
 * The results in the order of the accounts. An account that cannot be examined does not stop the others. All test
 * events are sent first; then one query shows which of them arrived, so that no account delays another.
 *
 * @param tell gets the results of each account as it is examined, without the arrival of its test events
 * @throws the error of an account if all fail, since the cause is then not in the accounts
 */
export async function examineAccounts(
  world: World,
  doctor: Doctor,
  accounts: string[],
  tell: (results: Result[]) => string = () => "",
): Promise<Result[]> {
  const found: Record<string, Result[]> = {};
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const list = accounts.map(
    (account): Task => ({
      title: account,
      async work(line) {
        try {
          const examined = await doctor.examine(account, doctor.mark);
          found[account] = examined.results;
          sent.push(...examined.sent);
          line(tell(examined.results));
        } catch (error) {
          failures.push(error);
          found[account] = [unfinishedResult(account, unfinished, "The doctor did not finish", error)];
        }
      },
    }),
  );
  if (world.interactive) await (await tasks(world, list, atOnce)).run();
  else await inParallel(list, atOnce, (task) => task.work(() => {}));
  if (failures.length > 0 && failures.length === accounts.length) throw failures[0];
  const arrived = sent.length > 0 ? await arrivals(doctor, sent) : [];
  return accounts.flatMap((account) => [
    ...(found[account] ?? []),
    ...arrived.filter((one) => one.account === account),
  ]);
}

/** Whether the test events arrived. If the query fails, each account gets a result that says so. */
async function arrivals(doctor: Doctor, sent: Sent[]): Promise<Result[]> {
  try {
    return await doctor.arrivals(sent, doctor.mark);
  } catch (error) {
    const senders = [...new Set(sent.map(({ account }) => account))];
    return senders.map((account) =>
      unfinishedResult(account, "test event", "It is unknown whether findings arrive", error),
    );
  }
}

function unfinishedResult(account: string, subject: string, what: string, error: unknown): Result {
  const check = subject === unfinished ? "entrance" : "delivery";
  const says = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  return { account, check, subject, status: "unknown", says };
}
