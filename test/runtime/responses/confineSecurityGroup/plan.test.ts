import assert from "node:assert/strict";
import { plan } from "../../../../runtime/responses/confineSecurityGroup/plan";
import { beyondReach, residualRisk } from "../../../../runtime/responses/confineSecurityGroup/residualRisk";
import type { ConfineSettings, GroupState } from "../../../../runtime/responses/confineSecurityGroup/state";
import { run } from "./loop";
import { defaults, empty, lists, rule, withRules } from "./states";

/** A call in one line: what it does to which rule. */
function short({ operation, input }: { operation: string; input: any }): string {
  if (operation === "ModifySecurityGroupRules") {
    const [{ SecurityGroupRuleId, SecurityGroupRule }] = input.SecurityGroupRules;
    return `modify ${SecurityGroupRuleId} ${SecurityGroupRule.CidrIpv4 ?? SecurityGroupRule.CidrIpv6}`;
  }
  if (operation === "RevokeSecurityGroupIngress") return `revoke ${input.SecurityGroupRuleIds.join()}`;
  const [permission] = input.IpPermissions;
  const range = permission.IpRanges?.[0].CidrIp ?? permission.Ipv6Ranges?.[0].CidrIpv6;
  return `authorize ${permission.IpProtocol} ${permission.FromPort} ${range}`;
}

const calls = (state: GroupState, settings: Partial<ConfineSettings> = {}) =>
  plan(state, { ...defaults, ...settings }).map(short);

const tenNet = { vpcRanges: ["10.0.0.0/16"] };

describe("the plan of confine-security-group", () => {
  const cases: [string, GroupState, Partial<ConfineSettings>, string[]][] = [
    [
      "F11: 0.0.0.0/0 becomes the IPv4 range in place",
      withRules(["tcp 22 0.0.0.0/0"]),
      {},
      ["modify sgr-0 172.31.0.0/16"],
    ],
    ["F12: ::/0 becomes the IPv6 range in place", withRules(["tcp 22 ::/0"]), {}, ["modify sgr-0 fe80::/10"]],
    [
      "F38: uses other safe ranges",
      withRules(["tcp 22 0.0.0.0/0", "tcp 22 ::/0"], { vpcRanges: ["10.0.0.0/16", "2600:1f18::/56"] }),
      { safeRangesIPv4: "10.0.1.0/24", safeRangesIPv6: "2600:1f18::/64" },
      ["modify sgr-0 10.0.1.0/24", "modify sgr-1 2600:1f18::/64"],
    ],
    [
      "F38 M19: uses the VPC's own range",
      withRules(["tcp 22 0.0.0.0/0"], tenNet),
      { safeRangesByVpc: { "vpc-1": { ipv4: "10.0.9.0/24" }, "vpc-2": { ipv4: "10.0.0.0/16" } } },
      ["modify sgr-0 10.0.9.0/24"],
    ],
    ["M19: closes the rule for 172.31/16 in a 10/8 VPC", withRules(["tcp 22 0.0.0.0/0"], tenNet), {}, ["revoke sgr-0"]],
    [
      "M19: closes the rule for a range wider than the VPC",
      withRules(["tcp 22 0.0.0.0/0"], tenNet),
      { safeRangesIPv4: "10.0.0.0/8" },
      ["revoke sgr-0"],
    ],
    [
      "M19: closes the rule for an invalid range",
      withRules(["tcp 22 0.0.0.0/0"]),
      { safeRangesIPv4: "here" },
      ["revoke sgr-0"],
    ],
    [
      "M15 M16: only removes the public rule if the safe one already exists",
      withRules(["tcp 22 172.31.0.0/16", "tcp 22 0.0.0.0/0"]),
      {},
      ["revoke sgr-1"],
    ],
    [
      "M16 M18: changes the first of two halves and removes the second, never making the same rule twice",
      withRules(["tcp 22 0.0.0.0/1", "tcp 22 128.0.0.0/1"]),
      {},
      ["modify sgr-0 172.31.0.0/16", "revoke sgr-1"],
    ],
    [
      "M18: replaces a public prefix list: adds the safe rule first, then removes the list",
      withRules(["udp 53 pl-world"], { prefixLists: lists }),
      {},
      ["authorize udp 53 172.31.0.0/16", "revoke sgr-0"],
    ],
    [
      "M18: replaces a public IPv6 list with the IPv6 range",
      withRules(["udp 53 pl-world6"], { prefixLists: lists }),
      {},
      ["authorize udp 53 fe80::/10", "revoke sgr-0"],
    ],
    [
      "M18: closes a list that cannot be read",
      withRules(["udp 53 pl-unshared"], { prefixLists: lists }),
      {},
      ["revoke sgr-0"],
    ],
    [
      "M15: leaves lists of AWS services and lists that are not public",
      withRules(["tcp 443 pl-cdn", "tcp 22 pl-offices"], { prefixLists: lists }),
      {},
      [],
    ],
    [
      "case 29: all traffic, a range of ports, and a permission with two ranges of which one is public",
      withRules(["-1 - 0.0.0.0/0", "tcp 0-65535 ::/0", "tcp 80 0.0.0.0/0", "tcp 80 10.0.0.0/8"]),
      {},
      ["modify sgr-0 172.31.0.0/16", "modify sgr-1 fe80::/10", "modify sgr-2 172.31.0.0/16"],
    ],
    [
      "case 30: 20-30 from 0.0.0.0/0 and 22 from ::/0",
      withRules(["tcp 20-30 0.0.0.0/0", "tcp 22 ::/0"]),
      {},
      ["modify sgr-0 172.31.0.0/16", "modify sgr-1 fe80::/10"],
    ],
    [
      "case 31 M15: leaves references to groups, to itself, private ranges and offices",
      withRules(["-1 - sg-b", "-1 - sg-0001", "tcp 22 10.0.0.0/8", "tcp 22 203.0.113.9/32", "tcp 22 0.0.0.0/0"]),
      {},
      ["modify sgr-4 172.31.0.0/16"],
    ],
    [
      "leaves allowed ports public",
      withRules(["tcp 443 0.0.0.0/0", "tcp 1021 0.0.0.0/0", "tcp 22 0.0.0.0/0"]),
      { allowedPublicPorts: ["443", "1020-1025"] },
      ["modify sgr-2 172.31.0.0/16"],
    ],
    [
      "has nothing to do for a group that is not public",
      withRules(["tcp 22 172.31.0.0/16", "tcp 22 10.0.0.0/8"]),
      {},
      [],
    ],
    ["never touches a group of another account", withRules(["tcp 22 0.0.0.0/0"], { ownerId: "777788889999" }), {}, []],
  ];
  for (const [name, state, settings, expected] of cases) {
    it(name, () => assert.deepEqual(calls(state, settings), expected));
  }

  it("M20: says in the description, on every call, what the rule means now, within EC2's limits", () => {
    const state = withRules(["tcp 22 0.0.0.0/0", "udp 53 pl-world"], { prefixLists: lists });
    state.rules[0]!.description = "office only";
    const texts = plan(state, defaults).map((call) => /"Description":"([^"]*)"/.exec(JSON.stringify(call.input))?.[1]);
    assert.deepEqual(texts, [
      "Firebreak: confined from 0.0.0.0/0 to 172.31.0.0/16",
      "Firebreak: confined from pl-world to 172.31.0.0/16",
      undefined,
    ]);
  });

  it("M15: sends protocol and ports unchanged, even for ICMP and all traffic", () => {
    const icmp = rule("sgr-0", "icmp 8 0.0.0.0/0", { to: -1 });
    const state = { ...empty, rules: [icmp, rule("sgr-1", "-1 - 0.0.0.0/0")] };
    assert.deepEqual(
      plan(state, defaults).map((call) => {
        const { IpProtocol, FromPort, ToPort } = (call.input as any).SecurityGroupRules[0].SecurityGroupRule;
        return [IpProtocol, FromPort, ToPort];
      }),
      [
        ["icmp", 8, -1],
        ["-1", -1, -1],
      ],
    );
  });

  it("marks the rule that it adds as its own; the group counts as confined without it", async () => {
    const state = withRules(["udp 53 pl-world"], { prefixLists: lists });
    const [add, close] = plan(state, defaults);
    assert.deepEqual((add!.input as any).TagSpecifications[0].Tags, [
      { Key: "firebreak:containment", Value: "0123456789abcdef-0" },
    ]);
    assert.deepEqual([add!.secondary, close!.secondary], [true, undefined]);
  });

  it("M16 case 32: settles with the next reading if someone else removes a rule or adds the safe one meanwhile", async () => {
    const start = withRules(["tcp 22 0.0.0.0/0", "tcp 80 0.0.0.0/0"]);
    const gone = { ...start, rules: start.rules.slice(1) };
    assert.deepEqual(calls(gone), ["modify sgr-1 172.31.0.0/16"]);
    const added = { ...start, rules: [...start.rules, rule("sgr-9", "tcp 22 172.31.0.0/16")] };
    const { state, result } = await run(added, (seen) => plan(seen, defaults));
    assert.deepEqual(result!.problems, []);
    assert.deepEqual(
      state.rules.map((item) => item.id),
      ["sgr-1", "sgr-9"],
    );
  });

  it("case 32: asks for nothing when the same finding comes again", async () => {
    const { state } = await run(withRules(["tcp 22 0.0.0.0/0", "-1 - ::/0"]), (seen) => plan(seen, defaults));
    assert.deepEqual(calls(state), []);
  });

  const isolation = (kind: "open" | "closed", texts: string[], more: Partial<GroupState> = {}) =>
    withRules(texts, {
      name: `firebreak-isolation-${kind}`,
      tags: { "firebreak:isolation": kind },
      isolation: { kind, inUse: true },
      interfaces: 1,
      ...more,
    });

  it("M3: leaves the open group of isolate-instance alone while it is needed, and says so", () => {
    const open = isolation("open", ["-1 - 0.0.0.0/0", "-1 - ::/0"]);
    assert.deepEqual(calls(open), []);
    assert.deepEqual(beyondReach(open), [
      "sg-0001 is the open group of isolate-instance and an isolation needs it now, so it is left as it is; 1 network interface is on it now",
    ]);
  });

  const { isolation: _, ...squatted } = isolation("open", ["-1 - 0.0.0.0/0"]);
  const impostors: [string, GroupState, string[]][] = [
    ["name and tag", squatted, ["modify sgr-0 172.31.0.0/16"]],
    ["a rule that isolation does not make", isolation("open", ["tcp 22 0.0.0.0/0"]), ["revoke sgr-0"]],
    [
      "a hole in the closed group, which is closed and not narrowed",
      isolation("closed", ["-1 - 0.0.0.0/0"]),
      ["revoke sgr-0"],
    ],
  ];
  for (const [name, state, expected] of impostors) {
    it(`M3: exempts no group: ${name}`, () => {
      assert.deepEqual(calls(state), expected);
      assert.deepEqual(beyondReach(state), []);
    });
  }
});

describe("the residual risk of confine-security-group", () => {
  const text = (state: GroupState, settings: Partial<ConfineSettings> = {}) =>
    residualRisk(state, { ...defaults, ...settings }).join("\n");

  const cases: [string, string, RegExp][] = [
    ["open connections, always", text(empty), /connections established .* continue until they end/],
    ["what uses the group", text({ ...empty, interfaces: 3 }), /3 network interfaces use the group/],
    ["a single user", text({ ...empty, interfaces: 1 }), /1 network interface uses the group/],
    ["that nothing uses the group", text({ ...empty, interfaces: 0 }), /no network interface uses the group/],
    [
      "rules on allowed ports",
      text(withRules(["tcp 443 0.0.0.0/0"]), { allowedPublicPorts: ["443"] }),
      /tcp 443 from 0\.0\.0\.0\/0 stays public: settings\.allowedPublicPorts allows it/,
    ],
    [
      "lists of AWS's services",
      text(withRules(["tcp 443 pl-cdn"], { prefixLists: lists })),
      /tcp 443 from pl-cdn stays: the list belongs to an AWS service/,
    ],
    [
      "M19: that the safe range does not lie in the VPC",
      text({ ...empty, ...tenNet }),
      /public IPv4 rules are removed, not narrowed: 172\.31\.0\.0\/16 is not in vpc-1 \(10\.0\.0\.0\/16\)/,
    ],
    [
      "that a group belongs to another account",
      text({ ...empty, ownerId: "777788889999" }),
      /belongs to account 777788889999/,
    ],
  ];
  for (const [name, found, expected] of cases) it(`names ${name}`, () => assert.match(found, expected));

  it("says nothing about safe ranges that fit", () => assert.doesNotMatch(text(empty), /not narrowed/));
});
