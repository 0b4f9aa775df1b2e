import type { CancellationReason, DynamoDB, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import { bare } from "./table";

/** Attempts of a transaction that conflicts with another one. */
const tries = 8;

/**
 * Writes everything or nothing. Two transactions on one item cancel each other, also where they only check it; such a
 * conflict is tried again after a short and growing pause
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling).
 *
 * @param items of each try, so that a later one may do without what is contended
 * @returns undefined if it is written; else why it is not, one reason for each item in its order
 */
export async function transact(
  db: DynamoDB,
  items: (tried: number) => Promise<TransactWriteItem[]> | TransactWriteItem[],
): Promise<CancellationReason[] | undefined> {
  for (let tried = 0; ; tried++) {
    try {
      await db.transactWriteItems({ TransactItems: await items(tried) });
      return undefined;
    } catch (error) {
      if (codeOf(error) !== "TransactionCanceledException") throw error;
      const { CancellationReasons: reasons = [] } = error as { CancellationReasons?: CancellationReason[] };
      const failed = reasons.filter(({ Code }) => Code !== undefined && Code !== "None");
      if (failed.some(({ Code }) => Code === "ConditionalCheckFailed")) return reasons;
      const conflict = failed.length > 0 && failed.every(({ Code }) => Code === "TransactionConflict");
      if (!conflict || tried + 1 >= tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, (10 + Math.random() * 20) * 2 ** Math.min(tried, 4)));
    }
  }
}

/** Whether the condition of an item failed. */
export const hasFailed = (reason: CancellationReason | undefined): boolean => reason?.Code === "ConditionalCheckFailed";

/** The current item whose condition failed; undefined if it does not exist or was not requested. */
export const itemIn = <Item>(reason: CancellationReason | undefined): Item | undefined =>
  reason?.Item && bare<Item>(unmarshall(reason.Item));
