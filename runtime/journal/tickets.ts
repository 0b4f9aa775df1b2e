import type { Revised } from "../model/journalItems";

/** Which ticket of another tool an incident has. */
export interface Tickets {
  /** What is known of an incident in a channel; undefined if nothing is. */
  getTicket(channel: string, incident: string): Promise<Ticket | undefined>;
  /**
   * Writes what is known of an incident in place of what was read.
   *
   * @param known what was read; undefined if there was nothing
   * @returns it as it is now; undefined if others changed it in the meantime
   */
  putTicket(ticket: Ticket, known: Ticket | undefined): Promise<Ticket | undefined>;
}

/** An incident in a channel that keeps tickets. */
export interface Ticket extends Revised {
  channel: string;
  incident: string;
  /** The ticket's id in the other tool; absent if there is none, or none any more. */
  id?: string;
  /** The time of the decision with which the last ticket was closed, in ISO 8601. */
  closedAt?: string;
  /** The ids of the last decisions that the other tool has. */
  told: string[];
  /** Until when a run works on it, in milliseconds since 1970. */
  claimedUntil?: number;
}
