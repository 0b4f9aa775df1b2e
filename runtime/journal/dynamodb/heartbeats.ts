import { marshall } from "@aws-sdk/util-dynamodb";
import type { Heartbeat, Heartbeats } from "../heartbeats";
import { heartbeatKey } from "./keys";
import { query } from "./query";
import type { Table } from "./table";

/** The heartbeats; all of them are in one partition. */
export const heartbeats = (table: Table): Heartbeats => ({
  async readHeartbeats() {
    const items = await query<Omit<Heartbeat, "account">>(table, { value: heartbeatKey("").pk });
    return items.map(({ sk, regions, silent, faults, partly }) => ({
      account: sk,
      regions,
      silent,
      ...(faults && { faults }),
      ...(partly && { partly }),
    }));
  },
  async writeHeartbeat({ account, ...heard }) {
    const Item = marshall({ ...heartbeatKey(account), ...heard }, { removeUndefinedValues: true });
    await table.db.putItem({ TableName: table.table, Item });
  },
  async forgetHeartbeat(account) {
    await table.db.deleteItem({ TableName: table.table, Key: marshall(heartbeatKey(account)) });
  },
});
