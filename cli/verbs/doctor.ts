import { type Coverage, coverageOf, type Result, type Status } from "../../runtime/doctor/result";
import { type AccountText, accountTexts } from "../accountNames";
import { accountOf, regionOf } from "../accountOption";
import { readDirectory } from "../directory";
import { examineAccounts, findDoctor, type KnownAccounts, unfinished } from "../doctor/examineAccounts";
import { openJournal } from "../journal";
import { safe, say, sayJson, tell } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { type Cell, tableText } from "../output/table";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";

interface Args {
  account?: string;
  region?: string;
  all: boolean;
  json: boolean;
}

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
    const regions = region === undefined ? undefined : [regionOf(region)];
    const found = await findDoctor(world, regions);
    const known: KnownAccounts = only ? { accounts: [only], results: [] } : await found.accounts();
    const results = [...known.results, ...(await examineAccounts(world, found, known.accounts, counted))];
    const coverage = coverageIn(known.accounts, results);
    if (json) sayJson(world, { accounts: known.accounts, coverage, results });
    else {
      const accountText = await accountTexts(await openJournal(world, await readDirectory(world)));
      show(world, { coverage, results, all, accountText });
    }
    return results.some(({ status, subject }) => status === "fault" || subject === unfinished) ? 1 : 0;
  },
};

const order: Status[] = ["fault", "unknown", "warning", "ok"];

/** The number of results by status: "2 faults, 1 warning, 30 ok". */
function counted(results: Result[]): string {
  return order
    .map((status) => ({ status, count: results.filter((result) => result.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}${count > 1 && ["fault", "warning"].includes(status) ? "s" : ""}`)
    .join(", ");
}

/** How far an account is covered, in words. */
export const coverageWords: Record<Coverage, string> = {
  covered: "covered",
  partly: "partly covered",
  not: "not covered",
};

/** How far each account is covered, in the order of the accounts. */
function coverageIn(accounts: string[], results: Result[]): Record<string, Coverage> {
  const own: Record<string, Result[]> = Object.fromEntries(accounts.map((account) => [account, []]));
  for (const result of results) own[result.account]?.push(result);
  return Object.fromEntries(accounts.map((account) => [account, coverageOf(own[account]!)]));
}

interface Shown {
  coverage: Record<string, Coverage>;
  results: Result[];
  all: boolean;
  accountText: AccountText;
}

function show(world: World, { coverage, results, all, accountText }: Shown): void {
  const style = styleOf(world);
  const accounts = Object.keys(coverage);
  if (!world.terminal) {
    const rows = accounts.flatMap((account) =>
      shownOf(results, account, all).map((result) => [accountText(account), ...row(style, result)]),
    );
    say(world, tableText(world, ["ACCOUNT", ...head], rows));
    tell(world, summaryOf(coverage, results));
    return;
  }
  const blocks = accounts.flatMap((account) => {
    const own = results.filter((result) => result.account === account);
    const shown = shownOf(results, account, all);
    if (shown.length === 0) return [];
    const rows = shown.map((result) => row(style, result));
    return [
      `${style.title(accountText(account))}  ${coverageWords[coverage[account]!]}: ${counted(own)}\n${tableText(world, head, rows)}`,
    ];
  });
  if (blocks.length > 0) say(world, blocks.join("\n\n"));
  tell(world, summaryOf(coverage, results));
}

const head = ["STATUS", "CHECK", "REGION", "SUBJECT", "WHAT"];

/** The results of an account to show, worst first; those that say the same of several subjects are one. */
export const shownOf = (results: Result[], account: string, all: boolean): Result[] =>
  grouped(worstFirst(results.filter((result) => result.account === account && (all || result.status !== "ok"))));

/** What needs a person first. */
export const worstFirst = (results: Result[]): Result[] =>
  [...results].sort((left, right) => order.indexOf(left.status) - order.indexOf(right.status));

function grouped(results: Result[]): Result[] {
  const groups = new Map<string, Result>();
  for (const result of results) {
    const { status, check, region, says, subject } = result;
    const key = JSON.stringify([status, check, region, says]);
    const first = groups.get(key);
    groups.set(key, first ? { ...first, subject: `${first.subject}, ${subject}` } : result);
  }
  return [...groups.values()];
}

function summaryOf(coverage: Record<string, Coverage>, results: Result[]): string {
  const accounts = Object.keys(coverage);
  const numbers = (Object.keys(coverageWords) as Coverage[])
    .map((one) => ({ one, count: accounts.filter((account) => coverage[account] === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${count} ${coverageWords[one]}`);
  const summary = accounts.length === 1 ? "Examined the account" : `Examined ${accounts.length} accounts`;
  return `${summary}: ${numbers.join(", ")}. Checks: ${counted(results) || "none"}.`;
}

function row(style: Style, { status, region, check, subject, says }: Result): Cell[] {
  return [style.outcomeCell(status), check, safe(region ?? ""), safe(subject), safe(says)];
}
