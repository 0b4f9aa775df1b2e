import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { permissionsOf } from "../../components/documents/serviceRole";
import { doctorPermissions } from "../../runtime/doctor/permissions";
import { exceptionPermissions } from "../../runtime/exceptions/kinds";
import type { Permission } from "../../runtime/model/permission";
import { entersAccounts } from "../../runtime/model/response";
import { permissions as openGroupPermissions } from "../../runtime/openGroups/permissions";
import { catalogue } from "../../runtime/responses/catalogue";
import { type Deployment, deploy } from "../components/deploy";
import { faultsOf, knownActions, type Written } from "./authorization";
import { master, service } from "./everything";

/** The policies of a stack by what they belong to. */
function policiesOf({ made, outputs }: Deployment): [string, Written[]][] {
  const statements = (text: unknown): Written[] => [JSON.parse(String(text)).Statement].flat();
  const attached = made.flatMap(({ type, name, inputs }) =>
    ["policy", "assumeRolePolicy", "policyDocument"]
      .filter((key) => inputs[key] !== undefined)
      .map((key): [string, Written[]] => [`${type.split(":")[2]} ${name}: ${key}`, statements(inputs[key])]),
  );
  const handedOut = Object.entries(outputs)
    .filter(([, value]) => typeof value === "string" && value.startsWith('{"Version"'))
    .map(([name, value]): [string, Written[]] => [`output ${name}`, statements(value)]);
  return [...attached, ...handedOut];
}

describe("policies, by a copy of the service authorization reference", () => {
  for (const [kind, config] of Object.entries({ master, service })) {
    describe(`of the stack ${kind}`, () => {
      let policies: [string, Written[]][];
      before(async () => {
        policies = policiesOf(await deploy(config));
      });

      it("X46: each action exists, is allowed on resources of its types, and supports its conditions", async () => {
        assert.ok(policies.length > 20, `${policies.length} policies`);
        const faults: string[] = [];
        for (const [name, statements] of policies) {
          faults.push(...(await faultsOf(statements)).map((fault) => `${name}: ${fault}`));
        }
        assert.equal(faults.join("\n"), "");
      });
    });
  }

  it("X46: a permission is on * for the stated reason: where the reason is that AWS cannot limit it, AWS cannot", async () => {
    const lists: Permission[] = [
      ...catalogue.filter(entersAccounts).flatMap((route) => permissionsOf(route)),
      ...exceptionPermissions("SecurityException"),
      ...doctorPermissions("Security-IR-Role", "firebreak-forwarding", "/"),
      ...openGroupPermissions,
    ];
    const unlimited = lists.filter(({ why }) => why?.startsWith("AWS offers no resource-level permissions"));
    assert.ok(unlimited.length > 5);
    const faults: string[] = [];
    for (const { sid, actions, resources, why } of unlimited) {
      assert.deepEqual(resources, ["*"], sid);
      for (const { action, types } of (await Promise.all(actions.map(knownActions))).flat()) {
        // Some resources cannot be known in advance, or come in addition; then the reason says so.
        if (types.length > 0 && !/, (or only|and) /.test(why!))
          faults.push(`${sid}: ${action} can be limited to ${types.map(({ name }) => name)}`);
      }
    }
    assert.equal([...new Set(faults)].join("\n"), "");
  });
});
