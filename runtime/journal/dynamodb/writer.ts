import type { CancellationReason, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { codeOf } from "../../lib/errors";
import type { Containment, Decision } from "../../model/journalItems";
import { containmentId, type Target } from "../../model/target";
import type { Ending, Writer } from "../containments";
import { claimLost } from "../errors";
import { usedApproval } from "./approvals";
import { begin, type WritingRun } from "./begin";
import { leaveWrite } from "./caps";
import { type Change, claimHeld, expressionOf } from "./change";
import { decisionWrites, noticeSent } from "./decisions";
import { exemptionKeyOf } from "./exceptions";
import { containmentIndex } from "./indexes";
import { containmentKey } from "./keys";
import { containmentOf, priorStateAttribute } from "./priorState";
import { ifHolds } from "./table";
import { hasFailed, transact } from "./transact";

/** The writes of a run, each on condition that the run holds the claim. */
export const writer = (run: WritingRun): Writer => ({
  claim: (response, target, time) => claim(run, response, target, time),
  begin: (id, beginning) => begin(run, id, beginning),
  savePriorState: (id, priorState, hold) =>
    update(run, id, {
      setIfAbsent: { [priorStateAttribute]: priorState },
      set: { status: "containing", open: "containment", [`holds.${hold.finding}`]: hold },
    }),
  async addToPriorState(id, more) {
    const parts = Object.entries(more).filter(([, value]) => value !== undefined);
    if (parts.length === 0) return;
    await update(run, id, {
      setIfAbsent: Object.fromEntries(parts.map(([name, value]) => [`${priorStateAttribute}.${name}`, value])),
    });
  },
  addEvidence: (id, evidence) => update(run, id, { append: { evidence } }),
  startRelease: (id) => update(run, id, { set: { status: "releasing" } }),
  finish: (id, ending, decision) => finish(run, id, ending, decision),
  async closeRun(id, decision) {
    const reasons = await transact(run.db, () => [
      { Update: changing(run, id, { remove: ["claim"] }) },
      { Update: noticeSent(run.table, decision) },
    ]);
    checkWritten(id, reasons);
  },
  unclaim: (containment) => unclaim(run, containment),
});

async function claim(
  run: WritingRun,
  response: string,
  target: Target,
  { now, until }: { now: number; until: number },
): Promise<Containment | undefined> {
  const id = containmentId(response, target.arn);
  const at = new Date(now).toISOString();
  const fresh = { id, response, target, holds: {}, evidence: [], remains: [], round: 0, kind: "containment", at };
  const change = {
    set: { claim: { run: run.run, until }, updatedAt: at },
    setIfAbsent: { ...fresh, ...containmentIndex({ target }) },
    run: run.run,
  };
  const free = `attribute_not_exists(#claim) OR #claim.#until < :now OR ${claimHeld}`;
  const expression = expressionOf(change, free, { ":now": now });
  expression.ExpressionAttributeNames["#until"] = "until";
  try {
    const answer = await run.db.updateItem({ ...placeOf(run, id), ...expression, ReturnValues: "ALL_NEW" });
    return containmentOf(unmarshall(answer.Attributes!));
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
}

async function unclaim(run: WritingRun, { id, status }: Containment): Promise<void> {
  const place = {
    ...placeOf(run, id),
    ConditionExpression: claimHeld,
    ExpressionAttributeNames: { "#claim": "claim", "#run": "run" },
    ExpressionAttributeValues: marshall({ ":run": run.run }),
  };
  // A lost claim belongs to the other run now.
  await ifHolds(status ? run.db.updateItem({ ...place, UpdateExpression: "REMOVE #claim" }) : run.db.deleteItem(place));
}

async function finish(run: WritingRun, id: string, ending: Ending, decision: Decision): Promise<void> {
  const { exemption, approval, group } = ending;
  const { table } = run;
  const needed: TransactWriteItem[] = [
    { Update: changing(run, id, endOf(ending, decision)) },
    ...decisionWrites(table, decision),
    ...(exemption ? [{ Delete: { TableName: table, Key: marshall(exemptionKeyOf(exemption)) } }] : []),
    ...(group ? [leaveWrite(table, group, id)] : []),
  ];
  // An approval is good for one containment only.
  const used = approval && { Put: usedApproval(run, approval, decision.at) };
  const reasons = await transact(run.db, () => [...needed, ...(used ? [used] : [])]);
  if (!reasons) return;
  // The approval ended in another way in the meantime; what was done is still recorded.
  const onlyApproval = reasons.findIndex(hasFailed) === needed.length;
  checkWritten(id, onlyApproval ? await transact(run.db, () => needed) : reasons);
}

/** How a containment changes when a run ends. */
function endOf({ status, remains, hold, drop, evidence }: Ending, decision: Decision): Omit<Change, "run"> {
  const set = { status, remains, updatedAt: decision.at, at: decision.at };
  const remove = decision.notice === "pending" ? [] : ["claim"];
  if (status === "released" || status === "gone") {
    return {
      set: { ...set, releasedAt: decision.at, holds: {}, evidence: [] },
      add: { round: 1 },
      remove: [...remove, priorStateAttribute, "open", "remindedAt", "releaseAsked", "undone", "group"],
    };
  }
  return {
    set: {
      ...set,
      ...(hold && { [`holds.${hold.finding}`]: hold }),
      ...(decision.undone && { undone: decision.undone }),
      ...(evidence && { evidence }),
    },
    remove: [...remove, ...(drop ? [`holds.${drop}`] : [])],
  };
}

const placeOf = ({ table }: WritingRun, id: string) => ({ TableName: table, Key: marshall(containmentKey(id)) });

const changing = (run: WritingRun, id: string, change: Omit<Change, "run">) => ({
  ...placeOf(run, id),
  ...expressionOf({ ...change, run: run.run }),
});

/** @throws ClaimLost if a transaction was cancelled by its conditions */
function checkWritten(id: string, reasons: CancellationReason[] | undefined): void {
  if (reasons) throw claimLost(id, reasons.map(({ Code }) => Code).join(", "));
}

async function update(run: WritingRun, id: string, change: Omit<Change, "run">): Promise<void> {
  try {
    await run.db.updateItem(changing(run, id, change));
  } catch (error) {
    if (codeOf(error) === "ConditionalCheckFailedException") throw claimLost(id, (error as Error).message);
    throw error;
  }
}
