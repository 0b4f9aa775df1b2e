import { coded } from "../errors";
import { asffReader } from "./asff";
import { configComplianceReader } from "./configCompliance";
import { guardDutyReader } from "./guardDuty";
import { objectScanDetailType, objectScanReader } from "./objectScan";
import { ocsfReader } from "./ocsf";
import type { SourceEvent } from "./sourceEvent";

/**
 * A reader of the events of every source, told apart by their `detail-type`.
 *
 * @returns a function that throws a ZodError for a malformed event, and an UnknownEvent for one of another kind
 */
export function eventReader(): (event: unknown) => SourceEvent {
  const hub = asffReader();
  const readers: Record<string, (event: unknown) => SourceEvent> = {
    "GuardDuty Finding": guardDutyReader(),
    "Config Rules Compliance Change": configComplianceReader(),
    "Security Hub Findings - Imported": hub,
    "Security Hub Findings - Custom Action": hub,
    "Findings Imported V2": ocsfReader(),
    [objectScanDetailType]: objectScanReader(),
  };
  return (event) => {
    const kind = (event as { "detail-type"?: unknown } | null)?.["detail-type"];
    const read = typeof kind === "string" && Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (read) return read(event);
    const known = Object.keys(readers).join(", ");
    throw coded("UnknownEvent", `detail-type is ${JSON.stringify(kind) ?? "missing"}; known are ${known}`);
  };
}
