import assert from "node:assert/strict";
import { largestSessionPolicy, sessionPolicy } from "../../../../runtime/aws/sessionPolicy";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { principalTarget } from "../../../../runtime/target";
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

  it("M36: attach and detach nothing but AWSDenyAll", () => {
    for (const { actions, condition } of permissions) {
      if (!actions.some((action) => /^iam:(Attach|Detach)/.test(action))) continue;
      assert.deepEqual(condition, { ArnLike: { "iam:PolicyARN": "arn:*:iam::aws:policy/AWSDenyAll" } });
    }
  });

  it("M36: while containing, boundaries are AWSDenyAll or a quarantine and nothing else, in the session as well", () => {
    const target = principalTarget(place, "role", "web");
    const { Statement } = JSON.parse(sessionPolicy(permissions, target, "contain"));
    const setting = Statement.filter((item: any) => item.Action.includes("iam:Put*"));
    assert.deepEqual(
      setting.map((item: any) => item.Condition),
      [
        {
          StringLike: {
            "iam:PermissionsBoundary": [
              "arn:*:iam::aws:policy/AWSDenyAll",
              "arn:*:iam::*:policy/firebreak/*-quarantine",
            ],
          },
        },
      ],
    );
    assert.ok(actionsOf("contain").every((action) => !/Delete(Role|User)PermissionsBoundary/.test(action)));
  });

  it("M36: name every call that the response makes and no other", () => {
    const named = [...new Set([...actionsOf("contain"), ...actionsOf("release")])].sort();
    assert.deepEqual(named, knownOperations.map((operation) => `iam:${operation}`).sort());
  });

  it("M36: writes are pinned to the one role or user, with and without a path", () => {
    const { Statement } = JSON.parse(sessionPolicy(permissions, principalTarget(place, "user", "bob"), "contain"));
    const writes = Statement.filter(
      (item: any) => !item.Action.every((action: string) => /^iam:(Get|List)/.test(action)),
    );
    for (const { Resource } of writes) {
      assert.ok(
        Resource.every((arn: string) => /[:/]bob$|\/bob-quarantine$/.test(arn)),
        Resource.join(),
      );
    }
  });

  for (const kind of ["role", "user"] as const) {
    for (const phase of ["contain", "release"] as const) {
      it(`fit the session policy to ${phase} a ${kind} with the longest name`, () => {
        const gov = { ...place, partition: "aws-us-gov" };
        const text = sessionPolicy(permissions, principalTarget(gov, kind, "n".repeat(64)), phase);
        assert.ok(text.length <= largestSessionPolicy, `${text.length} characters`);
        assert.doesNotMatch(text, /[{](partition|region|account|target)[}]/);
      });
    }
  }
});
