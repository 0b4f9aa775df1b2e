import { coded } from "../lib/errors";
import { rehearsalReader } from "./rehearsal";
import type { SourceEvent } from "./sourceEvent";
import { sources } from "./sources";

/**
 * A reader of the events of every source, by their `detail-type`.
 *
 * @param rehearsalAccounts the accounts from which rehearsal events are accepted
 * @returns a function that throws a ZodError for a malformed event, and an UnknownEvent for one of another kind
 */
export function eventReader(rehearsalAccounts: string[] = []): (event: unknown) => SourceEvent {
  const readers = Object.fromEntries(
    sources.flatMap(({ events }) => events.map(({ detailType, reader }) => [detailType, reader()])),
  );
  const readOne = (event: unknown) => {
    const kind = (event as { "detail-type"?: unknown } | null)?.["detail-type"];
    const read = typeof kind === "string" && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (read) return read(event);
    const known = Object.keys(readers).join(", ");
    throw coded("UnknownEvent", `detail-type is ${JSON.stringify(kind) ?? "missing"}; known are ${known}`);
  };
  return rehearsalReader(readOne, rehearsalAccounts);
}
