import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { burst } from "../../local/world/burst";
import type { World } from "../../local/world/world";
import { deployedWorld } from "./world";

/** More in total than the function takes in one batch (5) and runs at once (10). */
const perAccount = 15;

describe("end to end: a burst", () => {
  let world: World;
  before(async () => {
    world = await deployedWorld();
  });

  it("M8 M50 case 48: simultaneous findings for many instances in two accounts are all contained, none twice, and none is lost", async () => {
    const { seconds, ...result } = await burst(world, perAccount, 240);
    const findings = 2 * perAccount;
    assert.deepEqual(result, { findings, contained: findings, twice: 0, open: 0, deadLetters: 0 }, `in ${seconds} s`);
  });
});
