import { marshall } from "@aws-sdk/util-dynamodb";
import { heartbeatKey } from "./keys";
import { readPartition } from "./readPartition";
import type { Journal } from "./revised";

/** What was heard of an account. */
export interface Heartbeat {
  account: string;
  /** The Regions that were heard at some time. */
  regions: string[];
  /** Since when a Region is silent, in ISO 8601, by Region. */
  silent: Record<string, string>;
  /** The problems of the last examination, one line each. */
  faults?: string[];
}

/** What was heard of every account so far. */
export async function readHeartbeats(journal: Journal): Promise<Heartbeat[]> {
  const items = await readPartition<Omit<Heartbeat, "account"> & { sk: string }>(journal, heartbeatKey("").pk);
  return items.map(({ sk, regions, silent, faults }) => ({ account: sk, regions, silent, ...(faults && { faults }) }));
}

/** Keeps what was heard of an account. */
export async function writeHeartbeat({ db, table }: Journal, { account, ...heard }: Heartbeat): Promise<void> {
  const Item = marshall({ ...heartbeatKey(account), ...heard }, { removeUndefinedValues: true });
  await db.putItem({ TableName: table, Item });
}

/** Deletes an account that is no longer in the organization. */
export async function forgetHeartbeat({ db, table }: Journal, account: string): Promise<void> {
  await db.deleteItem({ TableName: table, Key: marshall(heartbeatKey(account)) });
}
