import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "mocha";
import { permissionsOf } from "../../components/serviceRole";
import type { World } from "../../local/world/world";
import { permissions as openGroupPermissions } from "../../runtime/openGroups/permissions";
import { entersAccounts, type Permission } from "../../runtime/response";
import { catalogue } from "../../runtime/responses/catalogue";
import { deployedWorld } from "./world";

/** The permissions of each role in a service account, by the end of the role's name. */
const roles: Record<string, Permission[]> = {
  ...Object.fromEntries(catalogue.filter(entersAccounts).map((route) => [route.name, permissionsOf(route)])),
  "open-groups": openGroupPermissions,
};

// The last of all by its name: it asks what the other end-to-end tests used. A call that is not declared fails there.
describe("end to end: the permissions of the roles in the accounts", function () {
  this.timeout(180_000);
  let world: World;
  const used: Record<string, Set<string>> = {};
  before(async function () {
    if (!process.env["FIREBREAK_ALL_TESTS"]) this.skip();
    world = await deployedWorld();
    const lines = (await readFile(path.join(world.folder, "aws", "allowed-calls.jsonl"), "utf8")).trim().split("\n");
    for (const { role, action } of lines.map((line) => JSON.parse(line))) {
      const name = /:role\/Security-IR-Role-(.*)$/.exec(role)?.[1];
      if (!name) continue;
      used[name] ??= new Set();
      used[name].add(action);
    }
  });

  for (const [name, permissions] of Object.entries(roles)) {
    it(`M36: every action that ${name} may do was needed by these tests`, () => {
      const declared = [...new Set(permissions.flatMap((permission) => permission.actions))];
      const unused = declared.filter((action) => !used[name]?.has(action));
      assert.deepEqual(unused, []);
    });
  }
});
