import assert from "node:assert/strict";
import { reasonOf, skippedBecause } from "../../../../runtime/refusal";
import { blockPrincipal } from "../../../../runtime/responses/blockPrincipal";
import { principalTarget } from "../../../../runtime/target";
import { iamWith, isRead } from "./model";
import { containOnce, place, role, sessionA, settings, worldWith } from "./work";

const refusal = (kind: "role" | "user", name: string, protectedPrincipals: string[]) =>
  blockPrincipal.refuses!(principalTarget(place, kind, name), {
    ...settings,
    ownRolePrefix: "Security-IR-Role",
    protectedPrincipals,
  });

describe("principals that are never blocked", () => {
  const cases: [string, "role" | "user", string, string[], RegExp | undefined][] = [
    ["the product's roles in accounts", "role", "Security-IR-Role-block-principal", [], /Firebreak's own/],
    ["the product's functions", "role", "firebreak-block-principal", [], /Firebreak's own/],
    ["the role of the organization", "role", "OrganizationAccountAccessRole", [], /organization is governed/],
    ["a user that is called like the product", "user", "firebreak-bob", [], undefined],
    ["a name", "user", "breakglass", ["breakglass"], /breakglass is protected by "breakglass"/],
    ["a name in other letters", "user", "BreakGlass", ["breakglass"], /BreakGlass/],
    ["a pattern of names", "role", "pipeline-web", ["pipeline-*"], /protected by "pipeline-\*"/],
    ["a name in the middle of another", "role", "my-pipeline", ["pipeline"], undefined],
    ["a name with a dot, which stands for itself", "role", "axb", ["a.b"], undefined],
    ["an ARN", "role", "web", ["arn:aws:iam::444455556666:role/web"], /protected/],
    ["an ARN of another kind", "user", "web", ["arn:aws:iam::444455556666:role/web"], undefined],
    ["an ARN of another account", "role", "web", ["arn:aws:iam::111122223333:role/web"], undefined],
    ["an ARN in every account", "role", "web", ["arn:*:iam::*:role/web"], /protected/],
    ["an ARN with a path", "role", "web", ["arn:aws:iam::*:role/team/web"], /protected/],
    ["a path, which no finding tells", "role", "web", ["arn:aws:iam::*:role/team/*"], undefined],
  ];
  for (const [title, kind, name, patterns, expected] of cases) {
    it(`${title}: ${expected ? "refused before any call" : "not refused"}`, () => {
      const refused = refusal(kind, name, patterns);
      if (!expected) return assert.equal(refused, undefined);
      assert.match(reasonOf(refused!), expected);
      assert.equal(skippedBecause(refused!).needsPerson, true);
    });
  }

  for (const [title, path, protectedPrincipals, expected] of [
    ["a protected path", "/team/", ["arn:aws:iam::*:role/team/*"], /protected by/],
    ["M10 case 34: a path of AWS, whatever the name", "/aws-reserved/", [], /belongs to AWS/],
    ["M10 case 34: a path of AWS's services", "/aws-service-role/x.amazonaws.com/", [], /belongs to AWS/],
  ] as [string, string, string[], RegExp][]) {
    it(`${title}: nothing is called, and the outcome is a failure that says why`, async () => {
      const model = iamWith(worldWith({ web: { path } }));
      const result = (await containOnce(model, {
        target: role,
        wanted: [{ sessions: sessionA }],
        settings: { protectedPrincipals },
      }))!;
      assert.ok(model.requests.every(({ operation }) => isRead(operation)));
      assert.match(result.missing.map(({ reason }) => reason).join(), expected);
    });
  }
});
