import assert from "node:assert/strict";
import { partFor, permissionsOfPart } from "../../../../runtime/aws/rolePart";
import { matchesWildcard } from "../../../../runtime/lib/wildcard";
import { principalTarget } from "../../../../runtime/resources/targets";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { ownArn } from "../../../../runtime/responses/blockPrincipal/arns";
import { sessionRights } from "../../../models/sessionRights";
import { knownOperations } from "./model";
import { place } from "./work";

const { permissions } = blockPrincipal;
const actionsOf = (phase: "contain" | "release") =>
  permissions.filter((item) => !item.phase || item.phase === phase).flatMap(({ actions }) => actions);

describe("the permissions of block-principal", () => {
  it("M36: include no right to grant: no inline policies, no trust policies, no new principals or keys", () => {
    const all = permissions.flatMap(({ actions }) => actions);
    assert.deepEqual(
      all.filter((action) =>
        /Put(Role|User)Policy|AssumeRolePolicy|Create(Role|User|AccessKey|Login)|PassRole|\*/.test(action),
      ),
      [],
    );
  });

  it("M36 X19: attach and detach nothing but AWSDenyAll and our own policies that only deny", () => {
    for (const { actions, condition, targetKind } of permissions) {
      if (!actions.some((action) => /^iam:(Attach|Detach)/.test(action))) continue;
      const ours = ["arn:*:iam::aws:policy/AWSDenyAll", "arn:*:iam::*:policy/firebreak/*/deny/*"];
      assert.deepEqual(condition, { ArnLike: { "iam:PolicyARN": targetKind === "iam-role" ? ours : ours[0] } });
    }
  });

  it("M36: allow only AWSDenyAll or one of our own policies as a boundary while containing", () => {
    const of = (kind: string) =>
      permissionsOfPart(permissions)
        .filter(
          ({ targetKind, actions }) => targetKind === kind && actions.some((action) => action.startsWith("iam:Put")),
        )
        .map(({ condition }) => condition);
    const denyAll = "arn:*:iam::aws:policy/AWSDenyAll";
    const ours = "arn:*:iam::*:policy/firebreak/*/bound/*";
    assert.deepEqual(of("iam-role"), [{ StringLike: { "iam:PermissionsBoundary": [denyAll, ours] } }]);
    assert.deepEqual(of("iam-user"), [{ StringLike: { "iam:PermissionsBoundary": denyAll } }]);
    assert.ok(actionsOf("contain").every((action) => !/Delete(Role|User)PermissionsBoundary/.test(action)));
  });

  it("X19: let no session both write a policy and use one, in any direction, for any kind of target", () => {
    for (const kind of ["role", "user"] as const) {
      for (const phase of ["contain", "release"] as const) {
        for (const session of [undefined, "write"] as const) {
          const own = permissionsOfPart(permissions, partFor(permissions, { phase, ...(session && { session }) }));
          const allowed = (action: string) => own.some(({ actions }) => actions.includes(action));
          const writes = ["CreatePolicy", "CreatePolicyVersion", "SetDefaultPolicyVersion"].filter((name) =>
            allowed(`iam:${name}`),
          );
          const uses = ["Role", "User", "Group"]
            .flatMap((name) => [`Attach${name}Policy`, `Put${name}PermissionsBoundary`, `Put${name}Policy`])
            .filter((name) => allowed(`iam:${name}`));
          assert.ok(writes.length === 0 || uses.length === 0, `${kind} ${phase} ${session}: ${writes} ${uses}`);
          if (session === "write") assert.deepEqual(uses, []);
          // What was read back and compared can never change again.
          assert.ok(!allowed("iam:CreatePolicyVersion") && !allowed("iam:SetDefaultPolicyVersion"));
        }
      }
    }
  });

  it("X19: never allow the same policy as attachment and as boundary, whatever the role is called", () => {
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

  it("M36: name every call that the response makes, and no other", () => {
    const named = [...new Set([...actionsOf("contain"), ...actionsOf("release")])].sort();
    const known = [...knownOperations.map((operation) => `iam:${operation}`), "cloudtrail:LookupEvents"];
    assert.deepEqual(named, known.sort());
  });

  it("M36 Y6: pin writes to the one role or user and to the path of its own policies", () => {
    const arn = (id: string) => `arn:aws:iam::${place.accountId}:${id}`;
    for (const kind of ["user", "role"] as const) {
      for (const purpose of [
        { phase: "contain" },
        { phase: "release" },
        { phase: "contain", session: "write" },
      ] as const) {
        const { may } = sessionRights(permissions, principalTarget(place, kind, "bob"), purpose);
        const own = permissionsOfPart(permissions, partFor(permissions, purpose));
        const writes = own.flatMap(({ actions }) =>
          actions.filter((action) => !/:(Describe|Get|List|Lookup)/.test(action)),
        );
        const others = [
          "user/ann",
          "user/team/ann",
          "role/ann",
          "role/bob2",
          "role/team/ann",
          "policy/firebreak/ann/deny/x",
        ];
        for (const action of writes) {
          for (const other of others) assert.ok(!may(action, arn(other)), `${action} on ${other}`);
        }
        const mine = [
          `${kind}/bob`,
          `${kind}/team/east/bob`,
          ...(kind === "role" ? ["policy/firebreak/bob/deny/x"] : []),
        ];
        const reached = mine.filter((id) => writes.some((action) => may(action, arn(id))));
        assert.deepEqual(
          reached,
          "session" in purpose ? mine.slice(2) : mine.slice(0, purpose.phase === "contain" ? 2 : 3),
        );
      }
    }
  });

  it("list and read what is checked against an ARN of the kind", () => {
    const { may } = sessionRights(permissions, principalTarget(place, "role", "bob"), { phase: "release" });
    assert.ok(may("iam:ListPolicies") && may("iam:GetAccountSummary"));
    assert.ok(may("iam:GetRole", `arn:aws:iam::${place.accountId}:role/team/bob`));
  });
});
