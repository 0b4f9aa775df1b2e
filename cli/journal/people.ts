import { approvalKey, exceptionKey, exemptionKey, pauseKey } from "../../runtime/journal/dynamodb/keys";
import { inForce } from "../../runtime/journal/pause";
import type { Approval, Exemption, GrantedException, Pause } from "../../runtime/model/journalItems";
import { type JournalReader, readAll, readOne } from "./reader";

/** Every approval request. */
export function readApprovals(reader: JournalReader): Promise<Approval[]> {
  return readAll<Approval>(reader, { value: approvalKey("").pk });
}

/** One approval request, or undefined if there is none. */
export function readApproval(reader: JournalReader, id: string): Promise<Approval | undefined> {
  return readOne<Approval>(reader, approvalKey(id));
}

/** The findings that exceptions exempt from containment now. */
export async function readExemptions(reader: JournalReader, responses: string[]): Promise<Exemption[]> {
  const parts = responses.map((response) => readAll<Exemption>(reader, { value: exemptionKey(response, "", "").pk }));
  return (await Promise.all(parts)).flat();
}

/** The register of granted exceptions, including revoked ones. */
export function readExceptions(reader: JournalReader): Promise<GrantedException[]> {
  return readAll<GrantedException>(reader, { value: exceptionKey("").pk });
}

/** The current pause of all responses, or undefined. */
export async function readPause(reader: JournalReader, now: Date): Promise<Pause | undefined> {
  return inForce(await readOne<Pause>(reader, pauseKey()), now);
}
