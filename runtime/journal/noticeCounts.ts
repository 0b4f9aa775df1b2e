import type { Outcome } from "../model/outcome";

/** Which notices are sent, and which are only counted. */
export interface NoticeCounts {
  /** Counts a notice that is about to be sent, each once however often it is tried. */
  countNotice(notice: CountedNotice, most: number): Promise<NoticePlace>;
  /** Counts a notice that is not sent, for the digest. */
  countHeldNotice(notice: CountedNotice, outcome: Outcome): Promise<void>;
  /** Everything held back before the given hour. */
  heldNotices(before: string): Promise<HeldNotices[]>;
  /** Removes what the digest has reported. */
  forgetHeldNotices(held: HeldNotices[]): Promise<void>;
  /**
   * Notes that a containment is held back by a cap.
   *
   * @param scope what the cap counts together
   * @returns whether it is the first one within an hour, however often it is delivered
   */
  isFirstHeld(scope: string, containment: string, now: Date): Promise<boolean>;
  /**
   * Sends a message once, even if several runs try at the same time. If a run dies before it notes that the message is sent, the
   * next run after the lease sends it: it may then arrive twice, but always at least once.
   *
   * @param what names the message, for example "unknown 2026-11-26"
   * @returns whether this run has sent it
   * @throws what `send` throws
   */
  sendOnce(what: string, send: () => Promise<void>): Promise<boolean>;
}

/** Milliseconds that one run may take to send; then another may try. */
export const sendingLease = 5 * 60_000;

/** Whether a notice is sent, is the first one beyond the limit, or is only counted. */
export type NoticePlace = "sent" | "first-held" | "held";

/** A notice of one kind about one account; `hour` such as 2026-11-26T02, `id` the same for every attempt to send it. */
export interface CountedNotice {
  account: string;
  lane: string;
  hour: string;
  id: string;
}

/** What was held back of one account and kind within an hour. */
export interface HeldNotices {
  account: string;
  lane: string;
  hour: string;
  /** By outcome. */
  counts: Record<string, number>;
}
