import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import { whyNeverBlocked } from "../../../../runtime/responses/isolateInstance/dns";
import { targets } from "../../../../runtime/responses/isolateInstance/targets";
import { closed, open } from "../../../attacks/isolate";
import { dnsFirewallModel, emptyDns } from "../../../models/dnsFirewall";
import { promisesOf } from "../../../models/model";
import { workOn } from "../contractRun";
import { clients, target, worldOf } from "./account";
import { behind } from "./walled";

const whole = { conversionSeconds: 0, snapshots: false, networkAcls: false };
const reported = { channel: "dns", domain: "c2.example" };

/** An instance whose finding reported a domain, in a model of its account, in which calls of DNS Firewall may fail. */
function isolated(
  given: { wanted?: Record<string, string>[]; settings?: object; failing?: Record<string, string> } = {},
) {
  const { wanted = [reported], settings = { blockDomains: true }, failing = {} } = given;
  const interfaces = [{ id: "eni-1", vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-web"], addresses: [] }];
  const world = worldOf(behind({ groups: [open, closed], devices: [], routes: [], interfaces }));
  world.balancing.targetGroups = {};
  const dns = emptyDns();
  const made: string[] = [];
  const client = promisesOf(dnsFirewallModel({ state: dns }));
  const resolver = new Proxy(client, {
    get: (_, name: string) => (input: any) => {
      made.push(name);
      if (failing[name]) return Promise.reject(Object.assign(new Error(name), { name: failing[name] }));
      return client[name](input);
    },
  });
  const work = workOn({
    response: isolateInstance,
    target,
    model: { ...clients(world), resolver },
    settings: { ...whole, ...settings },
    wanted,
    isOperation: ({ operation }) => operation !== "",
  });
  return { work, dns, made, failing };
}

/** What is left of the containment in DNS Firewall, without the count of what was made. */
const left = ({ lists, groups, associations }: ReturnType<typeof emptyDns>) => ({ lists, groups, associations });

describe("blocking the domain of a finding", () => {
  it("N92: a domain and the names below it are blocked in the VPC, in effect after another reading, and a release removes exactly that", async () => {
    const { work, dns } = isolated();
    const theirs = {
      Id: "theirs",
      FirewallRuleGroupId: "frg",
      VpcId: "vpc-1",
      Name: "x",
      Priority: 102,
      Status: "COMPLETE",
    };
    dns.associations["theirs"] = theirs;
    dns.lists["theirs"] = { Name: "x", Status: "COMPLETE", domains: ["c2.example."] };
    const before = structuredClone(left(dns));
    const first = await work.contain();
    assert.deepEqual([first.problems, first.retry?.code], [[], "Unsettled"]);
    assert.match(isolateInstance.beyondReach(first.state).join(), /DNS Firewall does not block it in vpc-1/);
    const { state, missing, retry } = await work.contain();
    assert.deepEqual([missing, retry], [[], undefined]);
    assert.deepEqual(isolateInstance.beyondReach(state), []);
    assert.match(
      isolateInstance.residualRisk(state, whole).join("\n"),
      /DNS Firewall blocks c2\.example for everything in vpc-1; other names are still resolved/,
    );
    const own = Object.entries(dns.lists).find(([id]) => id !== "theirs")!;
    assert.deepEqual(own[1].domains, ["c2.example.", "*.c2.example."]);
    const [group] = Object.values(dns.groups);
    assert.deepEqual(
      group!.rules.map((rule) => [rule.FirewallDomainListId, rule.Action]),
      [[own[0], "BLOCK"]],
    );
    const [association] = Object.values(dns.associations).filter(({ Id }) => Id !== "theirs");
    assert.deepEqual([association!.VpcId, association!.Priority], ["vpc-1", 101]);
    assert.match(own[1].Name, /^firebreak-0123456789abcdef-0-[0-9a-f]{8}$/);
    const released = await work.release(work.priorState());
    assert.deepEqual([released.missing, released.problems], [[], []]);
    assert.deepEqual(left(dns), before);
  });

  it("N92: without the setting, or for a finding that reports no DNS, DNS Firewall is not asked at all", async () => {
    for (const given of [{ settings: {} }, { wanted: [{ channel: "traffic" }] }, { wanted: [{ channel: "dns" }] }]) {
      const { work, made } = isolated(given);
      await work.contain();
      await work.release(work.priorState());
      assert.deepEqual(made, []);
    }
  });

  it("N92: the outcome stays partial, and says why, without the setting, a domain, room, rights, or before a rule group of others", async () => {
    const whyOpen = async (given: Parameters<typeof isolated>[0], prepare = (_: ReturnType<typeof emptyDns>) => {}) => {
      const { work, dns } = isolated(given);
      prepare(dns);
      await work.contain();
      const { state, problems, missing } = await work.contain();
      assert.ok(missing.every(({ secondary }) => secondary));
      return [...problems, ...isolateInstance.beyondReach(state)].join("\n");
    };
    assert.match(await whyOpen({ settings: {} }), /the setting blockDomains is off/);
    assert.match(await whyOpen({ wanted: [{ channel: "dns" }] }), /names no domain that could be blocked/);
    assert.match(await whyOpen({ wanted: [reported, { channel: "dns" }] }), /names no domain that could be blocked/);
    const full = { associateFirewallRuleGroup: "LimitExceededException" };
    assert.match(await whyOpen({ failing: full }), /LimitExceededException[\s\S]*does not block it in vpc-1/);
    const denied = { listFirewallRuleGroupAssociations: "AccessDeniedException" };
    assert.match(await whyOpen({ failing: denied }), /reported DNS/);
    const first = {
      Id: "fms",
      FirewallRuleGroupId: "frg-1",
      VpcId: "vpc-1",
      Name: "x",
      Priority: 100,
      Status: "COMPLETE",
    };
    assert.match(
      await whyOpen({}, ({ associations }) => Object.assign(associations, { fms: first })),
      /rule group frg-1 comes first in vpc-1 and may allow it/,
    );
  });

  it("N92: domains of AWS, of registries and of the settings are never blocked, nor those above and below them, and people get the reason", async () => {
    const settings = { blockDomains: true, neverBlock: ["shop.example.com"] };
    const never = [
      ["amazonaws.com", /a domain of AWS/],
      ["s3.eu-west-1.amazonaws.com", /a domain of AWS/],
      ["co.uk", /of a registry/],
      ["db.corp.internal", /the VPC's own/],
      ["shop.example.com", /neverBlock \(shop\.example\.com\)/],
      ["data.shop.example.com", /neverBlock/],
      ["example.com", /neverBlock/],
    ] as const;
    for (const [domain, why] of never) {
      const { work, dns } = isolated({ settings, wanted: [{ channel: "dns", domain }] });
      const { state } = await work.contain();
      assert.deepEqual(left(dns), left(emptyDns()), domain);
      assert.match(isolateInstance.beyondReach(state).join("\n"), why);
    }
    for (const domain of ["notshop.example.com", "evil-amazonaws.com", "c2.co.uk"])
      assert.equal(whyNeverBlocked(domain, settings.neverBlock), undefined, domain);
    const { work, dns } = isolated({ settings, wanted: [reported, { channel: "dns", domain: "example.com" }] });
    await work.contain();
    const { state } = await work.contain();
    assert.deepEqual(
      Object.values(dns.lists).map(({ domains }: any) => domains),
      [["c2.example.", "*.c2.example."]],
    );
    assert.match(isolateInstance.beyondReach(state).join("\n"), /example\.com is kept open/);
  });

  it("N93: a run that dies after any of its calls leaves nothing that the journal does not know, and the release removes it", async () => {
    const undisturbed = isolated();
    await undisturbed.work.contain();
    const changes = undisturbed.made.filter((name) => !/^(list|get)/.test(name)).length;
    assert.equal(changes, 5);
    for (let stop = 1; ; stop++) {
      const { work, dns, made } = isolated();
      const died = await work.contain(stop).then(
        () => false,
        () => true,
      );
      await work.release(work.priorState());
      assert.deepEqual(left(dns), left(emptyDns()), `after ${stop} calls: ${made}`);
      if (!died) return;
    }
  });

  it("N93: a release leaves what others attached, with the rule group, and names it", async () => {
    const { work, dns } = isolated();
    await work.contain();
    const [group = ""] = Object.keys(dns.groups);
    const theirs = {
      Id: "theirs",
      FirewallRuleGroupId: group,
      VpcId: "vpc-2",
      Name: "x",
      Priority: 101,
      Status: "COMPLETE",
    };
    dns.associations["theirs"] = theirs;
    const { drift } = work.releasePlan(await work.state(work.priorState()), work.priorState());
    assert.deepEqual(drift, [`others associated ${group} with vpc-2: left as it is`]);
    await work.release(work.priorState());
    assert.deepEqual([Object.keys(dns.groups), Object.keys(dns.associations), dns.lists], [[group], ["theirs"], {}]);
  });

  it("N93: what an instance that is gone leaves goes too, through the function that releases", async () => {
    const { work, dns } = isolated();
    await work.contain();
    const evidence = Object.values(dns.lists).map(({ Name }) => ({ kind: "dns-firewall", id: Name }));
    const resolver = promisesOf(dnsFirewallModel({ state: dns }));
    const ec2 = { describeNetworkAcls: async () => ({ NetworkAcls: [] }) };
    const leftBehind = () => isolateInstance.leftBehind!({ ec2, resolver } as any, evidence);
    for (const call of await leftBehind()) {
      assert.equal(isolateInstance.givesBack!(call, evidence), true);
      assert.equal(isolateInstance.givesBack!(call, []), false);
      const method = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
      // The rule group goes once its association is gone, so the next delivery removes it.
      await resolver[method](call.input).catch((error: Error) => assert.equal(error.name, "ConflictException"));
    }
    assert.deepEqual(Object.keys(dns.associations).length + Object.keys(dns.groups).length, 2);
    await leftBehind();
    for (const call of await leftBehind()) {
      const method = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
      await resolver[method](call.input);
    }
    assert.deepEqual(left(dns), left(emptyDns()));
    assert.equal(
      isolateInstance.givesBack!({ service: "resolver", operation: "CreateFirewallRule", input: {} }, evidence),
      false,
    );
  });

  it("N92: only a finding that reports DNS hands its domain on", () => {
    const place = { accountId: "444455556666", region: "eu-west-1", partition: "aws" };
    const finding = (type: string) =>
      ({ type, domain: "c2.example", ...place, resources: [{ kind: "ec2-instance", id: "i-1", ...place }] }) as any;
    const details = (type: string) => (targets(finding(type)) as any[])[0].details;
    assert.deepEqual(details("Backdoor:EC2/C&CActivity.B!DNS"), reported);
    assert.deepEqual(details("Backdoor:EC2/C&CActivity.B"), { channel: "traffic" });
  });
});
