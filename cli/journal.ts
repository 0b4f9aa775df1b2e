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

/** The findings that exceptions exempt from any of the responses now. */
export async function exemptionsFrom(journal: JournalReader, responses: string[]): Promise<Exemption[]> {
  return (await Promise.all(responses.map((response) => journal.exemptionsFrom(response)))).flat();
}

/** The current pause of all responses, or undefined. */
export const currentPause = async (journal: JournalReader, now: Date): Promise<Pause | undefined> =>
  inForce(await journal.lastPause(), now);
