import type { CancellationReason, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Approval, Hold, Pause } from "../../model/journalItems";
import type { Cap } from "../../policy/caps";
import { getApproval } from "./approvals";
import { countWrites, type GroupLimit, joinWrite } from "./caps";
import { expressionOf } from "./change";
import { lost, type Writer } from "./containments";
import { approvalKey, containmentKey, pauseKey } from "./keys";
import { getPause } from "./pause";
import { hasFailed, itemIn, transact } from "./transact";

/** A containment that begins with the first change, and its conditions. */
export interface Beginning {
  /** The target's state before the first change. An earlier one stays. */
  before: unknown;
  hold: Hold;
  /** The approval of the finding and target, and the one that was given, if one was. */
  approval: { id: string; given?: Approval };
  /** Nothing begins while all responses are paused. */
  unlessPaused: boolean;
  cap?: Cap;
  group?: GroupLimit;
}

/** Why a containment does not begin. Nothing was written then. */
export type Obstacle =
  | { kind: "paused"; pause: Pause }
  /** A request about the same target is waiting, was declined, or has changed since it was read. */
  | { kind: "approval"; approval: Approval }
  | { kind: "cap" }
  | { kind: "group" };

/** After this many conflicts the pause is read instead: every containment checks it, and must not have to wait for that. */
const conflictsUntilRead = 2;

/**
 * Begins a containment: saves the prior state with the finding's hold, and counts it, on condition that there is no obstacle. All
 * of it is written or nothing. A check needs dynamodb:ConditionCheckItem
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
 *
 * @returns the obstacles; empty if it has begun
 * @throws ClaimLost if another run has taken over
 */
export async function begin(writer: Writer, id: string, beginning: Beginning): Promise<Obstacle[]> {
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
    pause = await getPause(db, table);
    // If a pause began in between, the check of the pause fails.
    return pause ? all : all.slice(0, -1);
  });
  if (!reasons) return [];
  const kinds = needed.flatMap(([kind, items]) => items.map(() => kind));
  const failed = reasons.flatMap((reason, index) => (hasFailed(reason) ? [{ kind: kinds[index]!, reason }] : []));
  if (failed.some(({ kind }) => kind === "claim")) throw lost(id, new Error("the claim was lost"));
  const obstacles = await Promise.all(failed.map(({ kind, reason }) => obstacleOf(writer, beginning, kind, reason)));
  return obstacles.flatMap((obstacle) => obstacle ?? []);
}

async function obstacleOf(
  { db, table }: Writer,
  { approval: { id, given } }: Beginning,
  kind: Obstacle["kind"] | "claim",
  reason: CancellationReason,
): Promise<Obstacle | undefined> {
  if (kind === "cap" || kind === "group") return { kind };
  if (kind === "paused") {
    const pause = itemIn<Pause>(reason) ?? (await getPause(db, table));
    return pause && { kind, pause };
  }
  const approval = itemIn<Approval>(reason) ?? (await getApproval(db, table, id)) ?? given;
  return approval && { kind: "approval", approval };
}

function saving(writer: Writer, id: string, { before, hold, group }: Beginning): TransactWriteItem {
  const change = {
    setIfAbsent: { before },
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
