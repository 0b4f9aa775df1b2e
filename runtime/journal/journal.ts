import type { Approvals } from "./approvals";
import type { Containments } from "./containments";
import type { Decisions } from "./decisions";
import type { Exceptions } from "./exceptions";
import type { Heartbeats } from "./heartbeats";
import type { IsolationGroups } from "./isolationGroups";
import type { Looks } from "./looks";
import type { Members } from "./members";
import type { Names } from "./names";
import type { NoticeCounts } from "./noticeCounts";
import type { Outbox } from "./outbox";
import type { Pauses } from "./pause";
import type { Recovery } from "./recovery";
import type { Redrives } from "./redrives";
import type { Tickets } from "./tickets";
import type { UnknownTypes } from "./unknownTypes";

/**
 * What a journal can do, whatever keeps it. Plain data goes in and comes out, without the store's keys.
 *
 * A write that depends on what was read gets the item as it was read. If others have changed it since, nothing is written, and
 * the answer says so. A reading sees every earlier write, unless its description says otherwise. Whatever the store itself throws
 * (AccessDenied, throttling, outage) reaches the caller as it is.
 */
export interface Journal
  extends Approvals,
    Containments,
    Decisions,
    Exceptions,
    Heartbeats,
    IsolationGroups,
    Looks,
    Members,
    Names,
    NoticeCounts,
    Outbox,
    Pauses,
    Recovery,
    Redrives,
    Tickets,
    UnknownTypes {}

/** What people read of the journal. */
export const readings = [
  "allApprovals",
  "allGranted",
  "decisionsAbout",
  "decisionsBetween",
  "decisionsIn",
  "decisionsOf",
  "exemptionsFrom",
  "getApproval",
  "getContainment",
  "heldContainments",
  "lastPause",
  "readMembers",
] as const satisfies (keyof Journal)[];

/** The journal for people: it only reads. */
export type JournalReader = Pick<Journal, (typeof readings)[number]>;
