import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { Pause } from "../../model/journalItems";
import { pauseKey } from "./keys";
import { putUnchanged, readItem } from "./revised";

/**
 * The pause of all responses that is in force, or undefined.
 *
 * @param ended whether a pause that ended automatically is returned too
 */
export async function getPause(
  db: DynamoDB,
  table: string,
  { ended = false }: { ended?: boolean } = {},
): Promise<Pause | undefined> {
  const pause = await lastPause(db, table);
  if (!pause?.paused) return undefined;
  return isOver(pause, new Date()) && !ended ? undefined : pause;
}

/** Whether a pause has ended automatically. */
export const isOver = ({ until }: Pick<Pause, "until">, now: Date): boolean =>
  until !== undefined && until <= now.toISOString();

/** The last pause of all responses, including one that has ended. */
export function lastPause(db: DynamoDB, table: string): Promise<Pause | undefined> {
  return readItem<Pause>({ db, table }, pauseKey());
}

/**
 * Begins or ends the pause of all responses.
 *
 * @param known the last pause as it was read; undefined if there was none
 * @returns whether it was written; otherwise others paused or resumed in the meantime
 */
export async function putPause(db: DynamoDB, table: string, pause: Pause, known: Pause | undefined): Promise<boolean> {
  const content = { ...pause, kind: "pause" };
  return (await putUnchanged({ db, table }, pauseKey(), content, known)) !== undefined;
}
