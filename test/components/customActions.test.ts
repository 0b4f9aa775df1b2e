import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { catalogue } from "../../runtime/responses/catalogue";
import { deploy, masterConfig, statementsOf } from "./deploy";

const type = "aws:securityhub/actionTarget:ActionTarget";
const withHub = { ...masterConfig, "firebreak:securityHub": "true" };

describe("custom actions of Security Hub", () => {
  it("F34: do not exist, nor anything else for Security Hub, unless the stack says that it is on", async () => {
    const stack = await deploy(masterConfig);
    assert.deepEqual(stack.of(type), []);
    for (const { inputs } of stack.of("aws:iam/rolePolicy:RolePolicy"))
      assert.doesNotMatch(inputs["policy"], /securityhub/);
  });

  it("F29 F30 F31 M55: exist for each response, and for notifying people", async () => {
    const stack = await deploy(withHub);
    const made = stack.of(type).map(({ inputs }) => inputs["name"]);
    assert.deepEqual(
      made,
      catalogue.flatMap((route) => route.customAction?.name ?? []),
    );
    for (const name of ["Isolate EC2", "Block IAM Principal", "Send SNS"]) assert.ok(made.includes(name), name);
  });

  it("F35 M56: have a rule that matches the action's own ARN; both are part of the stack", async () => {
    const stack = await deploy(withHub);
    const { inputs } = stack.one("aws:cloudwatch/eventRule:EventRule", "isolate-instance-action");
    assert.deepEqual(JSON.parse(inputs["eventPattern"]).resources, [
      "arn:aws:securityhub:eu-west-1:111122223333:action/custom/IsolateEc2SH",
    ]);
  });

  it("M36: may read and answer findings in this account's Security Hub only", async () => {
    const stack = await deploy(withHub);
    for (const route of catalogue) {
      const statements = statementsOf(stack.one("aws:iam/rolePolicy:RolePolicy", route.name).inputs["policy"]);
      const hub = statements.filter((item) => JSON.stringify(item).includes("securityhub"));
      assert.deepEqual(
        hub.map((item) => [item.Action, item.Resource]),
        [
          [
            ["securityhub:BatchUpdateFindings", ...(route.name === "notify" ? [] : ["securityhub:GetFindings"])],
            "arn:aws:securityhub:*:111122223333:hub/default",
          ],
          [["securityhub:BatchUpdateFindings"], "arn:aws:securityhub:*:111122223333:hubv2/*"],
        ],
      );
    }
  });

  it("have ids and names that Security Hub accepts: letters and digits, at most 20", () => {
    for (const { customAction } of catalogue) {
      if (!customAction) continue;
      assert.match(customAction.id, /^[A-Za-z0-9]{1,20}$/);
      assert.ok(customAction.name.length <= 20);
    }
  });
});
