import { marshall } from "@aws-sdk/util-dynamodb";
import { type HeldNotices, type NoticeCounts, sendingLease } from "../noticeCounts";
import { heldKey, heldNoticesKey, noticeCountKey, onceKey } from "./keys";
import { query } from "./query";
import { ifHolds, type Table } from "./table";

/** The counters of notices: one set of ids for each hour, account and lane, so that a repeated attempt counts once. */
export const noticeCounts = (table: Table): NoticeCounts => {
  const update = (key: object, input: { UpdateExpression: string } & Record<string, unknown>) =>
    table.db.updateItem({ TableName: table.table, Key: marshall(key), ...input });
  return {
    async countNotice({ account, lane, hour, id }, most) {
      const key = noticeCountKey(account, lane, hour);
      const counting = update(key, {
        UpdateExpression: "ADD ids :one",
        ConditionExpression: "attribute_not_exists(ids) OR size(ids) < :most OR contains(ids, :id)",
        ExpressionAttributeValues: marshall({ ":one": new Set([id]), ":id": id, ":most": most }),
      });
      if (await ifHolds(counting)) return "sent";
      const marking = update(key, {
        UpdateExpression: "SET beyond = :id",
        ConditionExpression: "attribute_not_exists(beyond) OR beyond = :id",
        ExpressionAttributeValues: marshall({ ":id": id }),
      });
      return (await ifHolds(marking)) ? "first-held" : "held";
    },
    async countHeldNotice({ account, lane, hour }, outcome) {
      await update(heldNoticesKey(account, lane, hour), {
        UpdateExpression: "SET #account = :account, #lane = :lane, #hour = :hour ADD #outcome :one",
        ExpressionAttributeNames: {
          "#account": "account",
          "#lane": "lane",
          "#hour": "hour",
          "#outcome": `count ${outcome}`,
        },
        ExpressionAttributeValues: marshall({ ":account": account, ":lane": lane, ":hour": hour, ":one": 1 }),
      });
    },
    async heldNotices(before) {
      // A sort key begins with its hour and goes on, so none equals an hour.
      const items = await query<Omit<HeldNotices, "counts">>(table, {
        value: heldNoticesKey("", "", "").pk,
        to: before,
      });
      return items.map(({ account, lane, hour, ...rest }) => {
        const counts = Object.entries(rest).filter(([name]) => name.startsWith("count "));
        return {
          account,
          lane,
          hour,
          counts: Object.fromEntries(counts.map(([name, n]) => [name.slice("count ".length), Number(n)])),
        };
      });
    },
    async forgetHeldNotices(held) {
      for (const { account, lane, hour } of held) {
        await table.db.deleteItem({ TableName: table.table, Key: marshall(heldNoticesKey(account, lane, hour)) });
      }
    },
    isFirstHeld(scope, containment, now) {
      const hourAgo = new Date(now.getTime() - 3_600_000).toISOString();
      const holding = update(heldKey(scope), {
        UpdateExpression: "SET held = :id, heldAt = :now",
        ConditionExpression: "attribute_not_exists(held) OR held = :id OR heldAt < :hourAgo",
        ExpressionAttributeValues: marshall({ ":id": containment, ":now": now.toISOString(), ":hourAgo": hourAgo }),
      });
      return ifHolds(holding);
    },
    async sendOnce(what, send) {
      const now = Date.now();
      const claiming = update(onceKey(what), {
        UpdateExpression: "SET claimedUntil = :until",
        ConditionExpression:
          "attribute_not_exists(sentAt) AND attribute_not_exists(claimedUntil) OR attribute_not_exists(sentAt) AND claimedUntil < :now",
        ExpressionAttributeValues: marshall({ ":until": now + sendingLease, ":now": now }),
      });
      if (!(await ifHolds(claiming))) return false;
      await send();
      await update(onceKey(what), {
        UpdateExpression: "SET sentAt = :at",
        ExpressionAttributeValues: marshall({ ":at": new Date().toISOString() }),
      });
      return true;
    },
  };
};
