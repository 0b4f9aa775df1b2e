import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hearing, isDue, type Listened } from "../../../runtime/doctor/heartbeat";
import { faultsMessage, silenceMessage } from "../../../runtime/doctor/watchMessages";
import type { Heartbeat } from "../../../runtime/journal/heartbeats";

const account = "444455556666";
const before = "2026-11-29T05:00:00.000Z";
const now = "2026-11-29T05:30:00.000Z";
const known = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  account,
  regions: ["eu-west-1", "us-east-1"],
  silent: {},
  ...change,
});
const heard = (...regions: string[]): Listened => ({
  account,
  places: ["eu-west-1", "us-east-1"].map((region) => ({ region, arrived: regions.includes(region) })),
});
const shut: Listened = { account, problem: "AccessDenied: no such role", places: [] };

describe("Y13: the heartbeat of accounts and Regions", () => {
  it("expects a place from its first heartbeat on", () => {
    const first = hearing([], [heard("eu-west-1", "us-east-1")], [], now);
    assert.deepEqual([first.silent, first.fresh, first.changed], [[], [], [known()]]);
    const next = hearing([known()], [heard("eu-west-1", "us-east-1")], [], now);
    assert.deepEqual([next.silent, next.changed], [[], []]);
  });

  it("reports a Region whose event does not arrive as silent, once, and since when", () => {
    const first = hearing([known()], [heard("eu-west-1")], [], before);
    const silence = { account, region: "us-east-1", since: before, why: "a test event did not arrive" };
    assert.deepEqual([first.silent, first.fresh], [[silence], [silence]]);
    assert.deepEqual(first.changed, [known({ silent: { "us-east-1": before } })]);
    const next = hearing(first.changed, [heard("eu-west-1")], [], now);
    assert.deepEqual([next.silent, next.fresh, next.changed], [[silence], [], []]);
    assert.equal(silenceMessage(next), undefined);
  });

  it("reports every Region of an account whose role was removed as silent", () => {
    const { silent } = hearing([known()], [shut], [], now);
    assert.deepEqual(
      silent.map(({ region, why }) => [region, why]),
      ["eu-west-1", "us-east-1"].map((region) => [region, "the account cannot be entered: AccessDenied: no such role"]),
    );
  });

  it("reports a covered Region without any heartbeat as silent", () => {
    const { silent } = hearing([], [heard("eu-west-1")], [], now);
    assert.deepEqual(
      silent.map(({ region }) => region),
      ["us-east-1"],
    );
  });

  it("counts an account without a stack as not covered, not as silent", () => {
    const { silent, uncovered, changed } = hearing([], [shut], [], now);
    assert.deepEqual([silent, uncovered, changed], [[], [account], []]);
  });

  it("leaves out an account, or one of its Regions, if the settings say so", () => {
    assert.deepEqual(hearing([known()], [shut], [account], now).silent, []);
    const { silent } = hearing([known()], [shut], [`${account}/us-east-1`], now);
    assert.deepEqual(
      silent.map(({ region }) => region),
      ["eu-west-1"],
    );
    assert.deepEqual(hearing([], [shut], [account], now).uncovered, []);
  });

  it("reports when a place is heard again", () => {
    const all = hearing([known({ silent: { "us-east-1": before } })], [heard("eu-west-1", "us-east-1")], [], now);
    assert.deepEqual([all.silent, all.back, all.changed], [[], [{ account, region: "us-east-1" }], [known()]]);
    const message = silenceMessage(all)!;
    assert.match(message.lines[0] as string, /^Heartbeat restored: 444455556666 in us-east-1/);
  });

  it("keeps what the last check found", () => {
    const last = { faults: ["fault roles  r"], partly: true };
    const { changed } = hearing([known(last)], [heard("eu-west-1")], [], now);
    assert.deepEqual([changed[0]!.faults, changed[0]!.partly], [last.faults, true]);
  });

  it("names the places, their causes and the command, as far as they fit", () => {
    const many = Array.from(
      { length: 60 },
      (_, number): Listened => ({ ...shut, account: String(100_000_000_000 + number) }),
    );
    const before60 = many.map((one): Heartbeat => ({ account: one.account, regions: ["eu-west-1"], silent: {} }));
    const { subject, lines, attributes } = silenceMessage(hearing(before60, many, [], now))!;
    assert.equal(subject, "silent: 60 places no longer reach Firebreak");
    assert.match(lines[0] as string, /^Silent: 100000000000 in eu-west-1: the account cannot be entered: AccessDenied/);
    assert.equal(lines[50], "And 10 more.");
    assert.match(JSON.stringify(lines), /doctor --account 100000000000/);
    assert.deepEqual(attributes, { outcome: "failed" });
  });
});

describe("Y13: the doctor's daily check", () => {
  it("covers every account once in a day's runs", () => {
    for (const one of ["444455556666", "000000000000", "999999999999"]) {
      const turns = Array.from({ length: 48 }, (_, run) => isDue(one, 980_000 + run, 48)).filter(Boolean);
      assert.equal(turns.length, 1, one);
    }
  });

  it("reports what is newly wrong, and nothing otherwise", () => {
    assert.equal(faultsMessage([]), undefined);
    const filter = {
      account,
      region: "eu-west-1",
      check: "guardduty",
      subject: "filter noise",
      says: "It archives.",
    } as const;
    const message = faultsMessage([{ ...filter, status: "warning" }])!;
    assert.equal(message.subject, "doctor: 1 new problem in the daily check");
    assert.equal(message.lines[0], "Warning: 444455556666 in eu-west-1: filter noise: It archives.");
    assert.deepEqual(message.attributes, { outcome: "notified" });
  });
});
