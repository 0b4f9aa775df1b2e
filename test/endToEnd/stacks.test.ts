import assert from "node:assert/strict";
import { IAM } from "@aws-sdk/client-iam";
import { before, describe, it } from "mocha";
import { destroy, preview, refresh, up } from "../../local/engine/stack";
import { accounts, rootOf } from "../../local/world/accounts";
import type { World } from "../../local/world/world";
import { deployedWorld } from "./world";

describe("end to end: the stacks", () => {
  let world: World;
  before(async () => {
    world = await deployedWorld();
  });

  for (const account of Object.keys(accounts) as (keyof typeof accounts)[]) {
    it(`F42 F43 F44 F45 case 56: ${account}: a second up changes nothing`, async () => {
      const { changes } = await up(world.stacks[account]);
      assert.deepEqual(Object.keys(changes), ["same"]);
    });

    it(`${account}: a refresh finds no drift`, async () => {
      const { changes } = await refresh(world.stacks[account]);
      assert.deepEqual(Object.keys(changes), ["same"]);
    });
  }

  it("M40 M59: a preview with a placeholder stops and names key, value and what is allowed", async () => {
    const stack = world.stacks.payments;
    const config = {
      "aws:region": "eu-west-1",
      "firebreak:kind": "service",
      "firebreak:accountId": "000000000000",
      "firebreak:securityAccountId": accounts.security.id,
      "firebreak:organizationId": world.organizationId,
      "firebreak:homeRegion": "eu-west-1",
      "firebreak:regions": ["eu-west-1"],
    };
    await assert.rejects(
      up({ ...stack, name: "placeholder", config }),
      /firebreak:accountId is "000000000000": it must be the id of a real account/,
    );
  });

  // The roles of all accounts have the same names, so looking up one account's role finds one in another account.
  for (const [operation, run] of Object.entries({ up, preview, refresh, destroy })) {
    it(`X53: ${operation} with another account's credentials changes nothing and names both accounts`, async () => {
      const wrong = { ...world.stacks.payments.environment, AWS_ACCESS_KEY_ID: accounts.website.id };
      const held = () => Promise.all([accounts.payments.id, accounts.website.id].map(rolesIn));
      const before = await held();
      assert.ok(before.every((roles) => roles.length > 5));
      await assert.rejects(
        run({ ...world.stacks.payments, environment: wrong }),
        /account-444455556666.*AWS account ID not allowed: 777788889999/s,
      );
      assert.deepEqual(await held(), before);
    });
  }

  it("X53: after that, the account's own credentials find the stack unchanged", async () => {
    assert.deepEqual(Object.keys((await up(world.stacks.payments)).changes), ["same"]);
  });

  async function rolesIn(account: string): Promise<string[]> {
    const { Roles = [] } = await new IAM(rootOf(account, world.endpoint)).listRoles({});
    return Roles.map(({ RoleName }) => RoleName!)
      .filter((name) => /^(firebreak|Security-IR)/.test(name))
      .sort();
  }
});
