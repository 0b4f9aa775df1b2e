import type { AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import type { Outcome } from "../../model/outcome";
import { heldNoticesKey, noticeCountKey } from "./keys";

/** Where the counters are. */
export interface Counters {
  db: DynamoDB;
  table: string;
}

/** Whether a notice is sent, is the first one beyond the limit, or is only counted. */
export type NoticePlace = "sent" | "first-held" | "held";

/** A notice of one kind about one account; `hour` such as 2026-11-26T02, `id` the same for every attempt to send it. */
export interface CountedNotice {
  account: string;
  lane: string;
  hour: string;
  id: string;
}

/** Counts a notice that is about to be sent, each once however often it is tried. */
export async function countNotice({ db, table }: Counters, notice: CountedNotice, most: number): Promise<NoticePlace> {
  const { account, lane, hour, id } = notice;
  const place = { TableName: table, Key: marshall(noticeCountKey(account, lane, hour)) };
  const counted = await succeeds(() =>
    db.updateItem({
      ...place,
      UpdateExpression: "ADD ids :one",
      ConditionExpression: "attribute_not_exists(ids) OR size(ids) < :most OR contains(ids, :id)",
      ExpressionAttributeValues: { ":one": { SS: [id] }, ":id": { S: id }, ":most": { N: `${most}` } },
    }),
  );
  if (counted) return "sent";
  const first = await succeeds(() =>
    db.updateItem({
      ...place,
      UpdateExpression: "SET beyond = :id",
      ConditionExpression: "attribute_not_exists(beyond) OR beyond = :id",
      ExpressionAttributeValues: { ":id": { S: id } },
    }),
  );
  return first ? "first-held" : "held";
}

/** What was held back of one account and kind within an hour. */
export interface HeldNotices {
  account: string;
  lane: string;
  hour: string;
  /** By outcome. */
  counts: Record<string, number>;
}

/** Counts a notice that is not sent, for the digest. */
export async function countHeldNotice(
  { db, table }: Counters,
  { account, lane, hour }: CountedNotice,
  outcome: Outcome,
): Promise<void> {
  await db.updateItem({
    TableName: table,
    Key: marshall(heldNoticesKey(account, lane, hour)),
    UpdateExpression: "SET #account = :account, #lane = :lane, #hour = :hour ADD #outcome :one",
    ExpressionAttributeNames: {
      "#account": "account",
      "#lane": "lane",
      "#hour": "hour",
      "#outcome": `count ${outcome}`,
    },
    ExpressionAttributeValues: marshall({ ":account": account, ":lane": lane, ":hour": hour, ":one": 1 }),
  });
}

/** Everything held back before the given hour. */
export async function heldNotices({ db, table }: Counters, before: string): Promise<HeldNotices[]> {
  const found: HeldNotices[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await db.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk AND sk < :before",
      ExpressionAttributeValues: marshall({ ":pk": heldNoticesKey("", "", "").pk, ":before": before }),
      ConsistentRead: true,
      ...(from && { ExclusiveStartKey: from }),
    });
    for (const item of page.Items ?? []) {
      const { account, lane, hour, ...rest } = unmarshall(item);
      const counts = Object.entries(rest).filter(([name]) => name.startsWith("count "));
      found.push({
        account,
        lane,
        hour,
        counts: Object.fromEntries(counts.map(([name, n]) => [name.slice("count ".length), Number(n)])),
      });
    }
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

/** Removes what the digest has reported. */
export async function forgetHeldNotices({ db, table }: Counters, held: HeldNotices[]): Promise<void> {
  for (const { account, lane, hour } of held) {
    await db.deleteItem({ TableName: table, Key: marshall(heldNoticesKey(account, lane, hour)) });
  }
}

async function succeeds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
