import type { JournalReader } from "../../runtime/journal/journal";
import type { Decision } from "../../runtime/model/journalItems";
import { accountTexts } from "../accountNames";
import { decisionsSince } from "../journal";
import { decisionHead, decisionRow } from "../output/decisionTable";
import { say, sayJsonLine, tell } from "../output/print";
import { styleOf } from "../output/style";
import { tableText } from "../output/table";
import type { World } from "../world";

/** Seconds between two readings of the journal. */
const interval = 5;

/** A decision may be visible in the journal's indexes some seconds late, so each reading begins this long before the last. */
const overlapMs = 60_000;

interface Watching {
  since: string;
  account?: string;
  json: boolean;
  isWanted(decision: Decision): boolean;
}

/** Prints each decision once, as it is made, until the user stops it. @returns 130 */
export async function watchIncidents(world: World, journal: JournalReader, watching: Watching): Promise<130> {
  let stopped = false;
  const end = world.onStop(() => {
    stopped = true;
  });
  const printed: Record<string, true> = {};
  let { since } = watching;
  let begun = false;
  tell(world, "Watching. Ctrl-C ends it.");
  while (!stopped && !world.out.destroyed) {
    const now = world.now();
    const found = await decisionsSince(journal, since, now, watching.account);
    const fresh = found.filter((one) => watching.isWanted(one) && !printed[keyOf(one)]);
    for (const one of fresh) printed[keyOf(one)] = true;
    if (fresh.length > 0) await print(world, journal, fresh, { ...watching, head: !begun });
    begun ||= fresh.length > 0;
    since = new Date(Math.max(Date.parse(since), now.getTime() - overlapMs)).toISOString();
    for (let second = 0; second < interval && !stopped; second++) await world.wait(1);
  }
  end();
  return 130;
}

const keyOf = ({ finding, at, run, target, response }: Decision): string =>
  [finding, at, run, response, target?.arn].join(" ");

async function print(
  world: World,
  journal: JournalReader,
  fresh: Decision[],
  { json, head }: { json: boolean; head: boolean },
): Promise<void> {
  if (json) {
    for (const one of fresh) sayJsonLine(world, one);
    return;
  }
  const [style, accountText] = [styleOf(world), await accountTexts(journal)];
  const text = tableText(
    world,
    decisionHead,
    fresh.map((one) => decisionRow(style, accountText, one)),
  );
  say(world, head ? text : text.slice(text.indexOf("\n") + 1));
}
