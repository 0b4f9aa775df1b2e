import { marshall } from "@aws-sdk/util-dynamodb";
import { type Looks, longestWait } from "../looks";
import { lookKey } from "./keys";
import { ifHolds, type Table } from "./table";

/** The looks that wait: an item each, which is deleted when the look begins. */
export const looks = ({ db, table }: Table): Looks => ({
  askForLook: (containment, now) =>
    ifHolds(
      db.putItem({
        TableName: table,
        Item: marshall({ ...lookKey(containment), kind: "look", askedAt: now.toISOString() }),
        ConditionExpression: "attribute_not_exists(pk) OR askedAt < :before",
        ExpressionAttributeValues: marshall({ ":before": new Date(now.getTime() - longestWait).toISOString() }),
      }),
    ),
  async beginLook(containment) {
    await db.deleteItem({ TableName: table, Key: marshall(lookKey(containment)) });
  },
});
