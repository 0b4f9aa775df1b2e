import type { JournalReader } from "../../runtime/journal/journal";
import { ocsfOf } from "../../runtime/lake/ocsf";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { outcomes } from "../../runtime/model/outcome";
import { decisionFacts } from "../../runtime/notices/decisionEvent";
import { type AccountText, accountTexts } from "../accountNames";
import { accountOf } from "../accountOption";
import { checkResponse, readDirectory } from "../directory";
import { currentPause, decisionsSince, openJournal, severitiesOf } from "../journal";
import { csvOf } from "../output/csv";
import { decisionHead, decisionRow } from "../output/decisionTable";
import { safe, say, sayJson, sayJsonLine, tell } from "../output/print";
import { type Style, styleOf } from "../output/style";
import { type Cell, tableText } from "../output/table";
import { age, momentOf, shortTime } from "../output/time";
import { pauseText } from "../pauseText";
import { problem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";
import { watchIncidents } from "./watchIncidents";

interface Args {
  since: string;
  account?: string;
  response?: string;
  outcome?: string;
  open: boolean;
  watch: boolean;
  limit: number;
  format: (typeof formats)[number];
  json: boolean;
}

/** How decisions are printed: for people, whole, for a spreadsheet, and one event of OCSF on each line. */
const formats = ["table", "json", "csv", "ocsf"] as const;

export const incidents: Verb = {
  command: "incidents",
  summary: "List decisions, or current containments",
  options: {
    since: { type: "string", requiresArg: true, default: "7d", describe: "Start: 12h, 7d, 4w or a date" },
    account: commonOptions.account,
    response: { type: "string", requiresArg: true, describe: "Only this response" },
    outcome: { type: "string", requiresArg: true, choices: outcomes, describe: "Only this outcome" },
    open: { type: "boolean", default: false, describe: "Current containments, regardless of age" },
    watch: { type: "boolean", default: false, describe: "Go on and print each decision as it is made, until Ctrl-C" },
    limit: {
      type: "number",
      range: { least: 1, most: 1_000_000, whole: true },
      requiresArg: true,
      default: 100,
      describe: "Maximum number of rows",
    },
    format: {
      type: "string",
      requiresArg: true,
      choices: formats,
      default: "table",
      describe: "How to print decisions",
    },
    json: { ...commonOptions.json, describe: "The same as --format json" },
  },
  examples: [
    ["incidents", "The last seven days"],
    ["incidents --open", "Containments that can be released"],
    ["incidents --since 1h --watch", "What happens now"],
    ["incidents --since 24h --outcome failed --json", "For a pipeline"],
    ["incidents --since 24h --format ocsf", "For a SIEM or a data lake, one event on each line"],
  ],
  async run(given: Args, world) {
    const args = formatted(given);
    const since = momentOf(args.since, "since", world.now());
    if (args.account) accountOf(args.account);
    for (const other of ["outcome", "watch"] as const) {
      if (args.open && args[other]) throw problem(`--open and --${other} cannot be combined`, 2);
    }
    const directory = await readDirectory(world);
    if (args.response) checkResponse(directory, args.response);
    const journal = await openJournal(world, directory);
    const pause = await currentPause(journal, world.now());
    if (pause) tell(world, styleOf(world).warning(pauseText(pause)));
    if (args.open) return listOpen(world, journal, args);
    if (args.watch) return watchIncidents(world, journal, { ...args, since, isWanted: (one) => isWanted(one, args) });
    const found = await decisionsSince(journal, since, world.now(), args.account);
    const wanted = found.filter((decision) => isWanted(decision, args)).reverse();
    if (args.json) sayJson(world, wanted);
    else if (args.format === "csv") world.out.write(csvOf(wanted));
    else if (args.format === "ocsf") for (const decision of wanted) sayJsonLine(world, ocsfOf(decisionFacts(decision)));
    else if (wanted.length === 0) tell(world, nothingText(since, args, found.length));
    else show(world, wanted, args.limit, await accountTexts(journal));
    return 0;
  },
};

/** @throws Problem with exit code 2 if the format is for decisions only */
function formatted(args: Args): Args {
  const json = args.json || args.format === "json";
  if (args.json && args.format !== "table" && args.format !== "json") {
    throw problem(`--json and --format ${args.format} cannot be combined`, 2);
  }
  for (const other of ["open", "watch"] as const) {
    if (args[other] && !json && args.format !== "table") {
      throw problem(`--${other} and --format ${args.format} cannot be combined: choose table or json`, 2);
    }
  }
  return { ...args, json };
}

const isWanted = (decision: Decision, { response, outcome }: Args) =>
  (!response || decision.response === response) && (!outcome || decision.outcome === outcome);

/** Names every filter, so that an empty list is not taken for a quiet night. */
function nothingText(since: string, { account, response, outcome }: Args, without: number): string {
  const filters = [
    ...(outcome ? [`outcome ${outcome}`] : []),
    ...(response ? [`response ${response}`] : []),
    ...(account ? [`account ${account}`] : []),
  ];
  const what = filters.length > 0 ? `Nothing with ${filters.join(", ")}` : "Nothing";
  const others = without > 0 ? ` Without --outcome and --response there are ${without} decisions.` : "";
  return `${what} since ${shortTime(since)} UTC.${others}`;
}

function show(world: World, decisions: Decision[], limit: number, accountText: AccountText): void {
  const style = styleOf(world);
  const rows = decisions.slice(0, limit).map((decision) => decisionRow(style, accountText, decision));
  say(world, tableText(world, decisionHead, rows));
  if (decisions.length > limit) tell(world, `and ${decisions.length - limit} more: use --limit or --json`);
}

async function listOpen(world: World, journal: JournalReader, { account, response, json, limit }: Args): Promise<0> {
  const all = await journal.heldContainments();
  const found = all.filter(
    (item) => (!account || item.target.accountId === account) && (!response || item.response === response),
  );
  if (json) {
    sayJson(world, found);
    return 0;
  }
  if (found.length === 0) {
    const filters = [...(account ? [`in account ${account}`] : []), ...(response ? [`by ${response}`] : [])].join(" ");
    const others = all.length > 0 ? ` Without the filters there are ${all.length}.` : "";
    tell(world, `Nothing is contained now${filters && ` ${filters}`}.${others}`);
    return 0;
  }
  const style = styleOf(world);
  const shown = found.slice(0, limit);
  const [accountText, severities] = [await accountTexts(journal), await severitiesOf(journal, shown)];
  const rows = shown.map((item) => heldRow({ style, accountText, severities, now: world.now() }, item));
  say(world, tableText(world, heldHead, rows));
  if (found.length > limit) tell(world, `and ${found.length - limit} more: use --limit or --json`);
  return 0;
}

const heldHead = ["FOR", "SEVERITY", "STATUS", "RESOURCE", "ACCOUNT", "REGION", "RESPONSE", "FINDINGS", "TYPE", "SHOW"];

/** What the row of a containment needs besides it. */
interface Showing {
  style: Style;
  accountText: AccountText;
  severities: Record<string, number>;
  now: Date;
}

function heldRow({ style, accountText, severities, now }: Showing, held: Containment): Cell[] {
  const { id, status, response, target, holds, updatedAt } = held;
  const all = Object.values(holds);
  const since = all.map((hold) => hold.since).sort()[0];
  return [
    age(since ?? updatedAt, now),
    style.severityCell(severities[id]),
    style.outcomeCell(status ?? ""),
    safe(target.id),
    accountText(target.accountId),
    safe(target.region),
    safe(response),
    String(all.length),
    [...new Set(all.map((hold) => safe(hold.type)))].join(", "),
    safe(id),
  ];
}
