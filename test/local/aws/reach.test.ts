import assert from "node:assert/strict";
import type { World } from "../../../local/aws/reach/model";
import { canReach } from "../../../local/aws/reach/reach";
import { app, at, db, outside, web, world } from "./wires";

const reachable = (all: World, from: Parameters<typeof canReach>[1], target: string, port: number) =>
  canReach(all, from, { interface: target }, port).reachable;

describe("reachability: new connections", () => {
  it("security groups of both sides decide, also by reference to a group", () => {
    const all = world([web, app, db]);
    assert.equal(reachable(all, { interface: "eni-app" }, "eni-db", 5432), true);
    assert.equal(reachable(all, { interface: "eni-app" }, "eni-db", 22), false);
    assert.equal(reachable(all, { interface: "eni-db" }, "eni-app", 443), false);
    const moved = world([web, { ...app, groups: ["sg-ssh"] }, db]);
    assert.equal(reachable(moved, { interface: "eni-app" }, "eni-db", 5432), false);
  });

  it("only public addresses behind an internet gateway are reachable from outside", () => {
    const all = world([web, app]);
    assert.equal(reachable(all, outside, "eni-web", 443), true);
    assert.equal(reachable(all, outside, "eni-web", 22), false);
    assert.equal(reachable(all, outside, "eni-app", 443), false);
    assert.equal(reachable(world([{ ...web, publicAddresses: [] }]), outside, "eni-web", 443), false);
  });

  it("the route decides which gateway outbound traffic takes", () => {
    const way = (all: World, from: string, address: string) =>
      canReach(all, { interface: from }, { address }, 443).ways[0]?.legs[0]?.via;
    const all = world([web, app]);
    assert.equal(way(all, "eni-web", "203.0.113.9"), "internet gateway");
    assert.equal(way(all, "eni-app", "203.0.113.9"), "NAT gateway");
    assert.equal(way(all, "eni-app", "52.94.1.1"), "gateway endpoint");
    assert.equal(way(all, "eni-app", "10.2.0.5"), undefined);
    const there = at("eni-there", "peer", "10.2.0.5", { vpc: "vpc-2" });
    assert.equal(way(world([app, there]), "eni-app", "10.2.0.5"), "VPC peering");
    const gone = world([app], { natGateways: [] });
    assert.equal(way(gone, "eni-app", "203.0.113.9"), undefined);
  });

  it("a prefix list stands for its addresses", () => {
    const all = world([{ ...app, groups: ["sg-list"] }]);
    assert.equal(canReach(all, { interface: "eni-app" }, { address: "52.94.1.1" }, 443).reachable, true);
    assert.equal(canReach(all, { interface: "eni-app" }, { address: "203.0.113.9" }, 443).reachable, false);
  });

  it("a network ACL blocks packets or their answers, but nothing within a subnet", () => {
    const entry = (number: number, egress: boolean, allow: boolean, from?: number) => {
      const ports = from === undefined ? {} : { from, to: from };
      return { number, egress, protocol: from === undefined ? "-1" : "6", cidr: "0.0.0.0/0", allow, ...ports };
    };
    const acl = (...entries: ReturnType<typeof entry>[]) => ({ acls: [{ id: "acl", subnets: ["private"], entries }] });
    const from = { interface: "eni-web" };
    const noAnswers = acl(entry(100, false, true), entry(100, true, true, 443));
    assert.equal(
      reachable(world([web, app], acl(entry(1, false, true), entry(1, true, true))), from, "eni-app", 443),
      true,
    );
    assert.equal(reachable(world([web, app], noAnswers), from, "eni-app", 443), false);
    assert.equal(reachable(world([app, db], acl()), { interface: "eni-app" }, "eni-db", 5432), true);
  });

  it("a load balancer reaches its healthy targets, by address in its own VPC only", () => {
    const node = at("eni-node", "public", "10.0.1.9", { publicAddresses: ["198.51.100.9"], groups: ["sg-web"] });
    const balancer = {
      arn: "alb",
      type: "application",
      internetFacing: true,
      groups: ["sg-web"],
      interfaces: ["eni-node"],
      listeners: [{ port: 443, protocol: "HTTPS", targetGroups: ["tg"] }],
    };
    const target = (id: string, vpc = "vpc-1", type = "ip") => ({
      balancers: [balancer],
      targetGroups: [
        {
          arn: "tg",
          type,
          vpc,
          preservesClient: false,
          terminates: false,
          targets: [{ id, port: 443, healthy: true }],
        },
      ],
    });
    const ways = (given: Partial<World>) => canReach(world([node, app], given), outside, { interface: "eni-app" }, 443);
    assert.deepEqual(ways(target("10.0.2.1")).ways[0]?.balanced?.balancer, "alb");
    assert.equal(ways(target("i-app", "vpc-1", "instance")).reachable, true);
    assert.equal(ways(target("10.0.2.1", "vpc-2")).reachable, false);
    assert.equal(ways(target("10.0.2.99")).reachable, false);
    assert.equal(ways({ ...target("10.0.2.1"), balancers: [{ ...balancer, internetFacing: false }] }).reachable, false);
  });
});
