import type { CancellationReason, DynamoDB, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { coded, codeOf } from "../../lib/errors";
import type { Evidence } from "../../model/call";
import type { Approval, Containment, ContainmentStatus, Decision, Hold } from "../../model/journalItems";
import { containmentId, type Target } from "../../model/target";
import { type GroupLimit, leaveWrite } from "./caps";
import { type Change, claimHeld, expressionOf } from "./change";
import { decisionItem, noticeSent } from "./decisions";
import type { ExemptionId } from "./exceptions";
import { containmentIndex } from "./indexes";
import { approvalKey, containmentKey, exemptionKey } from "./keys";
import { revisedPut } from "./revised";
import { hasFailed, transact } from "./transact";

/** The table and the run that writes to it. */
export interface Writer {
  db: DynamoDB;
  table: string;
  /** Identifies the run; only the run that has the claim may write. */
  run: string;
}

/** The containment, or undefined if there is none. */
export async function getContainment(db: DynamoDB, table: string, id: string): Promise<Containment | undefined> {
  const answer = await db.getItem({ TableName: table, Key: marshall(containmentKey(id)), ConsistentRead: true });
  return answer.Item && (unmarshall(answer.Item) as Containment);
}

/**
 * Claims the containment of a response on a target, and makes it if there is none.
 *
 * @param now milliseconds since 1970, like `until`, when the claim expires: a run that dies must not block others forever
 * @returns the containment as it stood, or undefined if another run has it
 */
export async function claim(
  writer: Writer,
  response: string,
  target: Target,
  { now, until }: { now: number; until: number },
): Promise<Containment | undefined> {
  const id = containmentId(response, target.arn);
  const at = new Date(now).toISOString();
  const fresh = { id, response, target, holds: {}, evidence: [], remains: [], round: 0, kind: "containment", at };
  const change = {
    set: { claim: { run: writer.run, until }, updatedAt: at },
    setIfAbsent: { ...fresh, ...containmentIndex({ target }) },
    run: writer.run,
  };
  const free = `attribute_not_exists(#claim) OR #claim.#until < :now OR ${claimHeld}`;
  const expression = expressionOf(change, free, { ":now": now });
  expression.ExpressionAttributeNames["#until"] = "until";
  try {
    const answer = await writer.db.updateItem({
      TableName: writer.table,
      Key: marshall(containmentKey(id)),
      ...expression,
      ReturnValues: "ALL_NEW",
    });
    return unmarshall(answer.Attributes!) as Containment;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
}

/**
 * Whether the run that just claimed a containment created it: no earlier run left anything on this target, and earlier decisions
 * about it, if any, changed nothing.
 */
export const isFirst = ({ status, at, updatedAt }: Containment): boolean => status === undefined && at === updatedAt;

/** Returns the claim without a result. A containment that never changed anything is deleted. */
export async function unclaim(writer: Writer, containment: Containment): Promise<void> {
  const Key = marshall(containmentKey(containment.id));
  const condition = {
    ConditionExpression: claimHeld,
    ExpressionAttributeNames: { "#claim": "claim", "#run": "run" },
    ExpressionAttributeValues: marshall({ ":run": writer.run }),
  };
  try {
    if (containment.status) {
      await writer.db.updateItem({ TableName: writer.table, Key, UpdateExpression: "REMOVE #claim", ...condition });
    } else {
      await writer.db.deleteItem({ TableName: writer.table, Key, ...condition });
    }
  } catch (error) {
    // A lost claim belongs to the other run now.
    if (codeOf(error) !== "ConditionalCheckFailedException") throw error;
  }
}

/**
 * Saves the prior state and the finding's hold. An earlier `before` stays: after a crash the target may already be half changed.
 *
 * @throws ClaimLost if another run has taken over
 */
export function saveBefore(writer: Writer, id: string, before: unknown, hold: Hold): Promise<void> {
  return update(writer, id, {
    setIfAbsent: { before },
    set: { status: "containing", open: "containment", [`holds.${hold.finding}`]: hold },
  });
}

/**
 * Saves parts of the prior state that are read only after the first change. Saved parts stay.
 *
 * @throws ClaimLost if another run has taken over
 */
export function addToBefore(writer: Writer, id: string, more: object): Promise<void> {
  const parts = Object.entries(more).filter(([, value]) => value !== undefined);
  if (parts.length === 0) return Promise.resolve();
  const setIfAbsent = Object.fromEntries(parts.map(([name, value]) => [`before.${name}`, value]));
  return update(writer, id, { setIfAbsent });
}

/** Notes that a release is in progress. @throws ClaimLost if another run has taken over */
export function startRelease(writer: Writer, id: string): Promise<void> {
  return update(writer, id, { set: { status: "releasing" } });
}

/** Adds evidence as soon as it exists. @throws ClaimLost if another run has taken over */
export function addEvidence(writer: Writer, id: string, evidence: Evidence[]): Promise<void> {
  return update(writer, id, { append: { evidence } });
}

/** How a run ends for the containment. */
export interface Ending {
  status: ContainmentStatus;
  remains: string[];
  /** The hold to add. */
  hold?: Hold;
  /** The finding whose hold goes. */
  drop?: string;
  /** All evidence, where it was not noted as soon as it existed. */
  evidence?: Evidence[];
  /** An exemption that is over with it, if there is one. */
  exemption?: ExemptionId;
  /** The approval that allowed it and is used with it. */
  approval?: Approval;
  /** The group that it no longer counts towards. */
  group?: Omit<GroupLimit, "most">;
}

/**
 * Writes how a run ends: the containment and the decision change together or not at all. This returns the claim, unless people
 * must be notified first; then `closeRun` returns it.
 *
 * @throws ClaimLost if another run has taken over; then nothing is written
 */
export async function finish(writer: Writer, id: string, ending: Ending, decision: Decision): Promise<void> {
  const { status, remains, hold, drop, evidence } = ending;
  const set = { status, remains, updatedAt: decision.at, at: decision.at };
  const remove = decision.notice === "pending" ? [] : ["claim"];
  const change: Omit<Change, "run"> =
    status === "released" || status === "gone"
      ? {
          set: { ...set, releasedAt: decision.at, holds: {}, evidence: [] },
          add: { round: 1 },
          remove: [...remove, "before", "open", "remindedAt", "undone", "group"],
        }
      : {
          set: {
            ...set,
            ...(hold && { [`holds.${hold.finding}`]: hold }),
            ...(decision.undone && { undone: decision.undone }),
            ...(evidence && { evidence }),
          },
          remove: [...remove, ...(drop ? [`holds.${drop}`] : [])],
        };
  const { exemption, approval, group } = ending;
  const { table } = writer;
  const needed: TransactWriteItem[] = [
    { Update: { ...placeOf(writer, id), ...expressionOf({ ...change, run: writer.run }) } },
    { Put: { TableName: table, Item: decisionItem(decision) } },
    ...(exemption ? [{ Delete: { TableName: table, Key: marshall(exemptionKeyOf(exemption)) } }] : []),
    ...(group ? [leaveWrite(table, group, id)] : []),
  ];
  const used = approval && { Put: usedApproval(table, approval, decision.at) };
  const reasons = await transact(writer.db, () => [...needed, ...(used ? [used] : [])]);
  if (!reasons) return;
  // The approval ended in another way in the meantime; what was done is still recorded.
  const onlyApproval = reasons.findIndex(hasFailed) === needed.length;
  checkWritten(id, onlyApproval ? await transact(writer.db, () => needed) : reasons);
}

const exemptionKeyOf = ({ response, id, finding }: ExemptionId) => exemptionKey(response, id, finding);

/** An approval is good for one containment only. */
const usedApproval = (table: string, approval: Approval, usedAt: string) =>
  revisedPut(table, approvalKey(approval.id), { ...approval, status: "used", usedAt } as Approval, approval);

/** Notes that people were notified and returns the claim, both or neither. @throws ClaimLost if another run has taken over */
export async function closeRun(writer: Writer, id: string, decision: Decision): Promise<void> {
  const reasons = await transact(writer.db, () => [
    { Update: { ...placeOf(writer, id), ...expressionOf({ remove: ["claim"], run: writer.run }) } },
    { Update: noticeSent(writer.table, decision) },
  ]);
  checkWritten(id, reasons);
}

/**
 * Notes that people are reminded of a containment.
 *
 * @returns whether no other run has noted it since the containment was read, and it is still held
 */
export async function markReminded(db: DynamoDB, table: string, known: Containment, at: string): Promise<boolean> {
  try {
    await db.updateItem({
      TableName: table,
      Key: marshall(containmentKey(known.id)),
      UpdateExpression: "SET remindedAt = :at",
      ConditionExpression: `attribute_exists(#open) AND ${known.remindedAt ? "remindedAt = :known" : "attribute_not_exists(remindedAt)"}`,
      ExpressionAttributeNames: { "#open": "open" },
      ExpressionAttributeValues: marshall({ ":at": at, ...(known.remindedAt && { ":known": known.remindedAt }) }),
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

const placeOf = (writer: Writer, id: string) => ({ TableName: writer.table, Key: marshall(containmentKey(id)) });

/** @throws ClaimLost if a transaction was cancelled by its conditions */
function checkWritten(id: string, reasons: CancellationReason[] | undefined): void {
  if (reasons) throw lost(id, new Error(reasons.map(({ Code }) => Code).join(", ")));
}

async function update(writer: Writer, id: string, change: Omit<Change, "run">): Promise<void> {
  try {
    await writer.db.updateItem({
      TableName: writer.table,
      Key: marshall(containmentKey(id)),
      ...expressionOf({ ...change, run: writer.run }),
    });
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") throw lost(id, error);
    throw error;
  }
}

/** The error of a run whose claim was taken over. */
export const lost = (id: string, error: unknown) =>
  coded("ClaimLost", `containment ${id} is claimed by another run: ${(error as Error).message}`);
