import assert from "node:assert/strict";
import type { Call } from "../../../../runtime/model/call";
import { principalTarget } from "../../../../runtime/resources/targets";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { channelsOf } from "../../../../runtime/responses/blockPrincipal/trust";
import { iamWith, isDeniedBy, isRead, type Request, type World } from "./model";
import {
  containOnce,
  settings as defaults,
  identity,
  outcomeOf,
  ownDocuments,
  ownPolicies,
  place,
  readPrincipal,
  releaseOnce,
  role,
  savedOf,
  sessionA,
  sessionB,
  user,
  worldWith,
} from "./work";

const denyAll = "arn:aws:iam::aws:policy/AWSDenyAll";
const limits = "arn:aws:iam::444455556666:policy/limits";
const isLook = ({ operation }: Call) => operation === "GetRole" || operation === "GetUser";
const changes = (requests: Request[]) => requests.filter(({ operation }) => !isRead(operation));
const names = (requests: Request[]) => changes(requests).map(({ operation }) => operation);
const ofA = [{ sessions: sessionA, accessKeys: "ASIAEXAMPLE" }];
const ofBob = [{ uniqueId: "AIDABOBBOBBOBBOBBOB01", accessKeys: "AKIA1" }];

const documentIn = (model: ReturnType<typeof iamWith>) => JSON.stringify(ownDocuments(model)[0]);

/** The loop pauses longer with every round; here only their order counts. */
async function withoutPauses<Result>(work: () => Promise<Result>): Promise<Result> {
  const pause = globalThis.setTimeout;
  globalThis.setTimeout = ((then: () => void) => pause(then, 0)) as typeof globalThis.setTimeout;
  try {
    return await work();
  } finally {
    globalThis.setTimeout = pause;
  }
}

describe("blocking a role", () => {
  it("M11 case 11: denies the one session by a boundary of its own, which grants nothing", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: ofA });
    assert.deepEqual(names(model.requests), ["CreatePolicy", "PutRolePermissionsBoundary"]);
    const [arn] = ownPolicies(model);
    assert.match(arn!, /:policy\/firebreak\/web\/bound\/firebreak-1-[0-9a-f]{8}$/);
    assert.equal(model.world.roles["web"]!.boundary, arn);
    assert.deepEqual(JSON.parse(documentIn(model)).Statement.slice(1), [
      {
        Sid: "DenySessions",
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:userid": [sessionA] } },
      },
    ]);
  });

  it("denies the sessions of both findings that hold the role, even if only the second one runs", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: ofA });
    await containOnce(model, { wanted: [...ofA, { sessions: sessionB }] });
    await containOnce(model, { wanted: [{ sessions: sessionB }] });
    assert.deepEqual(names(model.requests).slice(2), ["CreatePolicy", "PutRolePermissionsBoundary"]);
    for (const userid of [sessionA, sessionB])
      assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid }), userid);
  });

  it("N4c: denies a session that is known by its name only, with the id of the live role", async () => {
    const model = iamWith(worldWith());
    const [, name] = sessionA.split(":");
    await containOnce(model, { wanted: [{ sessionNames: name!, accessKeys: "" }] });
    assert.deepEqual(JSON.parse(documentIn(model)).Statement.slice(1)[0].Condition, {
      StringEquals: { "aws:userid": [sessionA] },
    });
    assert.equal(JSON.parse(documentIn(model)).Statement.length, 2);
  });

  it("case 37: ends older sessions as of the first containment, a time that later runs keep", async () => {
    const model = iamWith(worldWith());
    const settings = { roles: "older-sessions" as const };
    await containOnce(model, { wanted: ofA, settings });
    const first = documentIn(model);
    const time = JSON.parse(first).Statement[2].Condition.DateLessThan["aws:TokenIssueTime"];
    assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000, time);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await containOnce(model, { wanted: ofA, settings });
    assert.equal(documentIn(model), first);
  });

  it("ignores a time in our own policy from before the containment", async () => {
    const model = iamWith(worldWith());
    const settings = { roles: "older-sessions" as const };
    await containOnce(model, { wanted: ofA, settings });
    const [version] = model.world.policies[ownPolicies(model)[0]!]!;
    version!.document = version!.document.replace(/\d{4}-\d\d-\d\dT/, "1999-01-01T");
    await containOnce(model, { wanted: ofA, settings });
    assert.doesNotMatch(documentIn(model), /1999/);
    assert.equal(outcomeOf((await containOnce(model, { wanted: ofA, settings }))!), "contained");
  });

  it("plans the same for older sessions a day later, so that an approved plan is recognised", async () => {
    const state = (await readPrincipal(iamWith(worldWith()), { wanted: [{ whole: "yes" }] }))!;
    const words = (now: string) =>
      blockPrincipal.plan({ ...state, now, since: now }, defaults).map(({ reason }) => reason);
    assert.deepEqual(words("2026-10-01T10:00:00Z"), words("2026-10-02T10:00:00Z"));
  });

  it("F7: the widest step attaches AWSDenyAll", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: ofA, settings: { roles: "principal" } });
    assert.deepEqual(changes(model.requests), [
      { operation: "AttachRolePolicy", input: { RoleName: "web", PolicyArn: denyAll } },
    ]);
  });

  const many = Array.from({ length: 90 }, (_, index) => ({
    sessions: `AROAWEBWEBWEBWEBWEB01:${"n".repeat(60)}${index + 10}`,
  }));
  const full = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::aws:policy/Policy${index}`);
  const obstacles: [string, Parameters<typeof worldWith>[0], Record<string, string>[], RegExp][] = [
    ["more sessions than a policy takes", {}, many, /do not fit into one policy/],
    [
      "another boundary and no room for a policy",
      { web: { boundary: limits, attached: full } },
      ofA,
      /10 of 10 policies/,
    ],
    ["no room for a policy in the account", { policyQuota: 1 }, ofA, /has reached its quota of managed policies/],
  ];
  for (const [title, world, wanted, expected] of obstacles) {
    const known = { policies: { [limits]: [{ id: "v1", document: "{}", isDefault: true }] } };

    it(`M10 M11: ${title}: fails with the reason, and no workload is cut off`, async () => {
      const model = iamWith(worldWith({ ...known, ...world }));
      const result = (await containOnce(model, { wanted }))!;
      assert.match(result.missing.map(({ reason }) => reason).join(), expected);
      assert.equal(outcomeOf(result), "failed");
      assert.deepEqual(changes(model.requests), []);
    });

    it(`${title}: blocks the whole role if the operator allows it`, async () => {
      const model = iamWith(worldWith({ ...known, ...world }));
      const result = (await containOnce(model, { wanted, settings: { wholeRoleIfNeeded: true } }))!;
      assert.deepEqual(result.missing, []);
      assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid: sessionA }));
      assert.match(result.made[0]!.reason, expected);
    });
  }

  it("X19: leaves someone else's boundary, and attaches a policy that only denies beside it", async () => {
    const policies = { [limits]: [{ id: "v1", document: "{}", isDefault: true }] };
    const model = iamWith(worldWith({ web: { boundary: limits }, policies }));
    const result = (await containOnce(model, { wanted: ofA }))!;
    assert.equal(outcomeOf(result), "contained");
    assert.deepEqual(names(model.requests), ["CreatePolicy", "AttachRolePolicy"]);
    const web = model.world.roles["web"]!;
    assert.equal(web.boundary, limits);
    assert.match(web.attached.join(), /:policy\/firebreak\/web\/deny\/firebreak-1-[0-9a-f]{8}$/);
    const effects = ownDocuments(model).flatMap(({ Statement }) => Statement.map((item: any) => item.Effect));
    assert.deepEqual(effects, ["Deny"]);
    assert.ok(isDeniedBy(model.world, web, { userid: sessionA }));
    assert.ok(!isDeniedBy(model.world, web, { userid: sessionB }));
  });

  it("X19: denies more sessions with more policies, and never rewrites one that is attached", async () => {
    const policies = { [limits]: [{ id: "v1", document: "{}", isDefault: true }] };
    const model = iamWith(worldWith({ web: { boundary: limits }, policies }));
    await containOnce(model, { wanted: ofA });
    const [first] = ownPolicies(model);
    const written = structuredClone(model.world.policies[first!]);
    await containOnce(model, { wanted: [...ofA, { sessions: sessionB }] });
    assert.deepEqual(model.world.policies[first!], written);
    assert.equal(ownPolicies(model).filter((arn) => arn.includes("/deny/")).length, 2);
    for (const userid of [sessionA, sessionB])
      assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid }), userid);
  });

  it("X19: ends all sessions so far for a finding without a session, and names new ones as open", async () => {
    const model = iamWith(worldWith());
    const result = (await containOnce(model, { wanted: [{ whole: "yes", accessKeys: "" }] }))!;
    const web = model.world.roles["web"]!;
    assert.ok(isDeniedBy(model.world, web, { userid: sessionB, issuedAt: "2020-01-01T00:00:00Z" }));
    assert.ok(!isDeniedBy(model.world, web, { userid: sessionB, issuedAt: "2100-01-01T00:00:00Z" }));
    assert.equal(outcomeOf(result), "partial");
    assert.match(blockPrincipal.beyondReach(result.state!)[0]!, /does not name the session .* ec2.amazonaws.com/);
  });

  it("X19: attaches exactly the intended document, or nothing", async () => {
    const policies = { [limits]: [{ id: "v1", document: "{}", isDefault: true }] };
    const model = iamWith(worldWith({ web: { boundary: limits }, policies }));
    model.after = ({ operation, input }, world) => {
      if (operation !== "CreatePolicy") return;
      const arn = Object.keys(world.policies).find((name) => name.endsWith(`/${input.PolicyName}`))!;
      const allow = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
      world.policies[arn]![0]!.document = allow;
    };
    const result = (await containOnce(model, { wanted: ofA }))!;
    assert.deepEqual(model.world.roles["web"]!.attached, []);
    assert.notEqual(outcomeOf(result), "contained");
  });

  it("denies a known session by name even if another finding has no session", async () => {
    const model = iamWith(worldWith());
    await containOnce(model, { wanted: [...ofA, { whole: "yes" }] });
    const who = { userid: sessionA, issuedAt: "2100-01-01T00:00:00Z" };
    assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, who));
  });

  for (const lag of [1, 2, 4]) {
    it(`X16: does not create a new policy twice if IAM does not find it for ${lag} calls, and uses it in the end`, async () => {
      for (const boundary of [undefined, limits]) {
        const policies = { [limits]: [{ id: "v1", document: "{}", isDefault: true }] };
        const model = iamWith(worldWith({ web: boundary ? { boundary } : {}, policies }));
        model.lag = lag;
        let result = (await containOnce(model, { wanted: ofA, settings: { roles: "older-sessions" } }))!;
        // What has not settled is retried by the next delivery.
        for (let delivery = 0; result.retry && delivery < 4; delivery++) {
          result = (await containOnce(model, { wanted: ofA, settings: { roles: "older-sessions" } }))!;
        }
        assert.deepEqual([result.missing, result.problems], [[], []]);
        assert.equal(ownPolicies(model).length, 1);
        assert.equal(Object.keys(model.world.policies).filter((arn) => arn.includes("/firebreak/")).length, 1);
      }
    });
  }

  it("X16: counts CreatePolicy as done if it took effect but its answer was lost", async () => {
    const model = iamWith(worldWith());
    let lost = false;
    model.after = ({ operation }) => {
      if (operation !== "CreatePolicy" || lost) return;
      lost = true;
      throw Object.assign(new Error("no answer"), { name: "TimeoutError" });
    };
    const result = (await containOnce(model, { wanted: ofA, settings: { roles: "older-sessions" } }))!;
    assert.deepEqual([result.missing, result.problems], [[], []]);
    assert.equal(names(model.requests).filter((name) => name === "CreatePolicy").length, 1);
  });

  it("Y6: succeeds despite a policy of the former name under any path, and despite all predictable names", async () => {
    const taken = ["web-quarantine", "firebreak-1", "firebreak-web", "firebreak-1-00000000"];
    const policies = Object.fromEntries(
      taken.map((name, index) => [
        `arn:aws:iam::444455556666:policy/${["", "firebreak/", "firebreak/web/bound/", "x/"][index]}${name}`,
        [{ id: "v1", document: "{}", isDefault: true }],
      ]),
    );
    const model = iamWith(worldWith({ policies }));
    const result = (await containOnce(model, { wanted: ofA }))!;
    assert.equal(outcomeOf(result), "contained");
    assert.ok(isDeniedBy(model.world, model.world.roles["web"]!, { userid: sessionA }));
  });

  it("Y6: uses a name that does not predict the next containment's", async () => {
    const model = iamWith(worldWith());
    const saved = await savedOf(model, { wanted: ofA });
    await containOnce(model, { wanted: ofA });
    const [first] = ownPolicies(model);
    await releaseOnce(model, saved, { wanted: ofA });
    const name = first!.slice(first!.lastIndexOf("/"));
    model.world.policies[`arn:aws:iam::444455556666:policy${name}`] = [{ id: "v1", document: "{}", isDefault: true }];
    model.saved = undefined;
    const result = (await containOnce(model, { wanted: ofA, round: 1 }))!;
    assert.equal(outcomeOf(result), "contained");
    assert.notEqual(ownPolicies(model)[0], first);
  });

  it("case 46: writes no arn:aws: into any document or ARN of a GovCloud account", async () => {
    const gov = { ...place, partition: "aws-us-gov", region: "us-gov-west-1" };
    for (const roles of ["session", "older-sessions", "principal"] as const) {
      const model = iamWith(worldWith({ partition: "aws-us-gov" }));
      const result = await containOnce(model, {
        target: principalTarget(gov, "role", "web"),
        wanted: ofA,
        settings: { roles },
      });
      assert.deepEqual([result!.problems, result!.missing], [[], []]);
      assert.doesNotMatch(JSON.stringify(changes(model.requests)), /arn:aws:/);
    }
  });

  it("does not touch a role of the same name that was created since", async () => {
    const model = iamWith(worldWith());
    const gone = [{ sessions: "AROAOLDOLDOLDOLDOLD01:deploy" }];
    assert.equal(await readPrincipal(model, { wanted: gone }), undefined);
    const state = await readPrincipal(model, { wanted: [...gone, ...ofA] });
    assert.deepEqual(state!.wanted, ofA);
  });

  it("M9: does not touch a user of the same name that was created since", async () => {
    const model = iamWith(worldWith());
    const wanted = [{ uniqueId: "AIDAOLDOLDOLDOLDOLD01", accessKeys: "AKIAOLD" }];
    assert.equal(await readPrincipal(model, { target: user, wanted }), undefined);
    assert.ok(await readPrincipal(model, { target: user, wanted: ofBob }));
  });
});

describe("blocking a user", () => {
  const two = [
    { id: "AKIA1", status: "Active" as const },
    { id: "AKIA2", status: "Active" as const },
  ];
  const bob = {
    keys: two,
    service: [{ id: "ACCA1", status: "Active" as const }],
    ssh: [{ id: "APKA1", status: "Active" as const }],
    certificates: [{ id: "CERT1", status: "Active" as const }],
    password: true,
  };

  it("F8: disables every access key first, not only the reported one, then denies, then disables the other credentials", async () => {
    const model = iamWith(worldWith({ bob }));
    await containOnce(model, { target: user, wanted: ofBob });
    assert.deepEqual(
      changes(model.requests).map(({ operation, input }) => [operation, input.AccessKeyId ?? input.PolicyArn]),
      [
        ["UpdateAccessKey", "AKIA1"],
        ["UpdateAccessKey", "AKIA2"],
        ["AttachUserPolicy", denyAll],
        ["UpdateServiceSpecificCredential", undefined],
        ["UpdateSSHPublicKey", undefined],
        ["UpdateSigningCertificate", undefined],
      ],
    );
    assert.equal(model.world.users["bob"]!.password, true);
  });

  it("deletes the console password only if the operator wants it", async () => {
    const model = iamWith(worldWith({ bob: { password: true } }));
    await containOnce(model, { target: user, wanted: ofBob, settings: { deleteLoginProfile: true } });
    assert.equal(model.world.users["bob"]!.password, false);
  });

  it("M10 case 35 case 39: makes AWSDenyAll the boundary if there is no room for one more policy; AWS's quarantine stays", async () => {
    const attached = [
      "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2",
      ...Array.from({ length: 9 }, (_, index) => `arn:aws:iam::aws:policy/Nine${index}`),
    ];
    const model = iamWith(worldWith({ bob: { ...bob, attached } }));
    const result = (await containOnce(model, { target: user, wanted: ofBob }))!;
    assert.deepEqual([result.problems, result.missing], [[], []]);
    const after = model.world.users["bob"]!;
    assert.deepEqual([after.attached, after.boundary], [attached, denyAll]);
  });

  it("case 35: disables the keys even if neither policy nor boundary can be set, and fails loudly", async () => {
    for (const [operation, quota] of [
      ["AttachUserPolicy", 10],
      ["PutUserPermissionsBoundary", 0],
    ] as const) {
      const model = iamWith(worldWith({ bob: { keys: two }, quota }));
      model.refused[operation] = "LimitExceededException";
      const result = (await containOnce(model, { target: user, wanted: ofBob }))!;
      assert.deepEqual(
        result.missing.map((call) => [call.operation, call.secondary]),
        [[operation, undefined]],
      );
      assert.match(result.problems.join(), /LimitExceeded/);
      assert.ok(model.world.users["bob"]!.keys.every(({ status }) => status === "Inactive"));
    }
  });

  it("is partial if a credential cannot be disabled, and failed if an access key cannot", async () => {
    for (const [operation, secondary] of [
      ["UpdateSSHPublicKey", true],
      ["UpdateAccessKey", undefined],
    ] as const) {
      const model = iamWith(worldWith({ bob: { ...bob, keys: [two[0]!] } }));
      model.refused[operation] = "AccessDenied";
      const result = (await containOnce(model, { target: user, wanted: ofBob }))!;
      assert.deepEqual(
        result.missing.map((call) => [call.operation, call.secondary]),
        [[operation, secondary]],
      );
      assert.ok(isDeniedBy(model.world, model.world.users["bob"]!, { userid: "AIDABOBBOBBOBBOBBOB01" }));
    }
  });
});

describe("the second check", () => {
  it("case 36: disables a key that was created while the changes propagate, and attaches the deny again", async () => {
    const model = iamWith(worldWith({ bob: { keys: [{ id: "AKIA1", status: "Active" }] } }));
    let acted = false;
    const meanwhile = (call: Call, world: World) => {
      if (!isLook(call) || acted) return;
      acted = true;
      world.users["bob"]!.keys.push({ id: "AKIA9", status: "Active" });
      world.users["bob"]!.attached = [];
    };
    const result = (await containOnce(model, { target: user, wanted: ofBob, meanwhile }))!;
    assert.deepEqual([result.problems, result.missing], [[], []]);
    assert.deepEqual(
      result.made.map(({ operation }) => operation),
      ["UpdateAccessKey", "AttachUserPolicy", "GetUser", "UpdateAccessKey", "AttachUserPolicy", "GetUser"],
    );
    const bob = model.world.users["bob"]!;
    assert.ok(bob.keys.every(({ status }) => status === "Inactive"));
    assert.deepEqual(bob.attached, [denyAll]);
  });

  it("case 36: restores a boundary that was removed while the changes propagate", async () => {
    const model = iamWith(worldWith());
    let acted = false;
    const meanwhile = (call: Call, world: World) => {
      if (!isLook(call) || acted) return;
      acted = true;
      delete world.roles["web"]!.boundary;
    };
    const result = (await containOnce(model, { wanted: ofA, meanwhile }))!;
    assert.deepEqual([result.problems, result.missing], [[], []]);
    assert.ok(acted && isDeniedBy(model.world, model.world.roles["web"]!, { userid: sessionA }));
  });

  it("case 36: never reports a principal as contained if someone keeps undoing the block", async () => {
    const model = iamWith(worldWith());
    const meanwhile = (call: Call, world: World) => {
      if (isLook(call)) delete world.roles["web"]!.boundary;
    };
    const result = (await withoutPauses(() => containOnce(model, { wanted: ofA, meanwhile })))!;
    assert.match(result.problems.join(), /not settled/);
    assert.ok(result.missing.length > 0);
    assert.notEqual(outcomeOf(result), "contained");
  });

  it("comes last, waits as long as the operator says, and changes nothing", async () => {
    const state = (await readPrincipal(iamWith(worldWith({ web: { attached: [denyAll] } })), { wanted: ofA }))!;
    const settings = { ...defaults, lookAgainSeconds: 10 };
    const [call, ...more] = blockPrincipal.plan({ ...state, changed: true }, settings);
    assert.deepEqual(more, []);
    assert.deepEqual([call!.operation, call!.wait, call!.secondary], ["GetRole", 10, true]);
    assert.deepEqual(blockPrincipal.plan({ ...state, changed: true }, { ...settings, lookAgainSeconds: 0 }), []);
    assert.deepEqual(blockPrincipal.plan(state, settings), []);
  });

  it("follows each change but no other check: what is already contained needs none", async () => {
    const model = iamWith(worldWith());
    const first = (await containOnce(model, { wanted: ofA }))!;
    assert.equal(first.made.filter(isLook).length, 1);
    const again = (await containOnce(model, { wanted: ofA }))!;
    assert.deepEqual(again.made, []);
  });
});

describe("reading a principal", () => {
  it("M9: reports what does not exist as gone, not as an error", async () => {
    const model = iamWith(worldWith({ roles: {}, users: {} }));
    assert.equal(await readPrincipal(model, { target: role }), undefined);
    assert.equal(await readPrincipal(model, { target: user }), undefined);
  });

  it("F21 F22: reads the tags that may hold an exception", async () => {
    const tags = { "security-exception": "for=block-principal" };
    const model = iamWith(worldWith({ web: { tags }, bob: { tags } }));
    for (const target of [role, user]) {
      const state = await readPrincipal(model, { target });
      assert.deepEqual(blockPrincipal.tags(state!), tags);
    }
  });

  it("reads all pages, the principals that the trust policy names, and instance profiles", async () => {
    const attached = ["A", "B", "C", "D", "E"].map((name) => `arn:aws:iam::aws:policy/${name}`);
    const trust = {
      Statement: [
        { Effect: "Allow", Principal: { AWS: ["arn:aws:iam::1:root", "arn:aws:iam::2:root"] } },
        { Effect: "Allow", Principal: "*" },
        { Effect: "Deny", Principal: { AWS: "arn:aws:iam::3:root" } },
      ],
    };
    const model = iamWith(worldWith({ web: { attached, trust, profiles: ["a", "b", "c"] } }));
    const state = (await readPrincipal(model, {}))!;
    assert.deepEqual(state.attached, attached);
    assert.deepEqual(
      channelsOf(state.trust).map(({ who }) => who),
      ["arn:aws:iam::1:root", "arn:aws:iam::2:root", "*"],
    );
    assert.deepEqual(state.instanceProfiles, ["a", "b", "c"]);
  });

  it("treats a missing permission as an error, not as an absence", async () => {
    for (const operation of ["GetRole", "ListAttachedRolePolicies", "ListPolicyVersions", "GetAccountSummary"]) {
      const model = iamWith(worldWith());
      model.refused[operation] = "AccessDenied";
      await assert.rejects(readPrincipal(model, {}), { code: "AccessDenied" });
    }
  });

  it("finds no service-specific credentials in a partition that has none", async () => {
    const model = iamWith(worldWith({ bob: { service: [{ id: "ACCA1", status: "Active" }] } }));
    model.refused["ListServiceSpecificCredentials"] = "ServiceNotSupportedException";
    assert.deepEqual((await readPrincipal(model, { target: user }))!.credentials, []);
  });

  it("reports a role as gone if it disappears between two calls", async () => {
    const model = iamWith(worldWith({ roles: { web: identity() } }));
    model.after = ({ operation }, world) => {
      if (operation === "GetRole") delete world.roles["web"];
    };
    assert.equal(await readPrincipal(model, {}), undefined);
  });
});
