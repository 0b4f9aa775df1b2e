import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { liveJournal } from "../../../cli/console/snapshot";
import { dynamoJournal } from "../../../runtime/journal/dynamodb/journal";
import { dynamo } from "../../models/dynamo";
import { containment, decision, items } from "../journal";
import { directory, worldIn } from "../world";

const since = "2026-11-19T12:00:00.000Z";

/** A journal whose items and time the test changes. */
function opened(...first: Record<string, unknown>[]) {
  const { world } = worldIn({});
  const clock = { now: new Date("2026-11-26T12:00:00.000Z") };
  const model = dynamo({ pageSize: 100 });
  const queries: object[] = [];
  model.hooks.before = (operation, input) => {
    if (operation === "query") queries.push(input);
  };
  const add = (...found: Record<string, unknown>[]) => {
    for (const item of found) model.items.set(`${item["pk"]}|${item["sk"]}`, item);
  };
  add(...first);
  const journal = async () => dynamoJournal({ db: model.db, table: directory.journalTable });
  const live = liveJournal({ ...world, now: () => clock.now, aws: { ...world.aws, journal } }, directory);
  const later = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return { live, queries, later, add };
}

describe("the journal as it is now", () => {
  it("P51: shows a decision that was made after the first reading, and reads the earlier ones only once", async () => {
    const { live, queries, later, add } = opened(items.decision(decision()));
    assert.equal((await live.read(since)).incidents.length, 1);
    assert.ok(JSON.stringify(queries).includes("2026-11-19"));
    add(items.decision(decision({ finding: "f2", at: "2026-11-26T12:00:01.000Z" })));
    later(5);
    queries.length = 0;
    assert.deepEqual(
      (await live.read(since)).incidents.map(({ finding }) => finding),
      ["f2", "f1"],
    );
    assert.ok(queries.length > 0 && !JSON.stringify(queries).includes("2026-11-19"), JSON.stringify(queries));
  });

  it("P51: does not read again within two seconds, unless something was changed here", async () => {
    const { live, queries, later } = opened(items.containment(containment()));
    await live.read(since);
    const before = queries.length;
    later(1);
    await live.read(since);
    assert.equal(queries.length, before);
    live.changed();
    await live.read(since);
    assert.ok(queries.length > before);
  });

  it("P51: reads further back when that is asked for, and keeps it", async () => {
    const old = decision({ finding: "old", at: "2026-11-01T00:00:00.000Z" });
    const { live } = opened(items.decision(decision()), items.decision(old));
    assert.equal((await live.read(since)).incidents.length, 1);
    assert.equal((await live.read("2026-10-30T00:00:00.000Z")).incidents.length, 2);
    assert.equal((await live.read(since)).incidents.length, 2);
  });

  it("P51: looks up the severity of what is held once", async () => {
    const { live, queries, later } = opened(items.containment(containment()), items.decision(decision()));
    assert.deepEqual((await live.read(since)).severities, { c000000000000001: 8 });
    const asked = () => queries.filter((query) => JSON.stringify(query).includes("finding#f1")).length;
    const before = asked();
    later(10);
    assert.deepEqual((await live.read(since)).severities, { c000000000000001: 8 });
    assert.equal(asked(), before);
  });
});
