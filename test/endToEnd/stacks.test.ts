import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { refresh, up } from "../../local/engine/stack";
import { accounts } from "../../local/world/accounts";
import type { World } from "../../local/world/world";
import { deployedWorld } from "./world";

describe("end to end: the stacks", function () {
  this.timeout(180_000);
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

  it("M40 M59: with a placeholder, a preview stops and names key, value and what is allowed", async () => {
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
      /firebreak:accountId is "000000000000": it has to be the id of a real account/,
    );
  });

  it("with another account's credentials, nothing is made and both accounts are named", async () => {
    const wrong = { ...world.stacks.payments.environment, AWS_ACCESS_KEY_ID: accounts.website.id };
    await assert.rejects(
      up({ ...world.stacks.payments, environment: wrong }),
      /accountId is "444455556666".*belong to account "777788889999"/,
    );
  });
});
