import assert from "node:assert/strict";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type { PrincipalBefore, PrincipalState } from "../../../../runtime/responses/blockPrincipal/state";
import { iamWith } from "./model";
import { containOnce, readPrincipal, releaseOnce, savedOf, sessionA, settings, user, worldWith } from "./work";

const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
const quarantine = "arn:aws:iam::444455556666:policy/firebreak/web-quarantine";
const limits = "arn:aws:iam::444455556666:policy/limits";
const compromised = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";

const role: PrincipalState = {
  kind: "role",
  name: "web",
  accountId: "444455556666",
  partition: "aws",
  arn: "arn:aws:iam::444455556666:role/web",
  path: "/",
  uniqueId: "AROAWEBWEBWEBWEBWEB01",
  tags: {},
  attached: [],
  attachedQuota: 10,
  credentials: [],
  loginProfile: false,
  mfaDevices: 0,
  trusted: ["ec2.amazonaws.com"],
  instanceProfiles: [],
  now: "2026-10-01T10:00:00Z",
  changed: false,
  wanted: [{ sessions: sessionA }],
};
const bob: PrincipalState = { ...role, kind: "user", name: "bob", uniqueId: "AIDABOB", quarantine: undefined! };
const nothing: PrincipalBefore = { attached: [], credentials: [], loginProfile: false };
const stored = { document: "{}", versions: [2, 10, 9].map((n) => ({ id: `v${n}`, isDefault: n === 10 })) };
const key = (id: string, active: boolean) => ({ kind: "access-key" as const, id, active });

describe("release of block-principal", () => {
  const cases: [string, PrincipalState, PrincipalBefore, string[], RegExp][] = [
    [
      "takes the quarantine away and deletes it with all versions",
      { ...role, boundary: quarantine, quarantine: stored },
      nothing,
      ["DeleteRolePermissionsBoundary", "DeletePolicyVersion v2", "DeletePolicyVersion v9", "DeletePolicy"],
      /^$/,
    ],
    ["detaches AWSDenyAll", { ...role, attached: [denyAll] }, nothing, ["DetachRolePolicy"], /^$/],
    [
      "leaves AWSDenyAll if it was there before",
      { ...role, attached: [denyAll] },
      { ...nothing, attached: [denyAll] },
      [],
      /attached to role web before the block: it stays/,
    ],
    [
      "case 39: leaves AWS's quarantine policy, whoever attached it when",
      { ...bob, attached: [denyAll, compromised] },
      nothing,
      ["DetachUserPolicy"],
      /^$/,
    ],
    [
      "puts the earlier boundary back",
      { ...bob, boundary: denyAll, restorable: true },
      { ...nothing, boundary: limits },
      ["PutUserPermissionsBoundary"],
      /^$/,
    ],
    [
      "keeps the deny if the earlier boundary was deleted: without one the user could do more than before",
      { ...bob, boundary: denyAll, restorable: false },
      { ...nothing, boundary: limits },
      [],
      /keeps .*AWSDenyAll: its earlier boundary .*limits was deleted/,
    ],
    [
      "leaves a boundary that somebody else set, and deletes only its own policy",
      { ...role, boundary: limits, quarantine: stored },
      nothing,
      ["DeletePolicyVersion v2", "DeletePolicyVersion v9", "DeletePolicy"],
      /has the boundary .*limits, which is somebody else's doing/,
    ],
    [
      "does not put back a boundary that somebody took away",
      role,
      { ...nothing, boundary: limits },
      [],
      /no boundary any more, which is somebody else's doing/,
    ],
    [
      "leaves keys inactive and names what was made, deleted or lost meanwhile",
      { ...bob, credentials: [key("AKIA1", false), key("AKIA9", false)] },
      { ...nothing, credentials: [key("AKIA1", true), key("AKIA2", true), key("AKIA3", false)], loginProfile: true },
      [],
      /AKIA1 stays inactive.*AKIA2 was deleted.*AKIA9 was made after the block and is left inactive.*password/,
    ],
  ];
  for (const [title, state, saved, expected, drift] of cases) {
    it(title, () => {
      const release = blockPrincipal.releasePlan(state, saved, settings);
      assert.deepEqual(
        release.calls.map(({ operation, input }) => [operation, input["VersionId"]].filter(Boolean).join(" ")),
        expected,
      );
      assert.match(release.drift.join("; "), drift);
    });
  }

  it("switches on exactly what was active before, if the operator wants it", () => {
    const { calls } = blockPrincipal.releasePlan(
      { ...bob, credentials: [key("AKIA1", false), key("AKIA2", false), key("AKIA9", false)] },
      { ...nothing, credentials: [key("AKIA1", true), key("AKIA2", false)] },
      { ...settings, reactivateCredentials: true },
    );
    assert.deepEqual(
      calls.map(({ input }) => input),
      [{ UserName: "bob", AccessKeyId: "AKIA1", Status: "Active" }],
    );
  });

  it("reads whether the earlier boundary still exists", async () => {
    const model = iamWith(
      worldWith({
        bob: { boundary: limits },
        policies: { [limits]: [{ id: "v1", document: "{}", isDefault: true }] },
        quota: 0,
      }),
    );
    const saved = await savedOf(model, { target: user });
    await containOnce(model, { target: user });
    assert.equal(model.world.users["bob"]!.boundary, denyAll);
    delete model.world.policies[limits];
    const result = (await releaseOnce(model, saved, { target: user }))!;
    assert.deepEqual(result.missing, []);
    assert.equal(model.world.users["bob"]!.boundary, denyAll);
  });

  it("a quarantine that was left over from an earlier time is nothing to give back", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: [{ sessions: sessionA }] });
    assert.equal((await savedOf(model)).boundary, undefined);
  });
});

describe("remains of block-principal", () => {
  const contained = async (parts: Parameters<typeof worldWith>[0], work: Parameters<typeof containOnce>[1]) => {
    const model = iamWith(worldWith(parts));
    await containOnce(model, work);
    const state = (await readPrincipal(model, work!))!;
    return blockPrincipal.remains(state, { ...settings, ...work!.settings }).join("\n");
  };
  const wanted = [{ sessions: sessionA }];

  it("M11: of one session: who may come back, who uses the role besides, and what its instance cannot do any more", async () => {
    const text = await contained({ web: { profiles: ["front", "back"] } }, { wanted });
    assert.match(text, /whoever may assume role web \(ec2.amazonaws.com\) can come back under another session name/);
    assert.match(text, /instance profile front, back: only the named sessions are denied/);
    assert.match(text, /i-0123456789abcdef0 itself can use role web no more/);
  });

  it("M11: of the whole role: that nobody can work with it, and who that is", async () => {
    const text = await contained({ web: { profiles: ["front"] } }, { wanted, settings: { roles: "principal" } });
    assert.match(text, /nobody can work with role web any more: it is trusted to ec2.amazonaws.com and in .* front/);
  });

  it("case 37: of older sessions: that newer ones work", async () => {
    const text = await contained({}, { wanted, settings: { roles: "older-sessions" } });
    assert.match(text, /can come back with a session newer than 20/);
  });

  it("case 36 case 39: of a user: password, MFA devices, inactive keys, AWS's own policy, delay and chaining", async () => {
    const text = await contained(
      { bob: { keys: [{ id: "AKIA1", status: "Active" }], password: true, devices: 2, attached: [compromised] } },
      { target: user, wanted: [{ accessKeys: "AKIA1" }] },
    );
    for (const expected of [
      /console password is kept/,
      /2 MFA devices/,
      /a release leaves inactive: access key AKIA1/,
      /AWSCompromisedKeyQuarantineV3 is AWS's own and stays/,
      /delay/,
      /role chaining/,
    ])
      assert.match(text, expected);
  });

  it("M9: of a finding that also names somebody who cannot be blocked: the advice", async () => {
    const text = await contained({}, { wanted: [{ sessions: sessionA, note: "the root user of account 1" }] });
    assert.match(text, /also named by the finding: the root user of account 1/);
  });
});
