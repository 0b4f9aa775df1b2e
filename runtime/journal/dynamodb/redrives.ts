import { marshall } from "@aws-sdk/util-dynamodb";
import type { Redrives } from "../redrives";
import { redriveKey } from "./keys";
import type { Table } from "./table";

/** The redrives of dead letters; all of them are in one partition. */
export const redrives = ({ db, table }: Table): Redrives => ({
  async recordRedrive({ run, ...redrive }) {
    const item = { ...redriveKey(redrive.at, run), kind: "redrive", ...redrive };
    await db.putItem({ TableName: table, Item: marshall(item, { removeUndefinedValues: true }) });
  },
});
