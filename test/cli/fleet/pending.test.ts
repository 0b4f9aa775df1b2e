import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "mocha";
import { createdAgain, ids, withPendingAsResources } from "../../../cli/fleet/engine/pending";
import { type Deployment, deploy, serviceConfig } from "../../components/deploy";

const urn = (type: string, name: string) =>
  `urn:pulumi:service::firebreak::firebreak:index:ServiceAccount$${type}::${name}`;
const operation = (kind: string, type: string, name: string, inputs: object) => ({
  type: kind,
  resource: { urn: urn(type, name), type, inputs, parent: "urn:parent", provider: "urn:provider::id" },
});

describe("the pending operations of a killed run", () => {
  it("L12: become resources whose id follows from their inputs, so that reading shows which exist", () => {
    const role = operation("creating", "aws:iam/role:Role", "notify-role", { name: "Security-IR-Role-notify" });
    const policy = operation("creating", "aws:iam/rolePolicy:RolePolicy", "notify-role", { role: "r", name: "p" });
    const given = { manifest: { time: "t" }, resources: [{ urn: "urn:parent" }], pending_operations: [role, policy] };
    const before = structuredClone(given);
    const { deployment, urns, unknown } = withPendingAsResources(given);
    assert.deepEqual(given, before);
    assert.deepEqual(deployment, {
      manifest: { time: "t" },
      pending_operations: [],
      resources: [
        { urn: "urn:parent" },
        { ...role.resource, id: "Security-IR-Role-notify", custom: true, outputs: role.resource.inputs },
        { ...policy.resource, id: "r:p", custom: true, outputs: policy.resource.inputs },
      ],
    });
    assert.deepEqual(urns, [role.resource.urn, policy.resource.urn]);
    assert.deepEqual(unknown, []);
  });

  it("L12: name a resource whose id is not known, which may then exist without the stack", () => {
    const detector = operation("creating", "aws:guardduty/detector:Detector", "detector", { enable: true });
    const { deployment, urns, unknown } = withPendingAsResources({ resources: [], pending_operations: [detector] });
    assert.deepEqual(deployment["resources"], []);
    assert.deepEqual(urns, []);
    assert.deepEqual(unknown, [detector.resource.urn]);
  });

  it("L12: leave what is in the state already, and read what was being changed or deleted", () => {
    const role = operation("creating", "aws:iam/role:Role", "a", { name: "a" });
    const rule = operation("deleting", "aws:cfg/rule:Rule", "b", { name: "b" });
    const table = operation("updating", "aws:dynamodb/table:Table", "c", { name: "c" });
    const resources = [role, rule, table].map(({ resource }) => ({ ...resource, id: "known" }));
    const { deployment, urns } = withPendingAsResources({ resources, pending_operations: [role, rule, table] });
    assert.deepEqual(deployment["resources"], resources);
    assert.deepEqual(
      urns,
      [role, rule, table].map(({ resource }) => resource.urn),
    );
  });

  it("have the id that the provider's own documentation of each type names for an import", () => {
    /** What an id consists of, in the words of the documentation, by the ids of resources with these inputs. */
    const inputs = {
      name: "N",
      bucket: "B",
      role: "R",
      rule: "U",
      targetId: "T",
      eventBusName: "E",
      policyArn: "P",
      queueUrl: "Q",
    };
    const words: Record<string, RegExp> = {
      N: /`name`/,
      B: /`bucket`|bucket name/,
      "R:N": /`role_name:role_policy_name`/,
      "R/P": /role name and policy arn separated by `\/`/,
      Q: /queue URL/i,
      "E/N": /`event_bus_name\/rule_name`/,
      "E/U/T": /`event_bus_name\/rule-name\/target-id`/,
    };
    for (const [type, idOf] of Object.entries(ids)) {
      const file = type.split(":")[1]!;
      const text = readFileSync(path.join(require.resolve("@pulumi/aws"), "..", `${file}.d.ts`), "utf8");
      const documented = /Using `pulumi import`, import (.*)/.exec(text)?.[1] ?? "";
      const id = idOf(inputs)!;
      const known = ["aws:lambda/function:Function", "aws:cloudwatch/metricAlarm:MetricAlarm"].includes(type)
        ? /`(functionName|alarmName)`/
        : words[id]!;
      assert.match(documented, known, type);
    }
  });

  describe("of a member account's stack", () => {
    let stack: Deployment;
    before(async () => {
      stack = await deploy({
        ...serviceConfig,
        "firebreak:config": JSON.stringify({ recorder: true, rules: ["ENCRYPTED_VOLUMES"] }),
      });
    });

    it("L12: have an id for each type, or can be created again", () => {
      const types = [...new Set(stack.made.map(({ type }) => type))].filter((type) => type.startsWith("aws:"));
      const unknown = types.filter((type) => !ids[type] && !createdAgain.includes(type));
      assert.ok(types.length > 6, types.join());
      assert.deepEqual(unknown, []);
    });
  });
});
