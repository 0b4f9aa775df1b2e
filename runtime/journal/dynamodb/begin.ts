import type { CancellationReason, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Approval, Pause } from "../../model/journalItems";
import type { Beginning, Obstacle } from "../containments";
import { claimLost } from "../errors";
import { inForce } from "../pause";
import { countWrites, joinWrite } from "./caps";
import { expressionOf } from "./change";
import { approvalKey, containmentKey, pauseKey } from "./keys";
import { priorStateAttribute } from "./priorState";
import { readItem } from "./revised";
import type { Table } from "./table";
import { hasFailed, itemIn, transact } from "./transact";

/** After this many conflicts the pause is read instead: every containment checks it, and must not have to wait for that. */
const conflictsUntilRead = 2;

/** A run that writes to the table. */
export interface WritingRun extends Table {
  /** Identifies the run; only the run that has the claim may write. */
  run: string;
}

/**
 * Begins a containment in one transaction. A check needs dynamodb:ConditionCheckItem
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
 *
 * @returns the obstacles; empty if it has begun
 * @throws ClaimLost if another run has taken over
 */
export async function begin(writer: WritingRun, id: string, beginning: Beginning): Promise<Obstacle[]> {
  const { db, table } = writer;
  const { approval, unlessPaused, cap, group } = beginning;
  const needed: [Obstacle["kind"] | "claim", TransactWriteItem[]][] = [
    ["claim", [saving(writer, id, beginning)]],
    ["approval", [approvalCheck(table, approval)]],
    ["cap", cap ? countWrites(table, cap, new Date()) : []],
    ["group", group ? [joinWrite(table, group, id)] : []],
    ["paused", unlessPaused ? [pauseCheck(table)] : []],
  ];
  let pause: Pause | undefined;
  const reasons = await transact(db, async (tried) => {
    const all = needed.flatMap(([, items]) => items);
    if (!unlessPaused || tried < conflictsUntilRead) return all;
    pause = await pauseNow(writer);
    // If a pause began in between, the check of the pause fails.
    return pause ? all : all.slice(0, -1);
  });
  if (!reasons) return [];
  const kinds = needed.flatMap(([kind, items]) => items.map(() => kind));
  const failed = reasons.flatMap((reason, index) => (hasFailed(reason) ? [{ kind: kinds[index]!, reason }] : []));
  if (failed.some(({ kind }) => kind === "claim")) throw claimLost(id, "the claim was lost");
  const obstacles = await Promise.all(failed.map(({ kind, reason }) => obstacleOf(writer, beginning, kind, reason)));
  return obstacles.flatMap((obstacle) => obstacle ?? []);
}

async function obstacleOf(
  table: Table,
  { approval: { id, given } }: Beginning,
  kind: Obstacle["kind"] | "claim",
  reason: CancellationReason,
): Promise<Obstacle | undefined> {
  if (kind === "cap" || kind === "group") return { kind };
  if (kind === "paused") {
    const pause = itemIn<Pause>(reason) ?? (await pauseNow(table));
    return pause && { kind, pause };
  }
  const approval = itemIn<Approval>(reason) ?? (await readItem<Approval>(table, approvalKey(id))) ?? given;
  return approval && { kind: "approval", approval };
}

async function pauseNow(table: Table): Promise<Pause | undefined> {
  return inForce(await readItem<Pause>(table, pauseKey()), new Date());
}

function saving(writer: WritingRun, id: string, { priorState, hold, group }: Beginning): TransactWriteItem {
  const change = {
    setIfAbsent: { [priorStateAttribute]: priorState },
    set: {
      status: "containing",
      open: "containment",
      [`holds.${hold.finding}`]: hold,
      ...(group && { group: group.name }),
    },
    run: writer.run,
  };
  return { Update: { TableName: writer.table, Key: marshall(containmentKey(id)), ...expressionOf(change) } };
}

/** A given approval must be as it was read. Without one, no request may be waiting or declined. */
function approvalCheck(table: string, { id, given }: Beginning["approval"]): TransactWriteItem {
  const place = {
    TableName: table,
    Key: marshall(approvalKey(id)),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  const names = { ExpressionAttributeNames: { "#status": "status" } };
  if (!given) {
    return {
      ConditionCheck: {
        ...place,
        ...names,
        ConditionExpression: "attribute_not_exists(#status) OR NOT #status IN (:waiting, :declined)",
        ExpressionAttributeValues: marshall({ ":waiting": "waiting", ":declined": "declined" }),
      },
    };
  }
  return {
    ConditionCheck: {
      ...place,
      ...names,
      ConditionExpression: "#status = :approved AND revision = :known",
      ExpressionAttributeValues: marshall({ ":approved": "approved", ":known": given.revision ?? "" }),
    },
  };
}

function pauseCheck(table: string): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: marshall(pauseKey()),
      // A pause may end automatically.
      ConditionExpression: "attribute_not_exists(paused) OR paused = :no OR #until <= :now",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: marshall({ ":no": false, ":now": new Date().toISOString() }),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
}
