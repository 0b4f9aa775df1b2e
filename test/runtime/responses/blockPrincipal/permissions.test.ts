import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { largestSessionPolicy, sessionPolicy } from "../../../../runtime/aws/sessionPolicy";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { ownArn } from "../../../../runtime/responses/blockPrincipal/arns";
import { principalTarget } from "../../../../runtime/target";
import { matchesWildcard } from "../../../../runtime/wildcard";
import { knownOperations } from "./model";
import { place } from "./work";

const { permissions } = blockPrincipal;
const actionsOf = (phase: "contain" | "release") =>
  permissions.filter((item) => !item.phase || item.phase === phase).flatMap(({ actions }) => actions);

describe("the permissions of block-principal", () => {
  it("M36: hold no right to grant: no inline policies, no trust policies, no new principals or keys", () => {
    const all = permissions.flatMap(({ actions }) => actions);
    assert.deepEqual(
      all.filter((action) =>
        /Put(Role|User)Policy|AssumeRolePolicy|Create(Role|User|AccessKey|Login)|PassRole|\*/.test(action),
      ),
      [],
    );
  });

  it("M36 X19: attach and detach nothing but AWSDenyAll and the policies of ours that only deny", () => {
    for (const { actions, condition, targetKind } of permissions) {
      if (!actions.some((action) => /^iam:(Attach|Detach)/.test(action))) continue;
      const ours = ["arn:*:iam::aws:policy/AWSDenyAll", "arn:*:iam::*:policy/firebreak/*/deny/*"];
      assert.deepEqual(condition, { ArnLike: { "iam:PolicyARN": targetKind === "iam-role" ? ours : ours[0] } });
    }
  });

  it("M36: while containing, boundaries are AWSDenyAll or one of ours and nothing else, in the session as well", () => {
    const of = (kind: "role" | "user") =>
      JSON.parse(sessionPolicy(permissions, principalTarget(place, kind, "web"), "contain"))
        .Statement.filter((item: any) => item.Action.some((action: string) => action.startsWith("iam:Put")))
        .map((item: any) => item.Condition);
    const denyAll = "arn:*:iam::aws:policy/AWSDenyAll";
    const ours = "arn:*:iam::*:policy/firebreak/*/bound/*";
    assert.deepEqual(of("role"), [{ StringLike: { "iam:PermissionsBoundary": [denyAll, ours] } }]);
    assert.deepEqual(of("user"), [{ StringLike: { "iam:PermissionsBoundary": denyAll } }]);
    assert.ok(actionsOf("contain").every((action) => !/Delete(Role|User)PermissionsBoundary/.test(action)));
  });

  it("X19: no session can both write a policy and use one, in any direction, for any kind of target", () => {
    for (const kind of ["role", "user"] as const) {
      for (const phase of ["contain", "release"] as const) {
        for (const session of [undefined, "write"] as const) {
          const policy = sessionPolicy(permissions, principalTarget(place, kind, "web"), phase, session);
          const allowed = (action: string) =>
            JSON.parse(policy).Statement.some((item: any) =>
              item.Action.some((pattern: string) => matchesWildcard(pattern, action)),
            );
          const writes = ["CreatePolicy", "CreatePolicyVersion", "SetDefaultPolicyVersion"].filter((name) =>
            allowed(`iam:${name}`),
          );
          const uses = ["Role", "User", "Group"]
            .flatMap((name) => [`Attach${name}Policy`, `Put${name}PermissionsBoundary`, `Put${name}Policy`])
            .filter((name) => allowed(`iam:${name}`));
          assert.ok(writes.length === 0 || uses.length === 0, `${kind} ${phase} ${session}: ${writes} ${uses}`);
          if (session === "write") assert.deepEqual(uses, []);
          // What was read back and compared can never be changed any more.
          assert.ok(!allowed("iam:CreatePolicyVersion") && !allowed("iam:SetDefaultPolicyVersion"));
        }
      }
    }
  });

  it("X19: what may be attached and what may be a boundary are never the same policy, whatever the role is called", () => {
    const [attachable, boundary] = [
      "arn:*:iam::*:policy/firebreak/*/deny/*",
      "arn:*:iam::*:policy/firebreak/*/bound/*",
    ];
    for (const name of ["web", "deny", "bound", "firebreak", "deny.bound", "n".repeat(64)]) {
      const state = { ...place, name };
      const [deny, bound] = (["deny", "bound"] as const).map((lever) => ownArn(state, lever, "firebreak-1-0a1b2c3d"));
      assert.deepEqual(
        [deny, bound].map((arn) => [matchesWildcard(attachable!, arn!), matchesWildcard(boundary!, arn!)]),
        [
          [true, false],
          [false, true],
        ],
      );
    }
  });

  it("M36: name every call that the response makes and no other", () => {
    const named = [...new Set([...actionsOf("contain"), ...actionsOf("release")])].sort();
    const known = [...knownOperations.map((operation) => `iam:${operation}`), "cloudtrail:LookupEvents"];
    assert.deepEqual(named, known.sort());
  });

  it("M36 Y6: writes are pinned to the one role or user and to the path of its own policies", () => {
    for (const kind of ["user", "role"] as const) {
      for (const session of [undefined, "write"] as const) {
        const policy = sessionPolicy(permissions, principalTarget(place, kind, "bob"), "contain", session);
        const writes = JSON.parse(policy).Statement.filter(
          (item: any) => !item.Action.every((action: string) => /:(Get|List|Lookup)/.test(action)),
        );
        assert.equal(writes.length > 0, kind === "role" || !session);
        for (const { Resource } of writes) {
          const pinned = session ? /:policy\/firebreak\/bob\/\*$/ : /:(role|user)\/(\*\/)?bob$/;
          assert.ok(
            Resource.every((arn: string) => pinned.test(arn)),
            Resource.join(),
          );
        }
      }
    }
  });

  const sizes: string[] = [];
  for (const kind of ["role", "user"] as const) {
    for (const [phase, session, most] of [
      ["contain", undefined, 1300],
      ["contain", "write", 220],
      ["release", undefined, 1700],
    ] as const) {
      if (kind === "user" && session) continue;
      it(`X42 X19: fit the session policy to ${phase} a ${kind} with the longest name${session ? ", writing" : ""}`, () => {
        const gov = { ...place, partition: "aws-us-gov" };
        const text = sessionPolicy(permissions, principalTarget(gov, kind, "n".repeat(64)), phase, session);
        sizes.push(
          `${phase} ${kind} ${session ?? ""}: ${text.length} characters, ${deflateRawSync(text).length} bytes deflated`,
        );
        assert.ok(text.length <= most && most < largestSessionPolicy, `${text.length} characters`);
        assert.doesNotMatch(text, /[{](partition|region|account|target)[}]/);
      });
    }
  }
  after(() => console.log(sizes.map((line) => `      ${line}`).join("\n")));
});
