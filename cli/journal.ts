import type { Directory } from "../components/documents/directoryContent";
import { type JournalReader, readings } from "../runtime/journal/journal";
import { inForce } from "../runtime/journal/pause";
import { inParallel } from "../runtime/lib/inParallel";
import type { Containment, Decision, Exemption, Pause } from "../runtime/model/journalItems";
import { callAws } from "./problem";
import type { World } from "./world";

/** Opens the journal that the directory names, to read it. Its errors are problems for the user. */
export async function openJournal(
  world: World,
  { journalTable }: Pick<Directory, "journalTable">,
): Promise<JournalReader> {
  const journal = await world.aws.journal(journalTable);
  const inWords = (name: (typeof readings)[number]) => {
    const read = journal[name] as (...given: unknown[]) => Promise<unknown>;
    return (...given: unknown[]) => callAws("read the journal", "auditorPolicy", () => read(...given));
  };
  return Object.fromEntries(readings.map((name) => [name, inWords(name)])) as unknown as JournalReader;
}

/** How many containments to read in parallel. */
const atOnce = 20;

/** The containments that decisions name, each once. */
export async function containmentsOf(journal: JournalReader, decisions: Decision[]): Promise<Containment[]> {
  const ids = [...new Set(decisions.flatMap((decision) => decision.containment ?? []))];
  const found = await inParallel(ids, atOnce, (id) => journal.getContainment(id));
  return found.filter((item) => item !== undefined);
}

/** The highest severity of the findings that hold each containment, as far as it is known, by the containment's id. */
export async function severitiesOf(journal: JournalReader, held: Containment[]): Promise<Record<string, number>> {
  const pairs = held.flatMap(({ id, holds }) => Object.keys(holds).map((finding) => ({ id, finding })));
  const severities: Record<string, number> = {};
  await inParallel(pairs, atOnce, async ({ id, finding }) => {
    const decisions = await journal.decisionsOf(finding);
    const severity = decisions.findLast(({ about }) => about !== undefined)?.about?.severity;
    if (severity !== undefined) severities[id] = Math.max(severity, severities[id] ?? 0);
  });
  return severities;
}

/** The findings that exceptions exempt from any of the responses now. */
export async function exemptionsFrom(journal: JournalReader, responses: string[]): Promise<Exemption[]> {
  return (await Promise.all(responses.map((response) => journal.exemptionsFrom(response)))).flat();
}

/** The current pause of all responses, or undefined. */
export const currentPause = async (journal: JournalReader, now: Date): Promise<Pause | undefined> =>
  inForce(await journal.lastPause(), now);

/** The decisions of all accounts or of one, oldest first. */
export const decisionsSince = (journal: JournalReader, since: string, now: Date, account: string | undefined) =>
  account ? journal.decisionsIn(account, since, now.toISOString()) : journal.decisionsBetween(since, now.toISOString());
