import { randomBytes } from "node:crypto";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Names } from "../names";
import { nameKey } from "./keys";
import type { Table } from "./table";

/** The parts of names that cannot be guessed; the first write of each wins. */
export const names = ({ db, table }: Table): Names => ({
  async unguessable(name) {
    const { Attributes } = await db.updateItem({
      TableName: table,
      Key: marshall(nameKey(name)),
      UpdateExpression: "SET suffix = if_not_exists(suffix, :fresh)",
      ExpressionAttributeValues: marshall({ ":fresh": randomBytes(4).toString("hex") }),
      ReturnValues: "ALL_NEW",
    });
    return unmarshall(Attributes!)["suffix"] as string;
  },
});
