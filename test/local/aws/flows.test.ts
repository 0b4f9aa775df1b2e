import assert from "node:assert/strict";
import { advance, deathOf, openFlow } from "../../../local/aws/reach/flows";
import type { World } from "../../../local/aws/reach/model";
import { app, at, db, groups, outside, web, world } from "./wires";

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

  it("X2: groups that allow everything turn a tracked connection into an untracked one", () => {
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

  it("leaving the open group before anything is cut leaves the connection alive", () => {
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    const back = [["sg-open"], ["sg-ssh"], ["sg-closed"]];
    assert.equal(outcomeOf(ssh, outside, { interface: "eni-web" }, back)(22, "eni-web"), "alive");
  });

  it("a change of rules alone does not turn a tracked connection into an untracked one", () => {
    const ssh = world([{ ...web, groups: ["sg-ssh"] }]);
    const flow = openFlow(ssh, outside, { interface: "eni-web" }, 22);
    const wide = { ...ssh, groups: groups.map((one) => (one.id === "sg-ssh" ? { ...groups[3]!, id: "sg-ssh" } : one)) };
    const shut = { ...ssh, groups: groups.map((one) => (one.id === "sg-ssh" ? { ...groups[2]!, id: "sg-ssh" } : one)) };
    assert.equal(deathOf(advance(advance(flow, wide), shut), shut), undefined);
  });

  it("a lost route, a lost public address and a network ACL also end what is always tracked", () => {
    const all = world([app]);
    const flow = openFlow(all, { interface: "eni-app" }, outside, 443);
    assert.match(deathOf(flow, { ...all, natGateways: [] })!, /nat-1 is gone/);
    const shut = { ...all, acls: [{ id: "acl", subnets: ["private"], entries: [] }] };
    assert.match(deathOf(flow, shut)!, /network ACL/);
    const direct = openFlow(world([web]), outside, { interface: "eni-web" }, 443);
    assert.match(deathOf(direct, world([{ ...web, publicAddresses: [] }]))!, /public address/);
    assert.match(deathOf(direct, world([]))!, /gone/);
  });

  it("X2: deregistration ends connections through an Application Load Balancer, not through a Network Load Balancer", () => {
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
