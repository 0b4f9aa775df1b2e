import type { Exemption, GrantedException } from "../../model/journalItems";
import { exceptionKey, exemptionKey } from "./keys";
import { readPartition } from "./readPartition";
import { type Journal, putUnchanged, readItem, rewrite } from "./revised";

export type { Journal } from "./revised";

/** What was granted for a resource; undefined if nothing ever was. */
export function grantedFor(journal: Journal, arn: string): Promise<GrantedException | undefined> {
  return readItem<GrantedException>(journal, exceptionKey(arn));
}

/** The register: every exception that was granted, revoked ones included. */
export function allGranted(journal: Journal): Promise<GrantedException[]> {
  return readPartition<GrantedException>(journal, exceptionKey("").pk);
}

/**
 * Writes an entry of the register in place of the one that was read.
 *
 * @param known the entry of the resource as it was read; undefined if there was none
 * @returns whether it was written; otherwise the resource's entry was changed in the meantime
 */
export async function putGranted(
  journal: Journal,
  entry: GrantedException,
  known: GrantedException | undefined,
): Promise<boolean> {
  return (await putUnchanged(journal, exceptionKey(entry.arn), entry, known)) !== undefined;
}

/**
 * Changes the entry of a resource as it is at this moment.
 *
 * @param next what follows from the entry; undefined leaves it as it is
 * @returns the entry before the change
 */
export async function changeGranted(
  journal: Journal,
  arn: string,
  next: (known: GrantedException | undefined) => GrantedException | undefined,
): Promise<GrantedException | undefined> {
  return (await rewrite<GrantedException>(journal, exceptionKey(arn), next)).known;
}

/** What an exemption is found by. */
export interface ExemptionId {
  response: string;
  /** The id of the containment that there would be. */
  id: string;
  finding: string;
}

/** One exemption; undefined if it ended. */
export function getExemption(journal: Journal, { response, id, finding }: ExemptionId): Promise<Exemption | undefined> {
  return readItem<Exemption>(journal, exemptionKey(response, id, finding));
}

/**
 * Changes an exemption as it is at this moment, or makes it.
 *
 * @param next what follows from it; `delete` takes it off the list, undefined leaves it as it is
 */
export async function changeExemption(
  journal: Journal,
  { response, id, finding }: ExemptionId,
  next: (known: Exemption | undefined) => Exemption | "delete" | undefined,
): Promise<void> {
  await rewrite<Exemption>(journal, exemptionKey(response, id, finding), next);
}

/** Every exemption from a response. */
export function exemptionsFrom(journal: Journal, response: string): Promise<Exemption[]> {
  return readPartition<Exemption>(journal, exemptionKey(response, "", "").pk);
}
