import assert from "node:assert/strict";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import {
  type CountedNotice,
  countHeldNotice,
  countNotice,
  forgetHeldNotices,
  heldNotices,
} from "../../../runtime/journal/dynamodb/noticeCounts";
import { sendOnce } from "../../../runtime/journal/dynamodb/sendOnce";
import { countUnknownType, unknownTypes } from "../../../runtime/journal/dynamodb/unknownTypes";
import { security } from "./instance";
import { as, unique } from "./principals";

/** A table with the journal's keys. */
async function counters() {
  const db = new DynamoDB(await as(security));
  const table = unique("journal");
  await db.createTable({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  });
  return { db, table };
}

describe("the counters of notices in DynamoDB", () => {
  it("Y16: let as many pass as the limit says, each once, and sum up the others by their outcomes", async () => {
    const journal = await counters();
    const notice = (id: string): CountedNotice => ({
      account: "444455556666",
      lane: "other config",
      hour: "2026-11-26T02",
      id,
    });
    const places = [];
    for (const id of ["a", "b", "b", "c", "c", "d"]) {
      const place = await countNotice(journal, notice(id), 2);
      places.push(place);
      if (place !== "sent") await countHeldNotice(journal, notice(id), id === "d" ? "refused" : "gone");
    }
    assert.deepEqual(places, ["sent", "sent", "sent", "first-held", "first-held", "held"]);
    assert.deepEqual(await heldNotices(journal, "2026-11-26T02"), [], "that hour is not over");
    const held = await heldNotices(journal, "2026-11-26T03");
    assert.deepEqual(held, [
      { account: "444455556666", lane: "other config", hour: "2026-11-26T02", counts: { gone: 2, refused: 1 } },
    ]);
    await forgetHeldNotices(journal, held);
    assert.deepEqual(await heldNotices(journal, "2026-11-26T03"), []);
  });

  it("X25: count unknown types by day", async () => {
    const journal = await counters();
    const seen = { account: "444455556666" };
    for (const type of ["b", "a", "b"]) await countUnknownType(journal, "2026-11-26", { ...seen, type });
    await countUnknownType(journal, "2026-11-27", { ...seen, type: "c" });
    assert.deepEqual(await unknownTypes(journal, "2026-11-26"), [
      { ...seen, type: "b", findings: 2 },
      { ...seen, type: "a", findings: 1 },
    ]);
  });

  it("Y16: send a message once, also after the first sender has failed and its lease is over", async () => {
    const journal = await counters();
    let sent = 0;
    const send = async () => void sent++;
    assert.deepEqual((await Promise.all([1, 2, 3].map(() => sendOnce(journal, "x", send)))).filter(Boolean), [true]);
    assert.equal(await sendOnce(journal, "x", send), false);
    assert.equal(sent, 1);
    const now = Date.now;
    await assert.rejects(
      sendOnce(journal, "y", () => Promise.reject(new Error("SNS is away"))),
      /SNS is away/,
    );
    assert.equal(await sendOnce(journal, "y", send), false, "the first sender may still be at it");
    Date.now = () => now() + 6 * 60_000;
    try {
      assert.equal(await sendOnce(journal, "y", send), true);
    } finally {
      Date.now = now;
    }
    assert.equal(sent, 2);
  });
});
