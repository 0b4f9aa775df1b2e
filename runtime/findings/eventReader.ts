import { coded } from "../lib/errors";
import { configComplianceReader } from "./config/read";
import { objectScanDetailType, objectScanReader } from "./guardDuty/objectScan";
import { guardDutyReader } from "./guardDuty/read";
import { rehearsalReader } from "./rehearsal";
import { asffReader } from "./securityHub/readAsff";
import { ocsfReader } from "./securityHub/readOcsf";
import type { SourceEvent } from "./sourceEvent";

/**
 * A reader of the events of every source, told apart by their `detail-type`.
 *
 * @param rehearsalAccounts the accounts from which the events of rehearsals are taken, too
 * @returns a function that throws a ZodError for a malformed event, and an UnknownEvent for one of another kind
 */
export function eventReader(rehearsalAccounts: string[] = []): (event: unknown) => SourceEvent {
  const hub = asffReader();
  const readers: Record<string, (event: unknown) => SourceEvent> = {
    "GuardDuty Finding": guardDutyReader(),
    "Config Rules Compliance Change": configComplianceReader(),
    "Security Hub Findings - Imported": hub,
    "Security Hub Findings - Custom Action": hub,
    "Findings Imported V2": ocsfReader(),
    [objectScanDetailType]: objectScanReader(),
  };
  const readOne = (event: unknown) => {
    const kind = (event as { "detail-type"?: unknown } | null)?.["detail-type"];
    const read = typeof kind === "string" && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (read) return read(event);
    const known = Object.keys(readers).join(", ");
    throw coded("UnknownEvent", `detail-type is ${JSON.stringify(kind) ?? "missing"}; known are ${known}`);
  };
  return rehearsalReader(readOne, rehearsalAccounts);
}
