import type { DoctorCommand } from "../../runtime/doctor/commands";
import type { Examined } from "../../runtime/doctor/examine";
import type { Result, Status } from "../../runtime/doctor/result";
import { newMark, type Sent } from "../../runtime/doctor/testEvent";
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

/** What is known of the accounts before they are looked at. */
interface KnownAccounts {
  accounts: string[];
  results: Result[];
}

/** The subject of an account about which nothing is known, because its examination broke off. */
const unfinished = "doctor";

/** Accounts that are examined at once. */
const atOnce = 10;

export const doctor: Verb = {
  command: "doctor",
  summary: "Examine whether every account is really covered: roles, rules, delivery, sources of findings",
  options: {
    account: { ...commonOptions.account, describe: "Only this account" },
    region: { ...commonOptions.region, describe: "Only this Region, and what has none" },
    all: { type: "boolean", default: false, describe: "Also what is well" },
    json: commonOptions.json,
  },
  examples: [
    ["doctor", "All accounts; what is wrong, what it means and what to do"],
    ["doctor --account 444455556666 --all", "Everything that is looked at in one account"],
    ["doctor --json", "For a pipeline: exit code 1 if there is a fault"],
  ],
  async run({ account, region, all, json }: Args, world) {
    const only = account && accountOf(account);
    const regions = region && [regionOf(region)];
    const directory = await readDirectory(world);
    const name = directory.doctorFunction;
    if (!name) throw problem("The security account's stack has no doctor: deploy it with this version.");
    const ask = <Answer>(command: DoctorCommand) => invoke<Answer>(world, name, "operate", command);
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

/** How the doctor is asked. */
interface Asking {
  /** Of all test events. */
  mark: string;
  examine(account: string, mark: string): Promise<Examined>;
  arrivals(sent: Sent[], mark: string): Promise<Result[]>;
}

/**
 * The results of all accounts in the order of the accounts. One that cannot be examined does not stop the others. All test
 * events are sent before it is asked, once, which of them arrived: no account is waited for.
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
          found[account] = [brokenOff(account, unfinished, "The doctor did not finish", error)];
        }
      },
    }),
  );
  if (world.interactive) await (await tasks(world, list, atOnce)).run();
  else await inTurns(list);
  // Without any answer the fault is not the accounts'.
  if (failures.length > 0 && failures.length === known.accounts.length) throw failures[0];
  const arrived = sent.length > 0 ? await arrivals(doctor, sent) : [];
  const of = (account: string) => [...(found[account] ?? []), ...arrived.filter((one) => one.account === account)];
  return [...known.results, ...known.accounts.flatMap(of)];
}

/** Whether test events arrived. If that cannot be asked, each account is told so. */
async function arrivals(doctor: Asking, sent: Sent[]): Promise<Result[]> {
  try {
    return await doctor.arrivals(sent, doctor.mark);
  } catch (error) {
    const senders = [...new Set(sent.map(({ account }) => account))];
    return senders.map((account) => brokenOff(account, "test event", "Nothing shows whether findings arrive", error));
  }
}

function brokenOff(account: string, subject: string, what: string, error: unknown): Result {
  const check = subject === unfinished ? "entrance" : "delivery";
  const says = `${what}: ${error instanceof Error ? error.message : String(error)}`;
  return { account, check, subject, status: "unknown", says };
}

async function inTurns(list: Task[]): Promise<void> {
  const rest = [...list];
  const worker = async () => {
    for (let task = rest.shift(); task; task = rest.shift()) await task.work(() => {});
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

const order: Status[] = ["fault", "unknown", "warning", "ok"];

/** How many results there are of each kind: "2 faults, 1 warning, 30 ok". */
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
  const well = accounts.length === 1 ? "The account was examined" : `${accounts.length} accounts were examined`;
  tell(world, `${well}: ${counted(results) || "nothing was looked at"}.`);
}

function row(style: Style, { status, region, check, subject, says }: Result): string[] {
  return [style.outcome(status), `${check}\n${style.faint(safe(region ?? ""))}`, `${safe(subject)}\n${safe(says)}`];
}
