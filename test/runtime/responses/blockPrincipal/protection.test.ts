import assert from "node:assert/strict";
import { reasonOf, skippedBecause } from "../../../../runtime/model/refusal";
import type { OwnRole } from "../../../../runtime/policy/ownRoles";
import { principalTarget } from "../../../../runtime/resources/targets";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import type { BlockSettings } from "../../../../runtime/responses/blockPrincipal/state";
import { iamWith, isDeniedBy, isRead } from "./model";
import { containOnce, identity, outcomeOf, place, sessionA, settings, worldWith } from "./work";

const refusal = (kind: "role" | "user", name: string, protectedPrincipals: string[]) =>
  blockPrincipal.refuses!(principalTarget(place, kind, name), {
    ...settings,
    protectedPrincipals,
  });

describe("principals that are never blocked", () => {
  const cases: [string, "role" | "user", string, string[], RegExp | undefined][] = [
    ["X20: a name like those of the product's roles in accounts", "role", "Security-IR-Role-backdoor", [], undefined],
    ["X20: a name like those of the product's functions", "role", "firebreak-backdoor", [], undefined],
    ["X20: a name like that of the organization's role", "role", "OrganizationAccountAccessRole", [], undefined],
    ["a user named like the product", "user", "firebreak-bob", [], undefined],
    ["a name", "user", "breakglass", ["breakglass"], /breakglass is protected by "breakglass"/],
    ["a name in another case", "user", "BreakGlass", ["breakglass"], /BreakGlass/],
    ["a pattern of names", "role", "pipeline-web", ["pipeline-*"], /protected by "pipeline-\*"/],
    ["a name inside a longer one", "role", "my-pipeline", ["pipeline"], undefined],
    ["a name with a dot, which stands for itself", "role", "axb", ["a.b"], undefined],
    ["an ARN", "role", "web", ["arn:aws:iam::444455556666:role/web"], /protected/],
    ["an ARN of another kind", "user", "web", ["arn:aws:iam::444455556666:role/web"], undefined],
    ["an ARN of another account", "role", "web", ["arn:aws:iam::111122223333:role/web"], undefined],
    ["an ARN in every account", "role", "web", ["arn:*:iam::*:role/web"], /protected/],
    ["an ARN with a path", "role", "web", ["arn:aws:iam::*:role/team/web"], /protected/],
    ["a path, which no finding contains", "role", "web", ["arn:aws:iam::*:role/team/*"], undefined],
  ];
  for (const [title, kind, name, patterns, expected] of cases) {
    it(`${title}: ${expected ? "refused before any call" : "not refused"}`, () => {
      const refused = refusal(kind, name, patterns);
      if (!expected) return assert.equal(refused, undefined);
      assert.match(reasonOf(refused!), expected);
      assert.equal(skippedBecause(refused!).needsPerson, true);
    });
  }

  const trusting = (Principal: object) => ({
    Version: "2012-10-17",
    Statement: [{ Sid: "Responder", Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
  const sso = trusting({ Federated: "arn:aws:iam::444455556666:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE" });
  const linked = trusting({ Service: "support.amazonaws.com" });
  const ours = trusting({ AWS: "arn:aws:iam::111122223333:root" });
  const managed = trusting({ AWS: "arn:aws:iam::999900001111:root" });
  const attackers = trusting({ AWS: "arn:aws:iam::666677778888:root" });
  const ownRoles: OwnRole[] = [
    { name: "Security-IR-Role-block-principal", trust: JSON.stringify(ours) },
    { name: "firebreak-forwarding", trust: JSON.stringify(trusting({ Service: "{account}.events" })) },
    { name: "firebreak-block-principal", account: "111122223333", trust: JSON.stringify(ours) },
  ];
  const all = { ownRoles, managementAccountId: "999900001111" };

  /** Path, name and trust policy of a role, the settings, and the reason why it is not blocked. */
  const roles: [string, string, string, object, Partial<BlockSettings>, RegExp | undefined][] = [
    [
      "a protected path",
      "/team/",
      "web",
      ours,
      { protectedPrincipals: ["arn:aws:iam::*:role/team/*"] },
      /protected by/,
    ],
    [
      "M10 case 34 X20: a role of Identity Center",
      "/aws-reserved/sso.amazonaws.com/eu-west-1/",
      "AWSReservedSSO_Admin_0123456789abcdef",
      sso,
      all,
      /Identity Center .*placeholder service control policy/,
    ],
    [
      "M10 case 34 X20: a service-linked role",
      "/aws-service-role/support.amazonaws.com/",
      "AWSServiceRoleForSupport",
      linked,
      all,
      /only the service can change it/,
    ],
    [
      "X20: a role of the product as it was deployed",
      "/",
      "Security-IR-Role-block-principal",
      ours,
      all,
      /one of Firebreak's own and unchanged since its deployment/,
    ],
    [
      "X20: the account's id in the deployed document",
      "/",
      "firebreak-forwarding",
      trusting({ Service: "444455556666.events" }),
      all,
      /Firebreak's own/,
    ],
    [
      "X20: the organization's role, if only the management account may assume it",
      "/",
      "OrganizationAccountAccessRole",
      managed,
      all,
      /the organization governs account/,
    ],
    [
      "X20: Control Tower's role, if only the management account may assume it",
      "/",
      "AWSControlTowerExecution",
      managed,
      all,
      /the organization governs account/,
    ],
    [
      "X20: a name of Identity Center outside AWS's path",
      "/",
      "AWSReservedSSO_Admin_0123456789abcdef",
      sso,
      all,
      undefined,
    ],
    [
      "X20: a name of a service-linked role outside AWS's path",
      "/",
      "AWSServiceRoleForSupport",
      linked,
      all,
      undefined,
    ],
    ["X20: a name of the product that no stack deploys", "/", "firebreak-backdoor", attackers, all, undefined],
    [
      "X20: a name of the product with another trust policy",
      "/",
      "Security-IR-Role-block-principal",
      attackers,
      all,
      undefined,
    ],
    [
      "X20: a role of the security account's function in another account",
      "/",
      "firebreak-block-principal",
      ours,
      all,
      undefined,
    ],
    [
      "X20: the organization's role, if another account may assume it",
      "/",
      "OrganizationAccountAccessRole",
      attackers,
      all,
      undefined,
    ],
    [
      "X20: the organization's role, if the management account is not configured",
      "/",
      "OrganizationAccountAccessRole",
      managed,
      { ownRoles },
      undefined,
    ],
    [
      "X20: the organization's role, if it may be assumed by more than the management account",
      "/",
      "OrganizationAccountAccessRole",
      { Statement: [...managed.Statement, ...attackers.Statement] },
      all,
      undefined,
    ],
  ];
  for (const [title, path, name, trust, given, expected] of roles) {
    it(`${title}: ${expected ? "nothing is changed, and the outcome is a failure that says why" : "is blocked like any other"}`, async () => {
      const model = iamWith(worldWith({ roles: { [name]: identity({ path, trust }) } }));
      const result = (await containOnce(model, {
        target: principalTarget(place, "role", name),
        wanted: [{ sessions: sessionA }],
        settings: given,
      }))!;
      if (!expected) {
        assert.ok(isDeniedBy(model.world, model.world.roles[name]!, { userid: sessionA }));
        return;
      }
      assert.ok(model.requests.every(({ operation }) => isRead(operation)));
      assert.match(result.missing.map(({ reason }) => reason).join(), expected);
      assert.equal(outcomeOf(result), "failed");
    });
  }

  it("X20: are refused by IAM itself if only their path looks like AWS's and the trust policy does not, and this is reported", async () => {
    const model = iamWith(worldWith({ web: { path: "/aws-reserved/x/" } }));
    const result = (await containOnce(model, { wanted: [{ sessions: sessionA }] }))!;
    assert.equal(outcomeOf(result), "failed");
    assert.match(result.problems.join(), /UnmodifiableEntity/);
  });

  it("X20: include, as a whole, a role of the product that others changed: no release could undo that", async () => {
    const name = "Security-IR-Role-block-principal";
    const model = iamWith(worldWith({ roles: { [name]: identity({ trust: attackers }) } }));
    const given = { ...all, roles: "principal" as const, wholeRoleIfNeeded: true };
    const target = principalTarget(place, "role", name);
    const result = (await containOnce(model, { target, wanted: [{ sessions: sessionA }], settings: given }))!;
    assert.deepEqual(model.world.roles[name]!.attached, []);
    assert.equal(outcomeOf(result), "partial");
  });
});
