import assert from "node:assert/strict";
import { plan } from "../../../../runtime/responses/confineSecurityGroup/plan";
import { priorState } from "../../../../runtime/responses/confineSecurityGroup/priorState";
import { releasePlan } from "../../../../runtime/responses/confineSecurityGroup/release";
import type { GroupState, IngressRule } from "../../../../runtime/responses/confineSecurityGroup/state";
import { run, runRelease } from "./loop";
import { defaults, empty, lists, rule, withRules } from "./states";

const contain = async (start: GroupState) => (await run(start, (seen) => plan(seen, defaults))).state;

const change = (state: GroupState, id: string, to: Partial<IngressRule>): GroupState => ({
  ...state,
  rules: state.rules.map((item) => (item.id === id ? { ...item, ...to } : item)),
});

const without = (state: GroupState, id: string): GroupState => ({
  ...state,
  rules: state.rules.filter((item) => item.id !== id),
});

const open: GroupState = {
  ...empty,
  rules: [
    rule("sgr-0", "tcp 22 0.0.0.0/1", { description: "ssh", tags: { owner: "team-a" } }),
    rule("sgr-1", "tcp 22 128.0.0.0/1", { description: "ssh too", tags: { owner: "team-b", "aws:stack": "web" } }),
    rule("sgr-2", "tcp 22 10.0.0.0/8"),
    rule("sgr-3", "udp 53 pl-world", { description: "dns" }),
  ],
  prefixLists: lists,
};

describe("the release of confine-security-group", () => {
  const saved = priorState(open);

  it("saves every rule in full, because removed rules must be recreated", () => {
    assert.deepEqual(saved.rules, open.rules);
  });

  it("changes rules back, recreates others with description and tags, and removes its own rule last", async () => {
    const confined = await contain(open);
    const { calls, drift } = releasePlan(confined, saved, defaults);
    assert.deepEqual(
      calls.map((call) => call.operation),
      [
        "ModifySecurityGroupRules",
        "AuthorizeSecurityGroupIngress",
        "AuthorizeSecurityGroupIngress",
        "RevokeSecurityGroupIngress",
      ],
    );
    const [modified, remade, list] = calls.map((call) => call.input as any);
    assert.deepEqual(modified.SecurityGroupRules, [
      {
        SecurityGroupRuleId: "sgr-0",
        SecurityGroupRule: { IpProtocol: "tcp", FromPort: 22, ToPort: 22, CidrIpv4: "0.0.0.0/1", Description: "ssh" },
      },
    ]);
    assert.deepEqual(remade.IpPermissions[0].IpRanges, [{ CidrIp: "128.0.0.0/1", Description: "ssh too" }]);
    assert.deepEqual(remade.TagSpecifications[0].Tags, [{ Key: "owner", Value: "team-b" }]);
    assert.deepEqual(list.IpPermissions[0].PrefixListIds, [{ PrefixListId: "pl-world", Description: "dns" }]);
    assert.deepEqual(drift, ["tcp 22 from 128.0.0.0/1 is restored without aws:stack: only AWS can set these tags"]);
  });

  it("case 32: asks for nothing in a second release", async () => {
    const confined = await contain(open);
    const undo = (seen: GroupState) => releasePlan(seen, saved, defaults).calls;
    const { state } = await runRelease(confined, undo);
    assert.deepEqual(undo(state), []);
    assert.deepEqual((await runRelease(state, undo)).calls, []);
  });

  it("case 32: counts an equal rule that someone created meanwhile as restored", async () => {
    const confined = await contain(open);
    const twin = rule("sgr-9", "tcp 22 128.0.0.0/1");
    const { calls } = releasePlan({ ...confined, rules: [...confined.rules, twin] }, saved, defaults);
    assert.doesNotMatch(JSON.stringify(calls), /128\.0\.0\.0/);
  });

  it("M16: removes the confined rule if an equal rule blocks changing it back, instead of failing with Duplicate", async () => {
    const confined = await contain(open);
    const twin = rule("sgr-9", "tcp 22 0.0.0.0/1");
    const drifted = { ...confined, rules: [...confined.rules, twin] };
    const { drift } = releasePlan(drifted, saved, defaults);
    assert.match(
      drift.join("\n"),
      /tcp 22 from 0\.0\.0\.0\/1 is allowed again by sgr-9, which others created: rule sgr-0 is removed/,
    );
    const { state, result } = await runRelease(drifted, (seen) => releasePlan(seen, saved, defaults).calls);
    assert.deepEqual(result!.problems, []);
    assert.ok(!state.rules.some((item) => item.id === "sgr-0"));
  });

  it("sends an empty description to restore it, because leaving it out may keep ours", async () => {
    const start = withRules(["tcp 22 0.0.0.0/0"]);
    const [call] = releasePlan(await contain(start), priorState(start), defaults).calls;
    assert.equal((call!.input as any).SecurityGroupRules[0].SecurityGroupRule.Description, "");
  });

  it("M20: removes our description from a rule that someone opened again", async () => {
    const confined = await contain(open);
    const [call] = releasePlan(change(confined, "sgr-0", { source: "0.0.0.0/1" }), saved, defaults).calls;
    assert.equal((call!.input as any).SecurityGroupRules[0].SecurityGroupRule.Description, "ssh");
  });

  it("does not depend on the current settings, except for what a dead run did not record", async () => {
    const confined = await contain(open);
    const other = { ...defaults, safeRangesIPv4: "172.31.9.0/24", allowedPublicPorts: ["22"] };
    assert.deepEqual(releasePlan(confined, saved, other).calls, releasePlan(confined, saved, defaults).calls);
  });

  it("M15: does not reopen what someone else removed, even if it would be redundant with other allowed ports", async () => {
    const start = withRules(["-1 - 9.0.0.0/8", "-1 - 0.0.0.0/0", "tcp 22 17.0.0.0/9"]);
    const allowing = { ...defaults, allowedPublicPorts: ["22"] };
    const { state } = await run(start, (seen) => plan(seen, allowing));
    const { calls, drift } = releasePlan(without(state, "sgr-1"), priorState(start), allowing);
    assert.deepEqual(calls, []);
    assert.deepEqual(drift, ["rule sgr-1 (all traffic from 0.0.0.0/0) was removed by others and is not restored"]);
  });

  it("recreates what a run removed that died before it could record it", async () => {
    const confined = await contain(open);
    const unnoted = { ...confined, revoked: [] };
    assert.deepEqual(releasePlan(unnoted, saved, defaults), releasePlan(confined, saved, defaults));
  });

  const drifts: [string, (state: GroupState) => GroupState, RegExp, string][] = [
    [
      "a confined rule with another source",
      (state) => change(state, "sgr-0", { source: "203.0.113.9/32" }),
      /others changed rule sgr-0 to tcp 22 from 203\.0\.113\.9\/32: left as it is/,
      "sgr-0",
    ],
    [
      "a confined rule with another description",
      (state) => change(state, "sgr-0", { description: "ours now" }),
      /others changed rule sgr-0 to tcp 22 from 172\.31\.0\.0\/16: left as it is/,
      "sgr-0",
    ],
    [
      "a confined rule on another port",
      (state) => change(state, "sgr-0", { from: 23, to: 23 }),
      /others changed rule sgr-0 to tcp 23 .*: left as it is/,
      "sgr-0",
    ],
    [
      "a confined rule that was removed",
      (state) => without(state, "sgr-0"),
      /rule sgr-0 \(tcp 22 from 0\.0\.0\.0\/1\) was removed by others and is not restored/,
      "0.0.0.0/1",
    ],
    [
      "the added rule with another source",
      (state) => ({
        ...state,
        rules: state.rules.map((item) =>
          "firebreak:containment" in item.tags ? { ...item, source: "198.51.100.0/24" } : item,
        ),
      }),
      /was added by the confinement and changed later: it stays/,
      "sgr-made",
    ],
  ];
  for (const [name, drifted, expected, untouched] of drifts) {
    it(`leaves and names ${name}`, async () => {
      const { calls, drift } = releasePlan(drifted(await contain(open)), saved, defaults);
      assert.match(drift.join("\n"), expected);
      const inputs = JSON.stringify(calls.map((call) => call.input));
      assert.ok(
        !inputs.includes(`"${untouched}"`) && (untouched !== "sgr-made" || !inputs.includes(untouched)),
        inputs,
      );
    });
  }

  it("X10: does not complete if a rule's prefix list is gone, but restores everything else", async () => {
    const gone = { ...(await contain(open)), prefixLists: [{ id: "pl-world", managedByAws: false }] };
    const undo = (seen: GroupState) => releasePlan(seen, saved, defaults);
    const { calls, drift, stuck } = undo(gone);
    assert.deepEqual(stuck, [
      "udp 53 from pl-world cannot be restored: the prefix list was deleted or is no longer shared",
    ]);
    assert.doesNotMatch([...drift, JSON.stringify(calls)].join(), /pl-world/);
    const { state } = await runRelease(gone, (seen) => undo(seen).calls);
    assert.deepEqual(undo(state), { calls: [], drift: [], stuck });
    const shared = { ...state, prefixLists: lists };
    const { state: back } = await runRelease(shared, (seen) => undo(seen).calls);
    assert.equal(undo(back).stuck, undefined);
    assert.ok(back.rules.some((item) => item.source === "pl-world"));
  });

  it("Y9: never restores the rules of an isolate-instance group", async () => {
    const idle = { isolation: { kind: "open" as const, inUse: false } };
    const start = withRules(["-1 - 0.0.0.0/0"], idle);
    const { calls, drift } = releasePlan(await contain(start), priorState(start), defaults);
    assert.deepEqual(calls, []);
    assert.match(drift.join(), /an isolation gives it the rules that it needs/);
  });

  it("says nothing about other rules that others changed or created", async () => {
    const start = withRules(["tcp 22 0.0.0.0/0", "tcp 80 10.0.0.0/8"]);
    const confined = await contain(start);
    const others = { ...without(confined, "sgr-1"), rules: [confined.rules[0]!, rule("sgr-9", "tcp 81 10.0.0.0/8")] };
    assert.deepEqual(releasePlan(others, priorState(start), defaults).drift, []);
  });

  it("names what was opened and confined after the state was saved, and leaves it confined", async () => {
    const confined = await contain(open);
    const reopened = {
      ...confined,
      rules: [...confined.rules, rule("sgr-8", "tcp 25 0.0.0.0/0"), rule("sgr-9", "tcp 22 0.0.0.0/0")],
    };
    const again = await contain(reopened);
    const { calls, drift } = releasePlan(again, saved, defaults);
    assert.doesNotMatch(JSON.stringify(calls), /sgr-8|sgr-9/);
    assert.match(
      drift.join("\n"),
      /sgr-8 was opened after the first change and stays: Firebreak: confined from 0\.0\.0\.0\/0/,
    );
    assert.match(drift.join("\n"), /sgr-9 was opened after the first change and then removed: it is not restored/);
  });
});
