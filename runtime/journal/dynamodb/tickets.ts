import type { Ticket, Tickets } from "../tickets";
import { ticketKey } from "./keys";
import { putUnchanged, readItem } from "./revised";
import type { Table } from "./table";

/** The tickets of a channel are one partition. */
export const tickets = (table: Table): Tickets => ({
  getTicket: (channel, incident) => readItem<Ticket>(table, ticketKey(channel, incident)),
  async putTicket(ticket, known) {
    const revision = await putUnchanged(table, ticketKey(ticket.channel, ticket.incident), ticket, known);
    return revision === undefined ? undefined : { ...ticket, revision };
  },
});
