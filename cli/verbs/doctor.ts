import type { DoctorCommand } from "../../runtime/doctor/commands";
import type { Examined } from "../../runtime/doctor/examine";
import type { Result, Status } from "../../runtime/doctor/result";
import { newMark, type Sent } from "../../runtime/doctor/testEvent";
import { inParallel } from "../../runtime/lib/inParallel";
import { accountOf, regionOf } from "../accountOption";
import { readDirectory } from "../directory";
import { invoke } from "../invoke";
import { safe, say, sayJson, tell } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { tableText } from "../output/table";
import { problem } from "../problem";
import { type Task, tasks } from "../progress";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args {
  account?: string;
  region?: string;
  all: boolean;
  json: boolean;
}

/** What is known about the accounts before they are examined. */
interface KnownAccounts {
  accounts: string[];
  results: Result[];
}

/** The subject of the result for an account whose examination failed. */
const unfinished = "doctor";

/** Accounts to examine in parallel. */
const atOnce = 10;

export const doctor: Verb = {
  command: "doctor",
  summary: "Check that every account is covered: roles, rules, delivery, finding services",
  options: {
    account: { ...commonOptions.account, describe: "Only this account" },
    region: { ...commonOptions.region, describe: "Only this Region and global resources" },
    all: { type: "boolean", default: false, describe: "Include passed checks" },
    json: commonOptions.json,
  },
  examples: [
    ["doctor", "The problems of all accounts, what they mean and how to fix them"],
    ["doctor --account 444455556666 --all", "All checks of one account"],
    ["doctor --json", "For a pipeline: exit code 1 if there is a fault"],
  ],
  async run({ account, region, all, json }: Args, world) {
    const only = account && accountOf(account);
    const regions = region && [regionOf(region)];
    const directory = await readDirectory(world);
    const name = directory.doctorFunction;
    if (!name) throw problem("The security account's stack has no doctor: deploy it with this version.");
    const ask = <Answer>(command: DoctorCommand) =>
      invoke<Answer>(world, { functionName: name, alias: "operate" }, command);
    const known: KnownAccounts = only
      ? { accounts: [only], results: [] }
      : await ask<KnownAccounts>({ command: "accounts" });
    const results = await examineAll(world, known, {
      mark: newMark(),
      examine: (account, mark) => ask<Examined>({ command: "examine", account, mark, ...(regions && { regions }) }),
      arrivals: (sent, mark) => ask<Result[]>({ command: "arrivals", mark, sent }),
    });
    if (json) sayJson(world, { accounts: known.accounts, results });
    else show(world, known.accounts, results, all);
    return results.some(({ status, subject }) => status === "fault" || subject === unfinished) ? 1 : 0;
  },
};

/** The calls to the doctor function. */
interface Asking {
  /** A mark in all test events of this run. */
  mark: string;
  examine(account: string, mark: string): Promise<Examined>;
  arrivals(sent: Sent[], mark: string): Promise<Result[]>;
}

/**
 * The results in the order of the accounts. An account that cannot be examined does not stop the others. All test
 * events are sent first; then one query shows which of them arrived, so that no account delays another.
 */
async function examineAll(world: World, known: KnownAccounts, doctor: Asking): Promise<Result[]> {
  const found: Record<string, Result[]> = {};
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const list = known.accounts.map(
    (account): Task => ({
      title: account,
      async work(line) {
        try {
          const examined = await doctor.examine(account, doctor.mark);
          found[account] = examined.results;
          sent.push(...examined.sent);
          line(counted(examined.results));
        } catch (error) {
          failures.push(error);
          found[account] = [unfinishedResult(account, unfinished, "The doctor did not finish", error)];
        }
      },
    }),
  );
  if (world.interactive) await (await tasks(world, list, atOnce)).run();
  else await inParallel(list, atOnce, (task) => task.work(() => {}));
  // If all accounts fail, the cause is not in the accounts.
  if (failures.length > 0 && failures.length === known.accounts.length) throw failures[0];
  const arrived = sent.length > 0 ? await arrivals(doctor, sent) : [];
  const of = (account: string) => [...(found[account] ?? []), ...arrived.filter((one) => one.account === account)];
  return [...known.results, ...known.accounts.flatMap(of)];
}

/** Whether the test events arrived. If the query fails, each account gets a result that says so. */
async function arrivals(doctor: Asking, sent: Sent[]): Promise<Result[]> {
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

const order: Status[] = ["fault", "unknown", "warning", "ok"];

/** The number of results by status: "2 faults, 1 warning, 30 ok". */
function counted(results: Result[]): string {
  return order
    .map((status) => ({ status, count: results.filter((result) => result.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}${count > 1 && ["fault", "warning"].includes(status) ? "s" : ""}`)
    .join(", ");
}

function show(world: World, accounts: string[], results: Result[], all: boolean): void {
  const style = styleOf(world);
  const blocks = accounts.flatMap((account) => {
    const own = results.filter((result) => result.account === account);
    const shown = own
      .filter(({ status }) => all || status !== "ok")
      .sort((left, right) => order.indexOf(left.status) - order.indexOf(right.status));
    if (shown.length === 0) return [];
    const rows = shown.map((result) => row(style, result));
    return [`${style.title(account)}  ${counted(own)}\n${tableText(["", "WHERE", "WHAT"], rows, world.columns)}`];
  });
  if (blocks.length > 0) say(world, blocks.join("\n\n"));
  const summary = accounts.length === 1 ? "Examined the account" : `Examined ${accounts.length} accounts`;
  tell(world, `${summary}: ${counted(results) || "no checks"}.`);
}

function row(style: Style, { status, region, check, subject, says }: Result): string[] {
  return [style.outcome(status), `${check}\n${style.faint(safe(region ?? ""))}`, `${safe(subject)}\n${safe(says)}`];
}
