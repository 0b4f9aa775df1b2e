import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { filesOf } from "../../../runtime/lake/files";
import { ocsfOf, type RemediationActivity } from "../../../runtime/lake/ocsf";
import { parquetOf } from "../../../runtime/lake/parquet";
import type { Decision } from "../../../runtime/model/journalItems";
import { outcomes } from "../../../runtime/model/outcome";
import { decisionFacts } from "../../../runtime/notices/decisionEvent";
import { instanceTarget } from "../../../runtime/resources/targets";
import { decision } from "../../cli/journal";
import { isPublished } from "./published";
import { readParquet } from "./readParquet";

const settings = {
  bucket: "lake",
  owner: "111122223333",
  region: "eu-west-1",
  source: "firebreak",
  securityAccountId: "111122223333",
};
const arrivedAs = (message: string, more: Partial<Decision> = {}) => ({
  message,
  facts: decisionFacts(decision(more)),
});
const inAccount = (accountId: string) =>
  instanceTarget({ accountId, region: "us-east-1", partition: "aws" }, "i-0123456789abcdef0");
/** What has no account and no resource, such as an event that could not be understood. */
const bare = (): Decision => {
  const { target: _, about: __, containment: ___, ...rest } = decision({ outcome: "refused", remains: [] });
  return rest;
};

describe("files of a data lake", () => {
  it("P60: are in the folders of Security Lake: one for each account and day of the decisions, in UTC", () => {
    const files = filesOf(
      [
        arrivedAs("m1", { at: "2026-11-26T23:59:59.999Z" }),
        arrivedAs("m2", { at: "2026-11-27T00:00:00.000Z" }),
        arrivedAs("m3", { at: "2026-11-27T00:00:00.000Z", target: inAccount("555566667777") }),
        { message: "m4", facts: decisionFacts(bare()) },
      ],
      settings,
    );
    const folder = (account: string, day: string) =>
      `ext/firebreak/region=eu-west-1/accountId=${account}/eventDay=${day}/`;
    assert.deepEqual(
      files.map(({ key, messages }) => [key.replace(/[0-9a-f]{32}[.]parquet$/, ""), messages]),
      [
        [folder("444455556666", "20261126"), ["m1"]],
        [folder("444455556666", "20261127"), ["m2"]],
        [folder("555566667777", "20261127"), ["m3"]],
        [folder("111122223333", "20261126"), ["m4"]],
      ],
    );
  });

  it("P60: have no folder that an event could choose", () => {
    const facts = { ...decisionFacts(decision()), account: "../../other/accountId=1" };
    const [file] = filesOf([{ message: "m1", facts }], settings);
    assert.match(file!.key, /accountId=111122223333\/eventDay=20261126\/[0-9a-f]{32}\.parquet$/);
  });

  it("P61: have a decision once, in the order of time, and the same name for the same decisions", () => {
    const [early, late] = ["2026-11-26T10:00:00.000Z", "2026-11-26T11:00:00.000Z"];
    const [first] = filesOf(
      [arrivedAs("m1", { at: late }), arrivedAs("m2", { at: early }), arrivedAs("m3", { at: late })],
      settings,
    );
    assert.deepEqual(
      first!.activities.map(({ time }) => time),
      [Date.parse(early!), Date.parse(late!)],
    );
    assert.deepEqual(first!.messages, ["m1", "m2", "m3"]);
    const [again] = filesOf([arrivedAs("m4", { at: early }), arrivedAs("m5", { at: late })], settings);
    assert.equal(again!.key, first!.key);
    const [other] = filesOf([arrivedAs("m6", { at: early })], settings);
    assert.notEqual(other!.key, first!.key);
  });
});

describe("a Parquet file of decisions", () => {
  const hostile = "\u{1f600} \"';--\u0000 ü";
  const all = [
    ...outcomes.map((outcome) =>
      decision({ outcome, by: "arn:aws:sts::111122223333:assumed-role/ops/ana", said: hostile }),
    ),
    bare(),
  ].map((one) => ocsfOf(decisionFacts(one)));

  it("P60: has every event whole, with what is unmapped as text", async () => {
    const { rows } = await readParquet(await parquetOf(all));
    assert.deepEqual(rows.map(activityOf), all.map(plain));
    for (const row of rows) assert.ok(isPublished(activityOf(row)), JSON.stringify(isPublished.errors));
    assert.equal((rows[0] as any).unmapped.said, all[0]!.unmapped["said"]);
  });

  it("P60: has the same columns whatever is in it, times and classes as numbers", async () => {
    const columnsOf = async (some: RemediationActivity[]) => (await readParquet(await parquetOf(some))).schema;
    const columns = await columnsOf(all);
    assert.deepEqual(await columnsOf([all.at(-1)!]), columns);
    const typeOf = (name: string) => columns.find((column) => column.name === name)?.type;
    assert.deepEqual([typeOf("time"), typeOf("class_uid"), typeOf("type_uid")], ["INT64", "INT32", "INT32"]);
  });
});

/** A row as the event that it came from: without what is null, and with numbers. */
function activityOf(row: Record<string, unknown>): unknown {
  return JSON.parse(
    JSON.stringify(row, (_, value) => (typeof value === "bigint" ? Number(value) : value === null ? undefined : value)),
  );
}

/** An event as a file can have it. */
function plain({ observables = [], unmapped, ...activity }: RemediationActivity): unknown {
  const texts = Object.entries(JSON.parse(JSON.stringify(unmapped))).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { ...activity, observables, unmapped: Object.fromEntries(texts) };
}
