import assert from "node:assert/strict";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type { PrincipalPriorState, PrincipalState } from "../../../../runtime/responses/blockPrincipal/state";
import { iamWith } from "./model";
import { containOnce, readPrincipal, releaseOnce, savedOf, sessionA, settings, user, worldWith } from "./work";

const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
const ours = "arn:aws:iam::444455556666:policy/firebreak/web/bound/firebreak-1-0a1b2c3d";
const beside = "arn:aws:iam::444455556666:policy/firebreak/web/deny/firebreak-1-4e5f6071";
const former = "arn:aws:iam::444455556666:policy/firebreak/web-quarantine";
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
  trust: '{"Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  policyRoom: 100,
  own: [],
  nextName: "firebreak-1-0a1b2c3d",
  since: "2026-10-01T10:00:00Z",
  instanceProfiles: [],
  now: "2026-10-01T10:00:00Z",
  changed: false,
  wanted: [{ sessions: sessionA }],
};
const bob: PrincipalState = { ...role, kind: "user", name: "bob", uniqueId: "AIDABOB", trust: "" };
const nothing: PrincipalPriorState = { attached: [], credentials: [], loginProfile: false };
const stored = {
  arn: ours,
  lever: "bound" as const,
  denials: { sessions: [sessionA] },
  versions: [2, 10, 9].map((n) => ({ id: `v${n}`, isDefault: n === 10 })),
};
const attached = { ...stored, arn: beside, lever: "deny" as const, versions: [{ id: "v1", isDefault: true }] };
const key = (id: string, active: boolean) => ({ kind: "access-key" as const, id, active });

describe("the release of block-principal", () => {
  const cases: [string, PrincipalState, PrincipalPriorState, string[], RegExp][] = [
    [
      "removes the quarantine and deletes it with all versions",
      { ...role, boundary: ours, own: [stored] },
      nothing,
      ["DeleteRolePermissionsBoundary", "DeletePolicyVersion v2", "DeletePolicyVersion v9", "DeletePolicy"],
      /^$/,
    ],
    [
      "X19: detaches what was attached beside someone else's boundary, which stays, and deletes it",
      { ...role, boundary: limits, attached: [compromised, beside], own: [attached] },
      { ...nothing, boundary: limits },
      ["DetachRolePolicy", "DeletePolicy"],
      /^$/,
    ],
    [
      "leaves a policy in its path that it did not make",
      { ...role, own: [{ arn: ours, lever: "bound", versions: [{ id: "v1", isDefault: true }] }] },
      nothing,
      [],
      /the block did not create .*0a1b2c3d: it stays/,
    ],
    [
      "removes a boundary of the former name and names what is left of it",
      { ...role, boundary: former },
      nothing,
      ["DeleteRolePermissionsBoundary"],
      /web-quarantine was made for the block and is not deleted/,
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
      "case 39: leaves AWS's quarantine policy, no matter when it was attached",
      { ...bob, attached: [denyAll, compromised] },
      nothing,
      ["DetachUserPolicy"],
      /^$/,
    ],
    [
      "restores the earlier boundary",
      { ...bob, boundary: denyAll, restorable: true },
      { ...nothing, boundary: limits },
      ["PutUserPermissionsBoundary"],
      /^$/,
    ],
    [
      "leaves a boundary that others set, and deletes only its own policy",
      { ...role, boundary: limits, own: [stored] },
      nothing,
      ["DeletePolicyVersion v2", "DeletePolicyVersion v9", "DeletePolicy"],
      /has the boundary .*limits, changed by others: left as it is/,
    ],
    [
      "does not restore a boundary that others removed",
      role,
      { ...nothing, boundary: limits },
      [],
      /no longer has a boundary, changed by others: left as it is/,
    ],
    [
      "leaves keys inactive and names what was created, deleted or lost since",
      { ...bob, credentials: [key("AKIA1", false), key("AKIA9", false)] },
      { ...nothing, credentials: [key("AKIA1", true), key("AKIA2", true), key("AKIA3", false)], loginProfile: true },
      [],
      /AKIA1 stays inactive.*AKIA2 was deleted.*AKIA9 was created after the block and is left inactive.*password/,
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
      assert.deepEqual(release.stuck, []);
    });
  }

  for (const [title, boundary, own] of [
    ["AWSDenyAll", denyAll, []],
    ["a policy of ours", ours, [stored]],
  ] as const) {
    it(`X10: keeps ${title} as boundary if the earlier one was deleted, and reports the earlier one as not restored`, () => {
      const state = { ...role, boundary, own: [...own], restorable: false };
      const release = blockPrincipal.releasePlan(state, { ...nothing, boundary: limits }, settings);
      assert.deepEqual([release.calls, release.drift], [[], []]);
      assert.match(release.stuck!.join(), /keeps .*: its earlier boundary .*limits was deleted/);
    });
  }

  it("X10: does not get stuck on what was restored, or changed by others", () => {
    const saved = { ...nothing, boundary: limits };
    for (const state of [
      { ...role, boundary: limits },
      { ...role, boundary: "arn:aws:iam::444455556666:policy/other", restorable: false },
      { ...role, restorable: false },
      { ...role, boundary: denyAll, restorable: true },
    ]) {
      assert.deepEqual(blockPrincipal.releasePlan(state, saved, settings).stuck, []);
    }
  });

  it("X10: never takes anything that the block set for the earlier state", () => {
    for (const state of [
      { ...role, boundary: ours, attached: [beside, compromised], own: [stored, attached] },
      { ...role, boundary: former, attached: [compromised] },
    ]) {
      const saved = blockPrincipal.priorState(state);
      assert.equal(saved.boundary, "");
      assert.deepEqual(saved.attached, [compromised]);
    }
  });

  it("X10: still knows the earlier boundary if parts are saved again after the block", async () => {
    const model = iamWith(worldWith({ quota: 0 }));
    await containOnce(model, { target: user });
    assert.equal(model.world.users["bob"]!.boundary, denyAll);
    assert.equal(model.saved.boundary, "");
    await releaseOnce(model, model.saved, { target: user });
    assert.equal(model.world.users["bob"]!.boundary, undefined);
  });

  it("X16: deletes in the end a policy that IAM still considers in use", async () => {
    const model = iamWith(worldWith());
    const saved = await savedOf(model, { wanted: [{ sessions: sessionA }] });
    await containOnce(model, { wanted: [{ sessions: sessionA }] });
    const deletePolicy = model.iam.deletePolicy;
    let conflicts = 2;
    model.iam.deletePolicy = async (input: any) => {
      if (conflicts-- > 0) throw Object.assign(new Error("in use"), { name: "DeleteConflictException" });
      return deletePolicy(input);
    };
    const result = (await releaseOnce(model, saved))!;
    assert.deepEqual([result.missing, result.problems], [[], []]);
    assert.deepEqual(model.world.policies, {});
  });

  it("reactivates exactly what was active before, if the operator wants it", () => {
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

  it("does not restore a quarantine that was left over from an earlier block", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: [{ sessions: sessionA }] });
    assert.equal((await savedOf(model)).boundary, "");
  });
});

describe("the residual risk of block-principal", () => {
  const contained = async (parts: Parameters<typeof worldWith>[0], work: Parameters<typeof containOnce>[1]) => {
    const model = iamWith(worldWith(parts));
    await containOnce(model, work);
    const state = (await readPrincipal(model, work!))!;
    return blockPrincipal.residualRisk(state, { ...settings, ...work!.settings }).join("\n");
  };
  const wanted = [{ sessions: sessionA }];

  it("M11 X5: names, for an instance's session, who else uses the role, and what the instance can no longer do", async () => {
    const text = await contained({ web: { profiles: ["front", "back"] } }, { wanted });
    assert.match(text, /role web still works for other sessions; it trusts ec2.amazonaws.com/);
    assert.match(text, /instance profile front, back: only the named sessions are denied/);
    assert.match(text, /i-0123456789abcdef0 can no longer use role web/);
  });

  it("M11: says, for the whole role, that nobody can work with it, and who is affected", async () => {
    const text = await contained({ web: { profiles: ["front"] } }, { wanted, settings: { roles: "principal" } });
    assert.match(
      text,
      /role web is unusable while the deny is in force; it trusts ec2.amazonaws.com and is in .* front/,
    );
  });

  it("case 37: says, for older sessions, that all of them are cut off", async () => {
    const text = await contained({}, { wanted, settings: { roles: "older-sessions" } });
    assert.match(
      text,
      /all sessions of role web from before 20.* are denied, including those that no finding reported/,
    );
  });

  it("X6 case 36 case 39: names, for a user, password, MFA devices, inactive keys, AWS's own policy, delay and the sessions that it opened", async () => {
    const text = await contained(
      { bob: { keys: [{ id: "AKIA1", status: "Active" }], password: true, devices: 2, attached: [compromised] } },
      { target: user, wanted: [{ accessKeys: "AKIA1" }] },
    );
    for (const expected of [
      /console password is kept/,
      /2 MFA devices/,
      /a release does not reactivate: access key AKIA1/,
      /AWS attached .*AWSCompromisedKeyQuarantineV3: it stays/,
      /delay/,
      /role sessions that user bob opened, in this account and in others, work for up to 12 hours/,
      /GetSessionToken and GetFederationToken last up to 36 hours; the deny applies to them/,
    ])
      assert.match(text, expected);
  });

  it("X6: says, for a role, that sessions of other roles that it opened end after an hour, in this account as well", async () => {
    const text = await contained({}, { wanted });
    assert.match(text, /role sessions that role web opened, in this account and in others, work for up to 1 hour/);
  });

  it("M9: gives advice for a finding that also names a principal that cannot be blocked", async () => {
    const text = await contained({}, { wanted: [{ sessions: sessionA, note: "the root user of account 1" }] });
    assert.match(text, /also named by the finding: the root user of account 1/);
  });
});
