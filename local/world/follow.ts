import { setTimeout as sleep } from "node:timers/promises";
import { type AttributeValue, DynamoDB } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { openJournal } from "../../runtime/journal/dynamodb/journal";
import type { Containment, Decision } from "../../runtime/model/journalItems";
import { accounts, rootOf } from "./accounts";
import { patience } from "./patience";
import type { World } from "./world";

/** Reads the journal like an auditor. */
export function journalOf(world: World) {
  const root = rootOf(accounts.security.id, world.endpoint);
  const TableName = world.master.journalTable;
  const { decisionsOf: decisions, decisionsAbout: about, getContainment: containment } = openJournal(TableName, root);
  return {
    decisions,
    about,
    containment,
    /** Everything in the table, as it is stored: the product itself never scans. */
    async all(): Promise<any[]> {
      const db = new DynamoDB(root);
      const items: any[] = [];
      let from: Record<string, AttributeValue> | undefined;
      do {
        const page = await db.scan({ TableName, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) });
        items.push(...(page.Items ?? []).map((item) => unmarshall(item)));
        from = page.LastEvaluatedKey;
      } while (from);
      return items;
    },
  };
}

/**
 * Waits until a finding has a number of decisions.
 *
 * @throws Error with the existing decisions if it takes longer than `seconds`
 */
export const decisionsOf = (world: World, finding: string, count = 1, seconds = patience): Promise<Decision[]> =>
  waitFor(`finding ${finding}`, () => journalOf(world).decisions(finding), count, seconds);

/** Waits until a resource has a number of decisions, because the ids of Config's findings are not known in advance. */
export const decisionsAbout = (world: World, arn: string, count = 1, seconds = patience): Promise<Decision[]> =>
  waitFor(arn, () => journalOf(world).about(arn), count, seconds);

async function waitFor(what: string, read: () => Promise<Decision[]>, count: number, seconds: number) {
  const deadline = Date.now() + 1000 * seconds;
  for (;;) {
    const found = await read();
    if (found.length >= count) return found;
    if (Date.now() > deadline) {
      throw new Error(`${what} has ${found.length} of ${count} decisions after ${seconds} s: ${JSON.stringify(found)}`);
    }
    await sleep(100);
  }
}

/**
 * A containment after its last run has released its claim, or undefined if there is none. A decision can be read before
 * its run has notified people and released its claim.
 *
 * @throws Error if a run keeps its claim for longer than `seconds`
 */
export async function settledContainment(
  world: World,
  id: string,
  seconds = patience,
): Promise<Containment | undefined> {
  const journal = journalOf(world);
  const deadline = Date.now() + 1000 * seconds;
  for (;;) {
    const containment = await journal.containment(id);
    if (!containment?.claim) return containment;
    if (Date.now() > deadline) throw new Error(`containment ${id} is still claimed after ${seconds} s`);
    await sleep(100);
  }
}
