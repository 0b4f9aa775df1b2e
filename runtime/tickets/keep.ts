import type { Ticket, Tickets } from "../journal/tickets";
import { coded } from "../lib/errors";
import type { DecisionEvent } from "../notices/eventSchema";
import type { Call, Vendor } from "./vendor";

/** What keeping the tickets of a channel needs. */
export interface Keeping {
  channel: string;
  journal: Tickets;
  vendor: Vendor;
  settings: Record<string, string>;
  call: Call;
  /** In milliseconds since 1970. */
  now(): number;
}

/** Milliseconds for which a run works on an incident alone: longer than the function may run. */
export const claimMilliseconds = 60_000;

/** How many ids of decisions are remembered of an incident. */
const remembered = 50;

/**
 * Tells the tool of a decision: the first one of an incident opens a ticket, later ones are comments, and the one that closes the
 * incident closes the ticket. The journal has the ticket, and lets one run at a time work on it.
 *
 * @throws Busy if another run works on the incident; what the tool or the journal throws
 */
export async function keepTicket(keeping: Keeping, event: DecisionEvent): Promise<void> {
  const { channel, journal, now } = keeping;
  const incident = event.incident.id;
  const known = await journal.getTicket(channel, incident);
  if (known?.told.includes(event.id)) return;
  if (known?.claimedUntil !== undefined && known.claimedUntil > now()) throw busy(incident);
  const empty: Ticket = { channel, incident, told: [] };
  const claimed = await journal.putTicket({ ...empty, ...known, claimedUntil: now() + claimMilliseconds }, known);
  if (!claimed) throw busy(incident);
  const { claimedUntil: _, id: __, ...rest } = claimed;
  try {
    // A run that died or failed may have opened a ticket and not written it down.
    const id = claimed.id ?? (known?.claimedUntil === undefined ? undefined : await found(keeping, incident));
    const ticket = await tell(keeping, event, id, claimed.closedAt);
    const ends = event.incident.stage === "closed" && !isLate(event, claimed.closedAt);
    const told = [...claimed.told, event.id].slice(-remembered);
    const next: Ticket = {
      ...rest,
      told,
      ...(ticket !== undefined && { id: ticket }),
      ...(ends && { closedAt: event.time }),
    };
    if (!(await journal.putTicket(next, claimed))) throw busy(incident);
  } catch (error) {
    // For the next delivery, which need not wait for the end of the claim.
    await journal.putTicket({ ...claimed, claimedUntil: now() }, claimed).catch(() => undefined);
    throw error;
  }
}

/** @returns the ticket that the incident has then */
async function tell(
  { vendor, call, settings }: Keeping,
  event: DecisionEvent,
  id: string | undefined,
  closedAt: string | undefined,
): Promise<string | undefined> {
  const closes = event.incident.stage === "closed";
  // Events may arrive in another order: what was decided before the end opens nothing.
  if (id === undefined) return closes || isLate(event, closedAt) ? undefined : vendor.open(call, settings, event);
  await vendor.comment(call, id, event);
  if (!closes || isLate(event, closedAt)) return id;
  await vendor.close(call, settings, id);
  return undefined;
}

const isLate = ({ time }: DecisionEvent, closedAt: string | undefined) => closedAt !== undefined && time <= closedAt;

const found = ({ vendor, call, settings }: Keeping, incident: string) => vendor.find(call, settings, incident);

const busy = (incident: string) => coded("Busy", `another run works on incident ${incident}`);
