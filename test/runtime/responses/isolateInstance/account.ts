import { instanceTarget } from "../../../../runtime/resources/targets";
import {
  type AutoScaling,
  groupTag,
  type InstanceState,
  type IsolationGroup,
  type Rule,
} from "../../../../runtime/responses/isolateInstance/state";
import { type BalancingState, balancingModels } from "../../../models/balancing";
import { ec2Model } from "../../../models/ec2";
import { type Ec2Group, type Ec2Rule, type Ec2State, emptyEc2 } from "../../../models/ec2/state";
import { promisesOf } from "../../../models/model";

const accountId = "444455556666";
export const target = instanceTarget({ accountId, region: "eu-west-1", partition: "aws" }, "i-00000001");

/** What an account contains that matters to an instance. */
export interface World {
  ec2: Ec2State;
  balancing: BalancingState;
}

const everyone: Rule = { egress: true, protocol: "-1", source: "0.0.0.0/0" };

/** Groups of the instance by name, with their egress and ingress. */
const ownRules: Record<string, Rule[]> = {
  "sg-web": [everyone, { egress: false, protocol: "tcp", source: "0.0.0.0/0" }],
  "sg-db": [{ egress: true, protocol: "tcp", source: "10.0.0.0/8" }],
  "sg-admin": [{ egress: false, protocol: "tcp", source: "10.0.0.0/8" }],
  "sg-logs": [],
};

/** A security group's id belongs to one VPC. */
const inVpc = (name: string, vpcId: string) => `${name}-${vpcId}`;

function rulesOf(groupId: string, rules: Rule[]): Ec2Rule[] {
  const kindOf = (source: string) => (source.startsWith("sg-") ? "group" : source.includes(":") ? "ipv6" : "ipv4");
  return rules.map(({ egress, protocol, source }, index) => ({
    id: `sgr-${groupId}-${index}`,
    groupId,
    egress,
    protocol,
    ...(protocol === "-1" ? { from: -1, to: -1 } : { from: 443, to: 443 }),
    kind: kindOf(source),
    source,
    description: "",
    tags: {},
  }));
}

/** A group at its maximum has started a replacement and cannot take the instance back. */
const groupName = ({ group, desired, max }: AutoScaling) => (desired < max ? group : fullGroup);
const fullGroup = "full";

/** What AWS contains when reading gives this state. */
export function worldOf(state: InstanceState): World {
  return { ec2: ec2Of(state), balancing: balancingOf(state) };
}

function ec2Of(state: InstanceState): Ec2State {
  const vpcs = ["vpc-1", "vpc-2"];
  const group = (vpcId: string, name: string, tags = {}): Ec2Group => ({
    vpcId,
    name,
    owner: accountId,
    description: name,
    tags,
  });
  const own = vpcs.flatMap((vpcId) => Object.keys(ownRules).map((name) => ({ vpcId, name })));
  const isolation = ({ id, vpcId, kind }: IsolationGroup): [string, Ec2Group] => [
    id,
    group(vpcId, `firebreak-isolation-${kind}-${id}`, { [groupTag]: kind }),
  ];
  return {
    ...emptyEc2(accountId),
    vpcs: { "vpc-1": { ranges: ["10.0.0.0/16"] }, "vpc-2": { ranges: ["10.1.0.0/16"] } },
    groups: Object.fromEntries([
      ...own.map(({ vpcId, name }) => [inVpc(name, vpcId), group(vpcId, name)]),
      ...state.takenNames.map(({ vpcId, name }) => [inVpc(name, vpcId), group(vpcId, name)]),
      ...state.groups.map(isolation),
    ]),
    rules: [
      ...own.flatMap(({ vpcId, name }) => rulesOf(inVpc(name, vpcId), ownRules[name]!)),
      ...state.groups.flatMap(({ id, rules }) => rulesOf(id, rules)),
    ],
    interfaces: Object.fromEntries(
      state.interfaces
        .map(({ id, vpcId, subnetId, groups, addresses, managedBy }) => [
          id,
          {
            vpcId,
            subnetId,
            groups: groups.map((name) => inVpc(name, vpcId)),
            addresses,
            type: "interface",
            description: "",
            ...(managedBy && { managedBy }),
          },
        ])
        .concat(
          (state.devices ?? []).map(({ id, type, vpcId, subnetId, description }) => [
            id,
            { vpcId, subnetId, groups: [], addresses: ["10.0.9.9"], type, description },
          ]),
        ),
    ),
    // The devices' subnets, each with its own ACL.
    acls: Object.fromEntries([
      ...vpcs.map((vpcId) => [`acl-${vpcId}`, { owner: accountId, vpcId, subnets: [], quota: 20, entries: [] }]),
      ...(state.acls ?? []).map(({ id, ownerId, subnets, entries }) => [
        id,
        { owner: ownerId, vpcId: "vpc-1", subnets, quota: 20, entries },
      ]),
    ]),
    routes: vpcs.map((vpcId) => ({
      vpcId,
      main: true,
      routes: state.routes.map(({ destination, via }) => ({ DestinationCidrBlock: destination, GatewayId: via })),
    })),
    instances: {
      [state.id]: {
        state: state.lifecycle,
        tags: state.autoScaling ? { "aws:autoscaling:groupName": groupName(state.autoScaling) } : {},
        rootDevice: state.rootDevice,
        spot: state.spot,
        volumes: state.volumes,
        interfaces: state.interfaces.map(({ id }) => id),
        terminationProtection: state.terminationProtection,
        shutdownBehavior: state.shutdownBehavior,
      },
    },
  };
}

function balancingOf({ id, autoScaling, registrations }: InstanceState): BalancingState {
  const targetGroup = (name: string, protocol: string, type: "instance" | "ip") => ({
    vpcId: "vpc-1",
    type,
    protocol,
    targets: registrations
      .filter((item) => item.name === name)
      .map((item) => ({
        id: item.target,
        port: item.port ?? 80,
        state: item.draining ? ("draining" as const) : ("healthy" as const),
      })),
  });
  const classic = (name: string) => ({ instances: registrations.some((item) => item.name === name) ? [id] : [] });
  return {
    targetGroups: {
      "arn:tg/a": targetGroup("arn:tg/a", "HTTP", "instance"),
      "arn:tg/b": targetGroup("arn:tg/b", "TCP", "ip"),
    },
    classic: { "lb-a": classic("lb-a"), "lb-b": classic("lb-b") },
    scaling: autoScaling
      ? {
          [groupName(autoScaling)]: {
            desired: autoScaling.desired,
            max: autoScaling.max,
            members: { [id]: autoScaling.lifecycle },
            // Its instances in service are registered in its target groups.
            targetGroups: registrations.some(({ name, draining }) => name === "arn:tg/a" && draining)
              ? []
              : ["arn:tg/a"],
          },
        }
      : {},
  };
}

/** The clients of an isolation in such a world. */
export function clients({ ec2, balancing }: World): Record<string, unknown> {
  const models = { ec2: ec2Model({ state: ec2 }), ...balancingModels({ state: balancing }) };
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, promisesOf(model)]));
}

/**
 * Everything except what an isolation leaves: its groups for the next one, its snapshots, and one more instance in the
 * Auto Scaling group, if that has room for it. Target groups have no order.
 */
export function withoutIsolation({ ec2, balancing }: World): unknown {
  const { made: _, snapshots: __, groups, rules, ...rest } = ec2;
  const isOurs = (id: string) => groupTag in groups[id]!.tags;
  const inOrder = Object.entries(balancing.targetGroups).map(([name, { targets }]) => [
    name,
    targets.map((item) => JSON.stringify(item)).sort(),
  ]);
  return {
    ...rest,
    groups: Object.entries(groups).filter(([id]) => !isOurs(id)),
    rules: rules.filter(({ groupId }) => !isOurs(groupId)),
    targetGroups: inOrder,
    classic: balancing.classic,
    members: Object.entries(balancing.scaling).map(([name, { members }]) => name !== fullGroup && members),
  };
}
