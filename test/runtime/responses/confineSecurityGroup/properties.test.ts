import assert from "node:assert/strict";
import fc from "fast-check";
import { confineSecurityGroup } from "../../../../runtime/responses/confineSecurityGroup";
import { liesIn } from "../../../../runtime/responses/confineSecurityGroup/addressRanges";
import { plan } from "../../../../runtime/responses/confineSecurityGroup/plan";
import { priorState } from "../../../../runtime/responses/confineSecurityGroup/priorState";
import { releasePlan } from "../../../../runtime/responses/confineSecurityGroup/release";
import {
  type GroupState,
  type IngressRule,
  publicRules,
} from "../../../../runtime/responses/confineSecurityGroup/state";
import { itKeepsTheContract } from "../contract";
import { clients, target, withoutIds, worldOf } from "./ec2";
import { run, runRelease } from "./loop";
import { groups, settings } from "./states";

const crash = fc.nat({ max: 12 });

describe("Z6 case 32: what confine-security-group guarantees, for every group", () => {
  itKeepsTheContract({
    response: confineSecurityGroup,
    target,
    worlds: () => groups.map(worldOf),
    clients,
    settings,
    keeps: { without: withoutIds },
  });
});

describe("confine-security-group, for every group", () => {
  it("F11 F12 M16 case 30: leaves nothing public", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, async (start, given) => {
        const { state } = await run(start, (seen) => plan(seen, given));
        assert.deepEqual(publicRules(state, given.allowedPublicPorts), []);
      }),
    ));

  it("M15 case 31: leaves every rule that is not public as it is, with its id", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, async (start, given) => {
        const changed = publicRules(start, given.allowedPublicPorts);
        const { state } = await run(start, (seen) => plan(seen, given));
        for (const rule of start.rules.filter((item) => !changed.includes(item))) {
          assert.deepEqual(
            state.rules.find((item) => item.id === rule.id),
            rule,
          );
        }
      }),
    ));

  it("M15 M19 M20: keeps a narrowed rule in its VPC or on the link, says so in it, and keeps its tags", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, async (start, given) => {
        const { state } = await run(start, (seen) => plan(seen, given));
        for (const rule of state.rules) {
          const earlier = start.rules.find((item) => item.id === rule.id);
          if (earlier && JSON.stringify(earlier) === JSON.stringify(rule)) continue;
          assert.ok(liesIn(rule.source, [...start.vpcRanges, "fe80::/10"]), rule.source);
          assert.ok(rule.description.endsWith(` to ${rule.source}`));
          if (earlier) assert.deepEqual([rule.tags, rule.protocol], [earlier.tags, earlier.protocol]);
        }
      }),
    ));

  it("F38: allows the safe range on the same protocol and ports if a rule was public and a safe range fits", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, async (start, given) => {
        const range = given.safeRangesByVpc["vpc-1"]?.ipv4 ?? given.safeRangesIPv4;
        fc.pre(liesIn(range, start.vpcRanges));
        const { state } = await run(start, (seen) => plan(seen, given));
        const changed = publicRules(start, given.allowedPublicPorts).filter((rule) => rule.kind === "ipv4");
        for (const { protocol, from, to } of changed) {
          assert.ok(
            state.rules.some(
              (rule) =>
                rule.protocol === protocol && rule.from === from && rule.to === to && liesIn(range, [rule.source]),
            ),
          );
        }
      }),
    ));

  it("never allows more along the way than before", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, crash, async (start, given, stop) => {
        const { state: half } = await run(start, (seen) => plan(seen, given), stop);
        const ids = publicRules(start, given.allowedPublicPorts).map((rule) => rule.id);
        for (const rule of publicRules(half, given.allowedPublicPorts)) assert.ok(ids.includes(rule.id));
      }),
    ));

  it("asks for nothing when it releases what was never changed", () =>
    fc.assert(
      fc.property(groups, settings, (start, given) => {
        assert.deepEqual(releasePlan(start, priorState(start), given).calls, []);
      }),
    ));

  it("M15: leaves a rule that someone removed or changed during the confinement, and names it", () =>
    fc.assert(
      fc.asyncProperty(groups, settings, fc.nat(), fc.boolean(), async (start, given, pick, remove) => {
        const saved = priorState(start);
        const { state: contained, calls } = await run(start, (seen) => plan(seen, given));
        const narrowed = calls
          .filter((call) => call.operation === "ModifySecurityGroupRules")
          .map((call) => (call.input as any).SecurityGroupRules[0].SecurityGroupRuleId as string);
        fc.pre(narrowed.length > 0);
        const id = narrowed[pick % narrowed.length]!;
        const touched = (rule: IngressRule) => ({
          ...rule,
          source: rule.kind === "ipv4" ? "198.51.100.7/32" : "2001:db8::7/128",
        });
        const drifted: GroupState = {
          ...contained,
          rules: remove
            ? contained.rules.filter((rule) => rule.id !== id)
            : contained.rules.map((rule) => (rule.id === id ? touched(rule) : rule)),
        };
        const { state: released, result } = await runRelease(drifted, (seen) => releasePlan(seen, saved, given).calls);
        assert.deepEqual(result!.problems, []);
        assert.deepEqual(
          released.rules.find((rule) => rule.id === id),
          drifted.rules.find((rule) => rule.id === id),
        );
        assert.match(releasePlan(drifted, saved, given).drift.join("\n"), new RegExp(id));
      }),
    ));
});
