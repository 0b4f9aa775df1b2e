import { containmentKey } from "../../runtime/journal/dynamodb/keys";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { type JournalReader, ofKind, readAll, readOne } from "./reader";

/** The current containments, which can be released, oldest first. */
export async function readOpenContainments(reader: JournalReader): Promise<Containment[]> {
  return ofKind("containment", await readAll<Containment>(reader, { index: "byOpen", value: "containment" }));
}

/** One containment, or undefined if there is none. */
export async function readContainment(reader: JournalReader, id: string): Promise<Containment | undefined> {
  const found = await readOne<Containment>(reader, containmentKey(id));
  return found && ofKind("containment", [found])[0];
}

/** How many containments to read in parallel. */
const batch = 20;

/** The containments that decisions name, each once. */
export async function readContainments(reader: JournalReader, decisions: Decision[]): Promise<Containment[]> {
  const ids = [...new Set(decisions.flatMap((decision) => decision.containment ?? []))];
  const found: Containment[] = [];
  for (let at = 0; at < ids.length; at += batch) {
    const items = await Promise.all(ids.slice(at, at + batch).map((id) => readContainment(reader, id)));
    found.push(...items.filter((item) => item !== undefined));
  }
  return found;
}
