import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { leaveAddresses } from "../../../../runtime/aws/wall/entries";
import type { Device } from "../../../../runtime/aws/wall/paths";
import { notesBefore } from "../../../../runtime/model/call";
import { isolateInstance } from "../../../../runtime/responses/isolateInstance";
import type { InstanceState } from "../../../../runtime/responses/isolateInstance/state";
import { alwaysTracked } from "../../../../runtime/responses/isolateInstance/tracked";
import { buildWall } from "../../../../runtime/responses/isolateInstance/wall";
import { acl, behind, both, entry, nat } from "./walled";

const settings = { conversionSeconds: 0, snapshots: true };

const made = (state: InstanceState) =>
  buildWall(state, settings).map(({ input }) =>
    [
      input["NetworkAclId"],
      input["Egress"] ? "out" : "in",
      input["RuleNumber"],
      input["CidrBlock"] ?? input["Ipv6CidrBlock"],
    ].join(" "),
  );

describe("the wall of isolate-instance", () => {
  it("N11: denies each address in both directions in the ACL of the device's subnet, at the lowest free numbers", () => {
    const [port] = behind().interfaces;
    const interfaces = [{ ...port!, addresses: ["10.0.1.5", "2001:db8::5"], prefixes: ["10.0.1.16/28"] }];
    const entries = both([1, false, { cidr: "192.0.2.0/24" }], [100, true], [101, true, { cidr: "::/0" }]);
    assert.deepEqual(made(behind({ interfaces, acls: [acl(entries)] })), [
      "acl-1 in 2 10.0.1.5/32",
      "acl-1 out 2 10.0.1.5/32",
      "acl-1 in 3 2001:db8::5/128",
      "acl-1 out 3 2001:db8::5/128",
      "acl-1 in 4 10.0.1.16/28",
      "acl-1 out 4 10.0.1.16/28",
    ]);
    for (const { secondary, opens } of buildWall(behind(), settings))
      assert.deepEqual([secondary, opens], [true, undefined]);
  });

  it("N11: is proven by the entries that are read, regardless of who made them, and makes nothing twice", () => {
    const denied = both([7, false, { cidr: "10.0.1.0/24" }], [100, true]);
    assert.deepEqual(made(behind({ acls: [acl(denied)] })), []);
    assert.deepEqual(alwaysTracked(behind({ acls: [acl(denied)] })), []);
    assert.match(alwaysTracked(behind()).join(), /through nat-1 .* continue .*: acl-1 does not keep eni-1 out/);
    const one = both([7, false, { cidr: "10.0.1.0/24", protocol: "6" }], [100, true]);
    assert.equal(made(behind({ acls: [acl(one)] })).length, 2, "a deny of TCP alone is not enough");
    const late = both([100, true], [101, false, { cidr: "10.0.1.5/32" }]);
    assert.equal(made(behind({ acls: [acl(late)] })).length, 2, "a deny after the allow has no effect");
  });

  it("N11: counts a Network Load Balancer as cut if the ACLs of all its nodes keep the instance out", () => {
    const node = (id: string, subnetId: string): Device => ({
      id,
      type: "network_load_balancer",
      vpcId: "vpc-1",
      subnetId,
      description: "ELB net/front/0123456789abcdef",
    });
    const nodes = ["net/front/0123456789abcdef"];
    const registration = { kind: "target-group", name: "arn:tg/a", target: "i-00000001", draining: true } as const;
    const denied = both([1, false, { cidr: "10.0.1.5/32" }], [100, true]);
    const at = (...subnets: string[]) =>
      behind({
        routes: [],
        devices: subnets.map((subnet, index) => node(`eni-n${index}`, subnet)),
        registrations: [{ ...registration, balancer: "network", nodes }],
        acls: [acl(denied, { subnets: ["subnet-nat", "subnet-2"] })],
      });
    assert.deepEqual(alwaysTracked(at("subnet-nat", "subnet-2")), []);
    assert.match(alwaysTracked(at("subnet-nat", "subnet-1")).join(), /in the subnet of eni-1.*even after the dereg/);
    assert.equal(alwaysTracked(at()).length, 1, "nodes that are not shown are not cut");
  });

  it("N13: names why a path is not cut, and makes no entry there", () => {
    const gap = (more: Partial<InstanceState>) => {
      assert.deepEqual(made(behind(more)), []);
      return alwaysTracked(behind(more)).join();
    };
    assert.match(
      gap({ devices: [{ ...nat, subnetId: "subnet-1" }] }),
      /in the subnet of eni-1, where network ACLs do not/,
    );
    assert.match(gap({ acls: [] }), /the network ACL of subnet-nat is not known/);
    assert.match(gap({ acls: [acl(both([1, true]))] }), /rule 1 of acl-1 allows it, and no lower number is free/);
    assert.match(gap({ acls: [acl(both([100, true]), { ownerId: "999988887777" })] }), /does not keep eni-1 out/);
    const full = Array.from({ length: 40 }, (_, at): [number, boolean] => [1000 + at, true]);
    assert.match(gap({ acls: [acl(both(...full))] }), /has 40 inbound rules, the most that AWS allows/);
    assert.match(gap({ devices: [] }), /through nat-1 \(NAT gateway\) continue until they idle out$/);
    assert.match(gap({ routes: [{ subnetId: "subnet-1", destination: "pl-1", via: "vpce-1" }] }), /vpce-1/);
    const appliance = { ...nat, type: "gateway_load_balancer", description: "" };
    assert.match(gap({ routes: [], devices: [appliance] }), /no network ACL is known to filter it/);
    assert.deepEqual(buildWall(behind(), { ...settings, networkAcls: false }), []);
  });

  it("N14: removes the entries of an address that the instance no longer has, with the rights of a release", () => {
    const wall = [
      "vpc-1 acl-1 inbound 1 10.0.1.5/32",
      "vpc-1 acl-1 inbound 2 10.0.1.6/32",
      "vpc-1 acl-1 outbound 3 10.0.1.7/32",
    ];
    const entries = [
      entry(1, false, false, { cidr: "10.0.1.5/32" }),
      entry(2, false, false, { cidr: "10.0.1.6/32" }),
      entry(3, true, false, { cidr: "10.0.1.8/32" }),
    ];
    const calls = leaveAddresses(behind({ wall, acls: [acl(entries)] }));
    assert.deepEqual(
      calls.map(({ operation, input, releases }) => [operation, input, releases]),
      [["DeleteNetworkAclEntry", { NetworkAclId: "acl-1", Egress: false, RuleNumber: 2 }, true]],
    );
  });

  it("N12 N15: the function that releases removes an entry only if the journal knows it", () => {
    const [call] = buildWall(behind(), settings);
    const evidence = notesBefore(isolateInstance, call!);
    const remove = (RuleNumber: number) => ({
      service: "ec2",
      operation: "DeleteNetworkAclEntry",
      input: { RuleNumber, NetworkAclId: "acl-1", Egress: false },
    });
    assert.equal(isolateInstance.givesBack!(remove(1), evidence), true);
    assert.equal(isolateInstance.givesBack!(remove(100), evidence), false);
    assert.equal(isolateInstance.givesBack!(remove(1), []), false);
  });
});
