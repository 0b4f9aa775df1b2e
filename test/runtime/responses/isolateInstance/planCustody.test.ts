import assert from "node:assert/strict";
import type { Custody, KeptSnapshot } from "../../../../runtime/responses/isolateInstance/custody";
import { manifestOf } from "../../../../runtime/responses/isolateInstance/manifest";
import { custodyCalls, custodyRisk, lostCopies } from "../../../../runtime/responses/isolateInstance/planCustody";
import { releasePlan } from "../../../../runtime/responses/isolateInstance/release";
import { running } from "../../../attacks/isolate";

const key = "arn:aws:kms:eu-west-1:555566667777:key/1234abcd";
const lock = { mode: "compliance", days: 90, coolOffHours: 24 } as const;
const forensics = { account: "555566667777", keys: ["arn:aws:kms:us-east-1:555566667777:key/9", key] };
const until = "2027-03-01T00:00:00.000Z";
const locked = { lock: { mode: "compliance", until } };
const snapshot = (more: Partial<KeptSnapshot> = {}): KeptSnapshot => ({ id: "snap-1", state: "completed", ...more });
const copy = (more: Partial<KeptSnapshot> = {}) => snapshot({ id: "snap-9", copyOf: "snap-1", key, ...more });

const custody = (snapshots: KeptSnapshot[], more: Partial<Custody> = { lock, forensics }): Custody => ({
  region: "eu-west-1",
  findings: ["finding-1"],
  snapshots,
  ...more,
});
const state = (snapshots: KeptSnapshot[], more?: Partial<Custody>) => running({ custody: custody(snapshots, more) });
const operations = (...given: Parameters<typeof state>) =>
  custodyCalls(state(...given)).map(({ operation, input }) => `${operation} ${input["SnapshotId"] ?? ""}`.trim());

describe("N82: the chain of custody of an instance's snapshots", () => {
  const shared = { users: [forensics.account] };
  const table: [what: string, snapshots: KeptSnapshot[], missing: string[]][] = [
    ["a pending snapshot is locked and not copied", [snapshot({ state: "pending" })], ["LockSnapshot snap-1"]],
    ["a complete one is copied", [snapshot(locked)], ["CopySnapshot"]],
    ["a failed one is left", [snapshot({ state: "error" })], []],
    [
      "a pending copy is locked and not shared",
      [snapshot(locked), copy({ state: "pending" })],
      ["LockSnapshot snap-9"],
    ],
    ["a complete copy is shared", [snapshot(locked), copy(locked)], ["ModifySnapshotAttribute snap-9"]],
    ["a failed copy is not made again", [snapshot(locked), { id: "snap-9", copyOf: "snap-1", state: "error" }], []],
    [
      "a copy under another key is no copy, and is not shared",
      [snapshot(locked), copy({ ...locked, key: "other" })],
      ["CopySnapshot"],
    ],
    ["nothing is missing in the end", [snapshot(locked), copy({ ...locked, ...shared })], []],
    [
      "a lock whose time is up is not renewed",
      [snapshot({ lock: { mode: "expired" } }), copy({ ...locked, ...shared })],
      [],
    ],
  ];
  for (const [what, snapshots, missing] of table)
    it(`N82: ${what}`, () => assert.deepEqual(operations(snapshots), missing));

  it("N82: nothing is locked or copied unless config asks for it, and no copy is made without a key of the Region", () => {
    assert.deepEqual(operations([snapshot()], {}), []);
    assert.deepEqual(operations([snapshot()], { forensics: { ...forensics, keys: forensics.keys.slice(0, 1) } }), []);
    assert.match(
      custodyRisk(state([snapshot()], { forensics: { ...forensics, keys: [] } })).join(),
      /no key in eu-west-1/,
    );
    assert.deepEqual(custodyRisk(running()), []);
  });

  it("N82: the calls carry the settings, and mark the copy", () => {
    const calls = custodyCalls(state([snapshot()]));
    assert.deepEqual(calls[0]!.input, {
      SnapshotId: "snap-1",
      LockMode: "compliance",
      LockDuration: 90,
      CoolOffPeriod: 24,
    });
    const { KmsKeyId, Encrypted, TagSpecifications } = calls[1]!.input as any;
    assert.deepEqual([KmsKeyId, Encrypted], [key, true]);
    assert.deepEqual(
      TagSpecifications[0].Tags.map(({ Key }: any) => Key),
      ["firebreak:containment", "firebreak:copy-of"],
    );
    assert.ok(calls.every(({ secondary, renews }) => secondary && renews));
  });

  it("N82: a lock that was removed is made again, and counts as undone", () => {
    assert.equal(custodyCalls(state([snapshot({ wasLocked: true })]))[0]!.renews, false);
  });

  it("N83: a failed copy makes the outcome partial and names its key", () => {
    const text = lostCopies(state([snapshot(), copy({ state: "error", failure: "no key" })])).join();
    assert.match(text, /copy snap-9 of snap-1 ended in error \(no key\): check that key arn:aws:kms:eu-west-1/);
  });

  it("N84: the manifest comes when all is done, names every call and time, and changes with any record", () => {
    const done = [
      snapshot({ ...locked, volume: "vol-1", startedAt: "2026-12-01T10:00:00.000Z" }),
      copy({ ...locked, users: [forensics.account] }),
    ];
    for (const early of [
      [],
      done.slice(0, 1),
      [{ ...done[0]!, state: "pending" }],
      [done[0]!, { ...done[1]!, users: [] }],
    ])
      assert.deepEqual(manifestOf(state(early)), []);
    const [about, record, manifest] = manifestOf(state(done)).map(({ id }) => id);
    assert.match(
      about!,
      /instance i-0123456789abcdef0, account 444455556666, Region eu-west-1, begun for finding finding-1$/,
    );
    assert.match(record!, /^snapshot snap-1 of volume vol-1, begun 2026-12-01T10:00:00.000Z \(CreateSnapshots\)/);
    assert.match(record!, /locked in compliance mode until 2027-03-01.*copy snap-9 under key .*usable by 555566667777/);
    assert.match(manifest!, /^sha256:[0-9a-f]{64}$/);
    const other = manifestOf(state([{ ...done[0]!, volume: "vol-2" }, done[1]!])).at(-1)!.id;
    assert.notEqual(other, manifest);
    const failed = manifestOf(state([snapshot({ state: "error", failure: "no key" })], { lock })).map(({ id }) => id);
    assert.match(failed[1]!, /failed: no key/);
  });

  it("N82: a release has no call for the evidence", () => {
    const saved = { deleteOnTermination: [], interfaces: [] };
    const { calls } = releasePlan(state([snapshot(locked), copy(locked)]), saved);
    assert.deepEqual(calls, []);
  });
});
