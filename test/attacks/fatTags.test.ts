import assert from "node:assert/strict";
import { eventReader } from "../../runtime/findings/eventReader";
import { handle } from "../../runtime/functions/responder/handle";
import { confineSecurityGroup } from "../../runtime/responses/confineSecurityGroup";
import { mostBytes } from "../../runtime/responses/confineSecurityGroup/priorState";
import { releasePlan } from "../../runtime/responses/confineSecurityGroup/release";
import { apply } from "../runtime/responses/confineSecurityGroup/model";
import { defaults, withRules } from "../runtime/responses/confineSecurityGroup/states";
import { member, settingsFor, world } from "./harness";

const event = JSON.stringify({
  source: "aws.config",
  "detail-type": "Config Rules Compliance Change",
  account: member,
  region: "eu-west-1",
  time: "2026-11-26T02:05:00Z",
  detail: {
    messageType: "ComplianceChangeNotification",
    awsAccountId: member,
    awsRegion: "eu-west-1",
    configRuleName: "restricted-ssh",
    configRuleARN: `arn:aws:config:eu-west-1:${member}:config-rule/config-rule-abc123`,
    resourceType: "AWS::EC2::SecurityGroup",
    resourceId: "sg-00000001",
    newEvaluationResult: { complianceType: "NON_COMPLIANT", resultRecordedTime: "2026-11-26T02:04:00Z" },
  },
});

/** A rule of a security group may have 50 tags of 128 + 256 characters. An item of DynamoDB holds 400 KB. */
describe("Y7: many long tags on rules (ec2:CreateTags)", () => {
  const tags = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`.padEnd(127, "x"), "v".repeat(255)]));
  const fat = (count: number, safe: string) => {
    const state = withRules(
      Array.from({ length: count }, (_, n) => `tcp ${n + 1} 0.0.0.0/0`),
      { id: "sg-00000001", ownerId: member, accountId: member },
    );
    for (const rule of state.rules) Object.assign(rule, { tags, description: "d".repeat(255) });
    return { state, settings: { ...defaults, safeRangesIPv4: safe } };
  };

  for (const [count, safe, mode] of [
    [22, "172.31.0.0/16", "contain"],
    [60, "172.31.0.0/16", "contain"],
    [60, "10.99.0.0/16", "contain"],
    [1000, "10.99.0.0/16", "contain"],
    [1000, "172.31.0.0/16", "contain"],
    [1000, "172.31.0.0/16", "approve"],
  ] as const) {
    const how = safe === "10.99.0.0/16" ? "closed" : "narrowed";
    it(`Y7 E44: a group of ${count} rules with 50 long tags each is ${how}, mode ${mode}`, async () => {
      const group = fat(count, safe);
      const service = new Proxy(
        {},
        {
          get: (_, method: string) => async (input: any) => {
            const operation = method.charAt(0).toUpperCase() + method.slice(1);
            group.state = apply(group.state, { service: "ec2", operation, input, reason: "", changes: [] });
          },
        },
      );
      const response: any = {
        ...confineSecurityGroup,
        clients: () => ({ ec2: service }),
        read: async () => structuredClone(group.state),
      };
      const settings = settingsFor({
        findingTypes: confineSecurityGroup.findingTypes,
        response: { ...group.settings },
        containmentsPerHour: 20,
        modes: [{ mode }],
      });
      const { run, table } = world(settings);
      const [decision] = await handle(run(), response, eventReader(), event);
      if (mode === "approve") return assert.equal(decision!.outcome, "awaiting-approval", decision!.reason);
      assert.equal(decision!.outcome, "contained", decision!.reason);
      const kept = [...table.items.values()].find((item) => item["before"])!;
      assert.equal(kept["before"].rules.length, count);
      assert.ok(Buffer.byteLength(JSON.stringify(kept["before"])) <= 1.5 * mostBytes);
    });
  }

  it("Y7: the release names the tags for which there was no room", () => {
    const { state, settings } = fat(60, "10.99.0.0/16");
    const saved = confineSecurityGroup.priorState(state);
    const revoked = state.rules.map((rule) => rule.id);
    const { calls, drift } = releasePlan({ ...state, rules: [], revoked }, saved, settings);
    assert.equal(calls.length, 60);
    const whole = calls.filter((call) => call.input["TagSpecifications"]).length;
    assert.ok(whole > 3 && whole < 60, `${whole}`);
    assert.equal(drift.length, 60 - whole);
    assert.match(drift[0]!, /is restored without its 50 tags: there was no room to keep them/);
  });
});
