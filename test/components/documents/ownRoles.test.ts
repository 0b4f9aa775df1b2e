import assert from "node:assert/strict";
import { ownRoles, touchesRoles } from "../../../components/documents/ownRoles";
import { serviceTrust } from "../../../components/documents/serviceRole";
import type { MasterSettings } from "../../../components/settings/schema";
import { readSettings } from "../../../components/settings/settings";
import { ownRoleNamed } from "../../../runtime/policy/ownRoles";
import { principalTarget } from "../../../runtime/resources/targets";
import { blockPrincipal } from "../../../runtime/responses/blockPrincipal";
import { catalogue } from "../../../runtime/responses/catalogue";
import { masterConfig } from "../deploy";

const [security, member] = ["111122223333", "444455556666"];
const organizationId = "o-a1b2c3d4e5";

const config: Record<string, string> = {
  ...masterConfig,
  "firebreak:securityLake": JSON.stringify({ bucket: "lake-1" }),
  "firebreak:channels": JSON.stringify({ soc: { kind: "jira", url: "https://soc.example.com", project: "SOC" } }),
};

describe("the product's own roles", () => {
  const settings = readSettings((key) => config[`firebreak:${key}`]) as MasterSettings;
  const roles = ownRoles(catalogue, settings, "aws");
  const named = (id: string, accountId: string) =>
    ownRoleNamed(principalTarget({ accountId, region: "eu-west-1", partition: "aws" }, "role", id), roles);

  it("X20: are recognised by exact name, in the accounts that have them, with the deployed trust policy", () => {
    for (const account of [security, member]) {
      const place = { partition: "aws", securityAccountId: security!, rolePath: "/" };
      const trust = { response: blockPrincipal, ...place, organizationId };
      assert.equal(named("Security-IR-Role-block-principal", account!)!.trust, serviceTrust(trust));
      for (const other of ["exceptions", "doctor"]) assert.ok(named(`Security-IR-Role-${other}`, account!), other);
      for (const part of ["release", "write"])
        assert.ok(named(`Security-IR-Role-block-principal-${part}`, account!), part);
      assert.ok(named("firebreak-forwarding", account!));
    }
    for (const name of ["block-principal", "lake", "channel-soc"])
      assert.match(named(`firebreak-${name}`, security!)!.trust, /lambda.amazonaws.com/);
    assert.equal(named("firebreak-block-principal", member!), undefined);
  });

  it("X20: do not include roles whose names merely begin like theirs", () => {
    for (const name of ["firebreak-backdoor", "Security-IR-Role-backdoor", "Security-IR-Role-block-principal-2"])
      assert.equal(named(name, member!), undefined, name);
    assert.equal(
      ownRoleNamed(
        principalTarget({ accountId: member!, region: "", partition: "aws" }, "user", "firebreak-forwarding"),
        roles,
      ),
      undefined,
    );
  });

  it("are passed to the responses that may act on roles", () => {
    assert.deepEqual(
      catalogue.filter(touchesRoles).map(({ name }) => name),
      ["block-principal"],
    );
  });
});
