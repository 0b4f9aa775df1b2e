import type { Exemption, GrantedException } from "../model/journalItems";

/** The register of exceptions, and the findings that exceptions keep from containment. */
export interface Exceptions {
  /** What was granted for a resource; undefined if nothing ever was. */
  grantedFor(arn: string): Promise<GrantedException | undefined>;
  /** The register: every exception that was granted, revoked ones included. */
  allGranted(): Promise<GrantedException[]>;
  /**
   * Writes an entry of the register in place of the one that was read.
   *
   * @param known the entry of the resource as it was read; undefined if there was none
   * @returns whether it was written; otherwise the resource's entry was changed in the meantime
   */
  putGranted(entry: GrantedException, known: GrantedException | undefined): Promise<boolean>;
  /**
   * Changes the entry of a resource as it is at this moment.
   *
   * @param next what follows from the entry; undefined leaves it as it is
   * @returns the entry before the change
   * @throws Contended
   */
  changeGranted(
    arn: string,
    next: (known: GrantedException | undefined) => GrantedException | undefined,
  ): Promise<GrantedException | undefined>;
  /** One exemption; undefined if it ended. */
  getExemption(id: ExemptionId): Promise<Exemption | undefined>;
  /** Every exemption from a response. */
  exemptionsFrom(response: string): Promise<Exemption[]>;
  /**
   * Changes an exemption as it is at this moment, or makes it.
   *
   * @param next what follows from it; `delete` takes it off the list, undefined leaves it as it is
   * @throws Contended
   */
  changeExemption(
    id: ExemptionId,
    next: (known: Exemption | undefined) => Exemption | "delete" | undefined,
  ): Promise<void>;
}

/** What an exemption is found by. */
export interface ExemptionId {
  response: string;
  /** The id of the containment that there would be. */
  id: string;
  finding: string;
}
