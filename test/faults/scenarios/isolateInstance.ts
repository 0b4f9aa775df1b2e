import { instanceTarget } from "../../../runtime/resources/targets";
import { isolateInstance } from "../../../runtime/responses/isolateInstance";
import { type BalancingState, balancingModels } from "../../models/balancing";
import { ec2Model } from "../../models/ec2";
import { type Ec2State, emptyEc2 } from "../../models/ec2/state";
import { member, place } from "../place";
import { networkPowers } from "../powers";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";
import { repeated } from "./repeated";

const id = "i-0123456789abcdef0";
const arn = (name: string) => `arn:aws:elasticloadbalancing:eu-west-1:${member}:targetgroup/${name}/0123456789abcdef`;

/** A web server in service behind both kinds of load balancers, behind a NAT gateway, where nothing was isolated yet. */
function ec2State(): Ec2State {
  const group = (name: string) => ({ name, vpcId: "vpc-1", owner: member, description: name, tags: {} });
  const rule = (groupId: string, egress: boolean, protocol: string, port: number, source: string) => ({
    id: `sgr-${groupId}-${egress}-${port}`,
    groupId,
    egress,
    protocol,
    from: port,
    to: port,
    kind: "ipv4" as const,
    source,
    description: "",
    tags: {},
  });
  const port = (groups: string[], address: string) => ({
    vpcId: "vpc-1",
    subnetId: "subnet-1",
    groups,
    addresses: [address],
    type: "interface",
    description: "",
  });
  const entries = [true, false].flatMap((egress) => [
    { number: 1, egress, protocol: "6", cidr: "192.0.2.0/24", allow: false },
    { number: 100, egress, protocol: "-1", cidr: "0.0.0.0/0", allow: true },
    { number: 32_767, egress, protocol: "-1", cidr: "0.0.0.0/0", allow: false },
  ]);
  return {
    ...emptyEc2(member),
    vpcs: { "vpc-1": { ranges: ["10.0.0.0/16"] } },
    groups: { "sg-web": group("web"), "sg-admin": group("admin") },
    rules: [
      rule("sg-web", false, "tcp", 443, "0.0.0.0/0"),
      rule("sg-web", true, "-1", -1, "0.0.0.0/0"),
      rule("sg-admin", false, "tcp", 22, "10.0.0.0/16"),
      rule("sg-admin", true, "tcp", 443, "10.0.0.0/16"),
    ],
    interfaces: {
      "eni-1": port(["sg-web"], "10.0.0.10"),
      "eni-2": port(["sg-admin", "sg-web"], "10.0.0.11"),
      "eni-3": {
        ...port([], "10.0.1.10"),
        subnetId: "subnet-2",
        type: "natGateway",
        description: "Interface for NAT Gateway nat-1",
      },
    },
    acls: { "acl-1": { owner: member, vpcId: "vpc-1", subnets: ["subnet-1", "subnet-2"], quota: 20, entries } },
    routes: [{ vpcId: "vpc-1", main: true, routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }] }],
    volumes: { "vol-1": { tags: {} } },
    instances: {
      [id]: {
        state: "running",
        tags: { "aws:autoscaling:groupName": "web" },
        rootDevice: "ebs",
        spot: false,
        volumes: [{ device: "/dev/xvda", id: "vol-1", deleteOnTermination: true }],
        interfaces: ["eni-1", "eni-2"],
        terminationProtection: false,
        shutdownBehavior: "terminate",
      },
    },
  };
}

function balancingState(): BalancingState {
  const targets = [
    { id, port: 80, state: "healthy" as const },
    { id: "i-0fedcba9876543210", port: 80, state: "healthy" as const },
  ];
  return {
    targetGroups: { [arn("web")]: { vpcId: "vpc-1", type: "instance", protocol: "HTTP", targets } },
    classic: { old: { instances: [id] } },
    scaling: { web: { desired: 2, max: 4, members: { [id]: "InService" }, targetGroups: [arn("web")] } },
  };
}

function account(): Account {
  const ec2 = { state: ec2State() };
  const balancing = { state: balancingState() };
  const instance = () => ec2.state.instances[id]!;
  const ports = () => instance().interfaces.map((port) => ({ port, ...ec2.state.interfaces[port]! }));
  const powers = () => ports().flatMap(({ port, groups }) => networkPowers(ec2.state, port, groups));
  const ours = () => Object.entries(ec2.state.snapshots).filter(([, { tags }]) => "firebreak:containment" in tags);
  const registered = () => [
    ...Object.values(balancing.state.targetGroups).flatMap(({ targets }) =>
      targets.filter((target) => target.id === id && target.state !== "draining").map(({ port }) => `target ${port}`),
    ),
    ...Object.values(balancing.state.classic).flatMap(({ instances }) => instances.filter((item) => item === id)),
  ];
  const entries = () => ec2.state.acls["acl-1"]!.entries.map((entry) => JSON.stringify(entry)).sort();
  const wall = () => entries().filter((entry) => entry.includes("/32"));
  const isCut = () => powers().length === 0;
  return {
    models: { ec2: ec2Model(ec2), ...balancingModels(balancing) },
    powers,
    shape: () => ({
      groups: ports().map(({ port, groups }) => [port, [...groups].sort()]),
      terminationProtection: instance().terminationProtection,
      shutdownBehavior: instance().shutdownBehavior,
      volumes: instance().volumes,
      registered: registered(),
      entries: entries(),
      lifecycle: balancing.state.scaling["web"]!.members[id],
    }),
    isCut,
    isContained: () =>
      isCut() &&
      instance().terminationProtection &&
      instance().shutdownBehavior === "stop" &&
      instance().volumes.every(({ deleteOnTermination }) => !deleteOnTermination) &&
      wall().length === 4 &&
      registered().length === 0 &&
      balancing.state.scaling["web"]!.members[id] === "Standby" &&
      ours().length > 0,
    evidence: () => ours().map(([snapshot]) => snapshot),
    twice: () => [
      ...repeated(wall().map((entry) => entry.replace(/"number":\d+/, ""))),
      ...repeated(ours().map(([, { volumeId }]) => `snapshot of ${volumeId}`)),
      ...repeated(
        Object.values(ec2.state.groups).flatMap(({ tags, vpcId }) =>
          tags["firebreak:isolation"] ? [`${tags["firebreak:isolation"]} group in ${vpcId}`] : [],
        ),
      ),
    ],
    tag: (key, value) => {
      instance().tags[key] = value;
    },
  };
}

/** An instance that talks to a command server. */
export const isolateScenario: Scenario = {
  name: "isolate-instance",
  response: isolateInstance,
  settings: { conversionSeconds: 5, snapshots: true },
  event: guardDutyEvent("f-instance", "Backdoor:EC2/C&CActivity.B", {
    resourceType: "Instance",
    instanceDetails: { instanceId: id },
  }),
  target: instanceTarget(place, id).arn,
  lagging: ["EC2"],
  account,
};
