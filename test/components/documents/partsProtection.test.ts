import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { partsProtection } from "../../../components/documents/partsProtection";
import { deploy, masterConfig, serviceConfig, statementsOf } from "../deploy";

const deployers = ["arn:aws:iam::*:role/deploy"];

/** Whether a pattern with `*` matches an ARN. */
const fits = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`).test(arn);
const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

describe("Y13 L18: the service control policy for the product's own parts", () => {
  it("is an output if the deployers are known; otherwise it would lock them out as well", async () => {
    assert.equal((await deploy(masterConfig)).outputs["partsScp"], undefined);
    const { outputs } = await deploy({ ...masterConfig, "firebreak:deployers": JSON.stringify(deployers) });
    const statements = statementsOf(outputs["partsScp"]);
    assert.ok(statements.length > 3);
    for (const { Effect, Condition } of statements) {
      assert.equal(Effect, "Deny");
      assert.deepEqual(Condition, { ArnNotLike: { "aws:PrincipalArn": deployers } });
    }
  });

  it("covers every role, rule and queue that a service account's stack makes, for any prefix, and fits into an SCP", async () => {
    for (const rolePrefix of ["Security-IR-Role", "a".repeat(30)]) {
      const text = partsProtection({ partition: "aws", rolePrefix, rolePath: "/", deployers });
      // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
      assert.ok(text.length <= 5120, `${text.length} characters`);
      const covered = statementsOf(text).flatMap(({ Resource }) => [Resource].flat()) as string[];
      const made = await deploy({ ...serviceConfig, "firebreak:rolePrefix": rolePrefix });
      const own = [
        ...made.of("aws:iam/role:Role").map(({ inputs }) => `arn:aws:iam::444455556666:role/${inputs["name"]}`),
        ...made
          .of("aws:cloudwatch/eventRule:EventRule")
          .map(({ inputs }) => `arn:aws:events:eu-west-1:444455556666:rule/${inputs["name"]}`),
        ...made.of("aws:sqs/queue:Queue").map(({ inputs }) => `arn:aws:sqs:eu-west-1:444455556666:${inputs["name"]}`),
      ];
      assert.ok(own.length > 10);
      const open = own.filter((arn) => !covered.some((pattern) => pattern !== "*" && fits(pattern, arn)));
      assert.deepEqual(open, []);
    }
  });
});
