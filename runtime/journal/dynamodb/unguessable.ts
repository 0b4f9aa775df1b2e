import { randomBytes } from "node:crypto";
import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { nameKey } from "./keys";

/**
 * Eight hexadecimal digits for a name: always the same for that name, and unpredictable without the journal. So two parallel runs
 * choose the same name for what they create, and no attacker can take it first.
 */
export async function unguessable(db: DynamoDB, table: string, name: string): Promise<string> {
  const { Attributes } = await db.updateItem({
    TableName: table,
    Key: marshall(nameKey(name)),
    UpdateExpression: "SET suffix = if_not_exists(suffix, :fresh)",
    ExpressionAttributeValues: marshall({ ":fresh": randomBytes(4).toString("hex") }),
    ReturnValues: "ALL_NEW",
  });
  return unmarshall(Attributes!)["suffix"] as string;
}
