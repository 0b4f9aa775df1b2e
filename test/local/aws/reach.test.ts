import assert from "node:assert/strict";
import { advance, deathOf, openFlow } from "../../../local/aws/reach/flows";
import type { Group, Interface, Route, Rule, World } from "../../../local/aws/reach/model";
import { canReach } from "../../../local/aws/reach/reach";

const everywhere: Rule = { protocol: "-1", cidr: "0.0.0.0/0" };
const tcp = (port: number, cidr: string): Rule => ({ protocol: "tcp", from: port, to: port, cidr });
const group = (id: string, ingress: Rule[], egress: Rule[]): Group => ({ id, ingress, egress });
const local: Route = { destination: "10.0.0.0/16", target: "local", blackhole: false };
const to = (destination: string, target: string): Route => ({ destination, target, blackhole: false });
const outside = { address: "203.0.113.9" };

const groups = [
  group("sg-web", [tcp(443, "0.0.0.0/0")], [everywhere]),
  group("sg-ssh", [tcp(22, "203.0.113.0/24")], [everywhere]),
  group("sg-closed", [], []),
  group("sg-open", [everywhere], [everywhere]),
  group("sg-db", [{ protocol: "tcp", from: 5432, to: 5432, group: "sg-web" }], []),
  group("sg-list", [], [{ protocol: "tcp", from: 443, to: 443, prefixList: "pl-dynamo" }]),
];

function at(id: string, subnet: string, address: string, given: Partial<Interface> = {}): Interface {
  const place = { type: "interface", vpc: "vpc-1", addresses: [address], publicAddresses: [], groups: ["sg-web"] };
  return { id, subnet, instance: id.replace("eni", "i"), ...place, ...given };
}

/** A public and a private subnet with an internet and a NAT gateway, and a peered VPC. */
function world(interfaces: Interface[], given: Partial<World> = {}): World {
  return {
    interfaces,
    groups,
    subnets: [
      { id: "public", vpc: "vpc-1" },
      { id: "private", vpc: "vpc-1" },
      { id: "peer", vpc: "vpc-2" },
    ],
    routeTables: [
      { id: "1", vpc: "vpc-1", main: false, subnets: ["public"], routes: [local, to("0.0.0.0/0", "igw-1")] },
      {
        id: "2",
        vpc: "vpc-1",
        main: true,
        subnets: [],
        routes: [local, to("0.0.0.0/0", "nat-1"), to("pl-dynamo", "vpce-1"), to("10.2.0.0/16", "pcx-1")],
      },
      {
        id: "3",
        vpc: "vpc-2",
        main: true,
        subnets: [],
        routes: [to("10.2.0.0/16", "local"), to("10.0.0.0/16", "pcx-1")],
      },
    ],
    acls: [],
    natGateways: [{ id: "nat-1", subnet: "public", available: true, publicAddresses: ["198.51.100.1"], addresses: [] }],
    endpoints: [{ id: "vpce-1", type: "Gateway", service: "com.amazonaws.eu-west-1.dynamodb", available: true }],
    peerings: [{ id: "pcx-1", vpcs: ["vpc-1", "vpc-2"], active: true }],
    prefixLists: [{ id: "pl-dynamo", name: "dynamodb", cidrs: ["52.94.0.0/22"] }],
    balancers: [],
    targetGroups: [],
    ...given,
  };
}

const web = at("eni-web", "public", "10.0.1.1", { publicAddresses: ["198.51.100.7"] });
const app = at("eni-app", "private", "10.0.2.1");
const db = at("eni-db", "private", "10.0.2.2", { groups: ["sg-db"] });

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

  it("from outside only public addresses behind an internet gateway are reached", () => {
    const all = world([web, app]);
    assert.equal(reachable(all, outside, "eni-web", 443), true);
    assert.equal(reachable(all, outside, "eni-web", 22), false);
    assert.equal(reachable(all, outside, "eni-app", 443), false);
    assert.equal(reachable(world([{ ...web, publicAddresses: [] }]), outside, "eni-web", 443), false);
  });

  it("outwards the route decides on the gateway", () => {
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

  it("a prefix list is its addresses", () => {
    const all = world([{ ...app, groups: ["sg-list"] }]);
    assert.equal(canReach(all, { interface: "eni-app" }, { address: "52.94.1.1" }, 443).reachable, true);
    assert.equal(canReach(all, { interface: "eni-app" }, { address: "203.0.113.9" }, 443).reachable, false);
  });

  it("a network ACL blocks packets or their answers, and nothing within a subnet", () => {
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

/** What becomes of a connection when the interface goes through these groups one after the other. */
function outcomeOf(
  all: World,
  from: Parameters<typeof openFlow>[1],
  target: Parameters<typeof openFlow>[2],
  steps: string[][],
) {
  return (port: number, moved: string, protocol = "tcp") => {
    let flow = openFlow(all, from, target, port, protocol);
    let last = all;
    for (const ids of steps) {
      last = { ...all, interfaces: all.interfaces.map((one) => (one.id === moved ? { ...one, groups: ids } : one)) };
      flow = advance(flow, last);
    }
    return deathOf(flow, last) === undefined ? "alive" : "dead";
  };
}

describe("reachability: open connections", () => {
  const directly = [["sg-closed"]];
  const opened = [["sg-open"], ["sg-closed"]];

  it("X2: a tracked connection survives the change of groups, an untracked one does not", () => {
    const into = { interface: "eni-web" };
    assert.equal(outcomeOf(world([web]), outside, into, directly)(443, "eni-web"), "dead");
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    assert.equal(outcomeOf(ssh, outside, into, directly)(22, "eni-web"), "alive");
    assert.equal(outcomeOf(world([web]), into, outside, directly)(443, "eni-web"), "alive");
  });

  it("X2: groups that allow everything turn a tracked connection into one that can be cut", () => {
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    assert.equal(outcomeOf(ssh, outside, { interface: "eni-web" }, opened)(22, "eni-web"), "dead");
    assert.equal(outcomeOf(world([web]), { interface: "eni-web" }, outside, opened)(443, "eni-web"), "dead");
    const pair = world([app, db]);
    assert.equal(outcomeOf(pair, { interface: "eni-app" }, { interface: "eni-db" }, opened)(5432, "eni-db"), "dead");
    assert.equal(outcomeOf(pair, { interface: "eni-app" }, { interface: "eni-db" }, directly)(5432, "eni-db"), "alive");
  });

  it("X2: what AWS always tracks survives both steps", () => {
    const from = { interface: "eni-app" };
    assert.equal(outcomeOf(world([app]), from, outside, opened)(443, "eni-app"), "alive");
    assert.equal(outcomeOf(world([app]), from, { address: "52.94.1.1" }, opened)(443, "eni-app"), "alive");
    for (const type of ["vpc_endpoint", "lambda", "network_load_balancer", "global_accelerator_managed"]) {
      const other = at("eni-other", "private", "10.0.2.9", { type, groups: ["sg-open"] });
      assert.equal(
        outcomeOf(world([app, other]), from, { interface: "eni-other" }, opened)(443, "eni-app"),
        "alive",
        type,
      );
    }
    const ping = world([{ ...web, groups: ["sg-open"] }]);
    assert.equal(outcomeOf(ping, outside, { interface: "eni-web" }, opened)(0, "eni-web", "icmp"), "alive");
  });

  it("an S3 gateway endpoint is no exception", () => {
    const endpoints = [{ id: "vpce-1", type: "Gateway", service: "com.amazonaws.eu-west-1.s3", available: true }];
    const all = world([app], { endpoints });
    assert.equal(outcomeOf(all, { interface: "eni-app" }, { address: "52.94.1.1" }, opened)(443, "eni-app"), "dead");
  });

  it("an open group that was left again before anything was cut leaves the connection alive", () => {
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    const back = [["sg-open"], ["sg-ssh"], ["sg-closed"]];
    assert.equal(outcomeOf(ssh, outside, { interface: "eni-web" }, back)(22, "eni-web"), "alive");
  });

  it("a change of rules alone does not turn a tracked connection", () => {
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    const flow = openFlow(ssh, outside, { interface: "eni-web" }, 22);
    const wide = { ...ssh, groups: groups.map((one) => (one.id === "sg-ssh" ? { ...groups[3]!, id: "sg-ssh" } : one)) };
    const shut = { ...ssh, groups: groups.map((one) => (one.id === "sg-ssh" ? { ...groups[2]!, id: "sg-ssh" } : one)) };
    assert.equal(deathOf(advance(advance(flow, wide), shut), shut), undefined);
  });

  it("a lost route, a lost public address and a network ACL end also what is always tracked", () => {
    const all = world([app]);
    const flow = openFlow(all, { interface: "eni-app" }, outside, 443);
    assert.match(deathOf(flow, { ...all, natGateways: [] })!, /nat-1 is gone/);
    const shut = { ...all, acls: [{ id: "acl", subnets: ["private"], entries: [] }] };
    assert.match(deathOf(flow, shut)!, /network ACL/);
    const direct = openFlow(world([web]), outside, { interface: "eni-web" }, 443);
    assert.match(deathOf(direct, world([{ ...web, publicAddresses: [] }]))!, /public address/);
    assert.match(deathOf(direct, world([]))!, /gone/);
  });

  it("X2: deregistration ends what an Application Load Balancer carries, not what a Network Load Balancer does", () => {
    const node = at("eni-node", "public", "10.0.1.9", { publicAddresses: ["198.51.100.9"] });
    const served = (type: string, terminates: boolean, healthy: boolean) =>
      world(
        [
          { ...node, type: type === "network" ? "network_load_balancer" : "interface" },
          { ...app, groups: ["sg-open"] },
        ],
        {
          balancers: [
            {
              arn: "lb",
              type,
              internetFacing: true,
              groups: [],
              interfaces: ["eni-node"],
              listeners: [{ port: 443, protocol: type === "network" ? "TCP" : "HTTPS", targetGroups: ["tg"] }],
            },
          ],
          targetGroups: [
            {
              arn: "tg",
              type: "instance",
              vpc: "vpc-1",
              preservesClient: type === "network",
              terminates,
              targets: healthy ? [{ id: "i-app", port: 443, healthy }] : [],
            },
          ],
        },
      );
    const death = (type: string, terminates = false) => {
      const flow = openFlow(served(type, terminates, true), outside, { interface: "eni-app" }, 443);
      return deathOf(flow, served(type, terminates, false));
    };
    assert.match(death("application")!, /deregistered/);
    assert.equal(death("network"), undefined);
    assert.match(death("network", true)!, /deregistered/);
  });
});
