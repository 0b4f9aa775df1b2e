import type { JournalReader } from "../../runtime/journal/journal";
import type { Decision } from "../../runtime/model/journalItems";
import { accountOf } from "../accountOption";
import { readDirectory } from "../directory";
import { currentPause, openJournal } from "../journal";
import { safe, say, sayJson, tell } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import { age, momentOf, shortTime } from "../output/time";
import { problem } from "../problem";
import { commonOptions, type Verb } from "../verb";
import type { World } from "../world";
import { outcomes } from "./outcomes";

interface Args {
  since: string;
  account?: string;
  response?: string;
  outcome?: string;
  open: boolean;
  limit: number;
  json: boolean;
}

export const incidents: Verb = {
  command: "incidents",
  summary: "List decisions, or current containments",
  options: {
    since: { type: "string", requiresArg: true, default: "7d", describe: "Start: 12h, 7d, 4w or a date" },
    account: commonOptions.account,
    response: { type: "string", requiresArg: true, describe: "Only this response" },
    outcome: { type: "string", requiresArg: true, choices: outcomes, describe: "Only this outcome" },
    open: { type: "boolean", default: false, describe: "Current containments, regardless of age" },
    limit: { type: "number", requiresArg: true, default: 100, describe: "Maximum number of rows" },
    json: commonOptions.json,
  },
  examples: [
    ["incidents", "The last seven days"],
    ["incidents --open", "Containments that can be released"],
    ["incidents --since 24h --outcome failed --json", "For a pipeline"],
  ],
  async run(args: Args, world) {
    const since = momentOf(args.since, "since", world.now());
    const account = args.account && accountOf(args.account);
    if (args.open && args.outcome) throw problem("--open and --outcome cannot be combined", 2);
    const directory = await readDirectory(world);
    if (args.response && !(args.response in directory.functions)) {
      const known = Object.keys(directory.functions).join(", ");
      throw problem(`--response is "${args.response}": the responses are ${known}`, 2);
    }
    const journal = await openJournal(world, directory);
    await tellPause(world, journal);
    if (args.open) return listOpen(world, journal, { ...args, account });
    const until = world.now().toISOString();
    const found = account
      ? await journal.decisionsIn(account, since, until)
      : await journal.decisionsBetween(since, until);
    const wanted = found.filter((decision) => isWanted(decision, args)).reverse();
    if (args.json) sayJson(world, wanted);
    else if (wanted.length === 0) tell(world, `Nothing since ${shortTime(since)} UTC.`);
    else show(world, wanted, args.limit);
    return 0;
  },
};

const isWanted = (decision: Decision, { response, outcome }: Args) =>
  (!response || decision.response === response) && (!outcome || decision.outcome === outcome);

/** Warns that nothing is contained automatically during a pause. */
async function tellPause(world: World, journal: JournalReader): Promise<void> {
  const pause = await currentPause(journal, world.now());
  if (!pause) return;
  const end = pause.until ? `, until ${shortTime(pause.until)} UTC` : "";
  const text = `All responses have been paused since ${shortTime(pause.at)} UTC by ${safe(pause.by)}${end}: ${safe(pause.reason)}`;
  tell(world, styleOf(world).warning(text));
}

function show(world: World, decisions: Decision[], limit: number): void {
  const style = styleOf(world);
  const rows = decisions.slice(0, limit).map(({ at, outcome, response, target, about, containment, finding }) => {
    const account = target?.accountId ?? about?.accountId;
    const region = target?.region ?? about?.region;
    return [
      shortTime(at).replace(" ", "\n"),
      `${style.outcome(outcome)}\n${style.faint(safe(response))}`,
      `${safe(target?.id ?? about?.type ?? "")}\n${style.faint(safe(account ? `${account} ${region}` : ""))}`,
      safe(containment ?? finding),
    ];
  });
  say(world, tableText(["WHEN (UTC)", "OUTCOME", "WHAT", "SHOW"], rows, world.columns));
  if (decisions.length > limit) tell(world, `and ${decisions.length - limit} more: use --limit or --json`);
}

async function listOpen(world: World, journal: JournalReader, { account, response, json, limit }: Args): Promise<0> {
  const style = styleOf(world);
  const found = (await journal.heldContainments()).filter(
    (item) => (!account || item.target.accountId === account) && (!response || item.response === response),
  );
  if (json) {
    sayJson(world, found);
    return 0;
  }
  if (found.length === 0) {
    tell(world, "Nothing is contained now.");
    return 0;
  }
  const rows = found.slice(0, limit).map(({ id, status, response: name, target, holds, updatedAt }) => {
    const since = Object.values(holds)
      .map((hold) => hold.since)
      .sort()[0];
    return [
      `${age(since ?? updatedAt, world.now())}\n${style.faint(`${Object.keys(holds).length} held`)}`,
      `${style.outcome(status ?? "")}\n${style.faint(safe(name))}`,
      `${safe(target.id)}\n${style.faint(safe(`${target.accountId} ${target.region}`))}`,
      safe(id),
    ];
  });
  say(world, tableText(["FOR", "STATUS", "WHAT", "SHOW"], rows, world.columns));
  if (found.length > limit) tell(world, `and ${found.length - limit} more: use --limit or --json`);
  return 0;
}
