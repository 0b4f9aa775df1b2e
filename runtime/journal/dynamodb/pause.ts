import type { Pause } from "../../model/journalItems";
import type { Pauses } from "../pause";
import { pauseKey } from "./keys";
import { putUnchanged, readItem } from "./revised";
import type { Table } from "./table";

/** The pause: one item, which stays when it has ended. */
export const pauses = (table: Table): Pauses => ({
  lastPause: () => readItem<Pause>(table, pauseKey()),
  async putPause(pause, known) {
    const content = { ...pause, kind: "pause" };
    return (await putUnchanged(table, pauseKey(), content, known)) !== undefined;
  },
});
