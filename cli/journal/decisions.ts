import { decisionKey } from "../../runtime/journal/dynamodb/keys";
import type { Decision } from "../../runtime/model/journalItems";
import { type JournalReader, ofKind, readAll } from "./reader";

/** How many days to query in parallel. */
const batch = 10;

/** The decisions between two moments in ISO 8601, oldest first. The index lags the table by about a second. */
export async function readDecisions(reader: JournalReader, since: string, until: string): Promise<Decision[]> {
  const days = daysBetween(since, until);
  const found: Decision[] = [];
  for (let at = 0; at < days.length; at += batch) {
    const pages = await Promise.all(
      days
        .slice(at, at + batch)
        .map((value) => readAll<Decision>(reader, { index: "byDay", value, from: since, to: until })),
    );
    found.push(...pages.flat());
  }
  return ofKind("decision", found);
}

/** The decisions about an account between two moments, oldest first. */
export async function readDecisionsIn(reader: JournalReader, account: string, since: string, until: string) {
  const items = await readAll<Decision>(reader, { index: "byAccount", value: account, from: since, to: until });
  return ofKind("decision", items);
}

/** Every decision about a finding, oldest first. */
export async function readDecisionsOf(reader: JournalReader, finding: string): Promise<Decision[]> {
  const { pk } = decisionKey({ finding, at: "", run: "" });
  return ofKind("decision", await readAll<Decision>(reader, { value: pk }));
}

/** Every decision about a resource, oldest first. */
export async function readDecisionsAbout(reader: JournalReader, arn: string): Promise<Decision[]> {
  return ofKind("decision", await readAll<Decision>(reader, { index: "byResource", value: arn }));
}

/** The days in UTC that a time span covers, such as 2026-11-26. */
export function daysBetween(since: string, until: string): string[] {
  const days: string[] = [];
  const last = Date.parse(`${until.slice(0, 10)}T00:00:00Z`);
  for (let day = Date.parse(`${since.slice(0, 10)}T00:00:00Z`); day <= last; day += 24 * 3600 * 1000) {
    days.push(new Date(day).toISOString().slice(0, 10));
  }
  return days;
}
