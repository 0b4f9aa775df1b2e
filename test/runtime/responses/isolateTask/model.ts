import fc from "fast-check";
import { taskTarget } from "../../../../runtime/resources/targets";
import { type BalancingState, balancingModels } from "../../../models/balancing";
import { type ContainersState, containersModel, type ModelTask } from "../../../models/containers";
import { ec2Model } from "../../../models/ec2";
import { type Ec2Acl, type Ec2State, emptyEc2 } from "../../../models/ec2/state";
import { promisesOf } from "../../../models/model";

const account = "444455556666";
export const taskId = "0123456789abcdef0123456789abcdef";
export const target = taskTarget({ accountId: account, region: "eu-west-1", partition: "aws" }, `shop/${taskId}`);

/** What an account contains that matters to a task. */
export interface World {
  containers: ContainersState;
  ec2: Ec2State;
  balancing: BalancingState;
}

/** The entries of an ACL as AWS makes it, in both directions. */
export const allowAll: Ec2Acl["entries"] = [true, false].flatMap((egress) => [
  { number: 100, egress, protocol: "-1", cidr: "0.0.0.0/0", allow: true },
  { number: 101, egress, protocol: "-1", cidr: "::/0", allow: true },
  { number: 32_767, egress, protocol: "-1", cidr: "0.0.0.0/0", allow: false },
]);

export const task = (more: Partial<ModelTask> = {}): ModelTask => ({
  cluster: "shop",
  id: taskId,
  status: "RUNNING",
  group: "service:checkout",
  launchType: "FARGATE",
  tags: {},
  definition: "checkout:12",
  port: "eni-task",
  hostPorts: [],
  ...more,
});

/** A task of a service on Fargate, alone in a subnet behind a NAT gateway of another one, and a load balancer. */
export function world(more: Partial<ModelTask> = {}, addresses = ["10.0.1.5"]): World {
  const one = task(more);
  const port = (subnetId: string, own: string[], type: string, description: string) => ({
    vpcId: "vpc-1",
    subnetId,
    groups: [],
    addresses: own,
    type,
    description,
  });
  return {
    containers: {
      account,
      tasks: [one],
      definitions: {
        "checkout:12": {
          role: `arn:aws:iam::${account}:role/service/checkout`,
          networkMode: one.port ? "awsvpc" : "bridge",
        },
      },
      hosts: { "host-1": "i-00000001" },
      services: {},
    },
    ec2: {
      ...emptyEc2(account),
      vpcs: { "vpc-1": { ranges: ["10.0.0.0/16"] } },
      interfaces: {
        ...(one.port && { [one.port]: port("subnet-1", addresses, "interface", "") }),
        "eni-nat": port("subnet-nat", ["10.0.9.9"], "natGateway", "Interface for NAT Gateway nat-1"),
      },
      acls: {
        "acl-1": {
          owner: account,
          vpcId: "vpc-1",
          subnets: ["subnet-1"],
          quota: 20,
          entries: structuredClone(allowAll),
        },
        "acl-2": {
          owner: account,
          vpcId: "vpc-1",
          subnets: ["subnet-1b", "subnet-nat"],
          quota: 20,
          entries: structuredClone(allowAll),
        },
      },
      routes: [{ vpcId: "vpc-1", main: true, routes: [{ DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }] }],
    },
    balancing: { targetGroups: {}, classic: {}, scaling: {} },
  };
}

/** Target groups in which the task is registered, with a neighbour. */
export function registered(given: World, targets: { id: string; port: number }[], type: "ip" | "instance"): World {
  given.balancing.targetGroups["arn:tg/web"] = {
    vpcId: "vpc-1",
    type,
    protocol: "HTTP",
    targets: targets.map((item) => ({ ...item, state: "healthy" as const })),
  };
  return given;
}

/** Every state of a task that a finding may meet. */
export const worlds = (): fc.Arbitrary<World> =>
  fc
    .record({
      own: fc.boolean(),
      v6: fc.boolean(),
      served: fc.boolean(),
      status: fc.constantFrom("PENDING" as const, "RUNNING" as const),
      hoursProtected: fc.constantFrom(0, 3, 40),
      sharedAcl: fc.boolean(),
      foreignEntry: fc.boolean(),
      isRegistered: fc.boolean(),
      draining: fc.boolean(),
    })
    .map((given) => {
      const { own, v6, served, status, hoursProtected, sharedAcl, foreignEntry, isRegistered, draining } = given;
      const more: Partial<ModelTask> = {
        status,
        group: served ? "service:checkout" : "family:checkout",
        ...(served && hoursProtected > 0 && { protectedUntil: Date.now() + hoursProtected * 3_600_000 }),
        ...(!own && { launchType: "EC2", host: "host-1", hostPorts: [32_768] }),
      };
      const made = world(more, v6 ? ["10.0.1.5", "2001:db8::5"] : ["10.0.1.5"]);
      if (!own) {
        delete made.containers.tasks[0]!.port;
        delete made.ec2.interfaces["eni-task"];
        made.containers.definitions["checkout:12"]!.networkMode = "bridge";
      }
      if (sharedAcl) {
        made.ec2.acls["acl-2"]!.subnets.push("subnet-1");
        made.ec2.acls["acl-1"]!.subnets = ["subnet-1c"];
      }
      if (foreignEntry) {
        const entry = { number: 1, egress: true, protocol: "6", cidr: "192.0.2.0/24", allow: false };
        made.ec2.acls["acl-2"]!.entries.push(entry);
      }
      if (isRegistered) {
        const own4 = { id: "10.0.1.5", port: 8080 };
        const onHost = { id: "i-00000001", port: 32_768 };
        registered(
          made,
          own ? [own4, { id: "10.0.1.6", port: 8080 }] : [onHost, { id: "i-00000001", port: 32_769 }],
          own ? "ip" : "instance",
        );
        if (draining) made.balancing.targetGroups["arn:tg/web"]!.targets[0]!.state = "draining";
      }
      return made;
    });

/** The clients of an isolation in such a world. */
export function clients({ containers, ec2, balancing }: World): any {
  const stopped = ({ port }: ModelTask) => {
    if (port) delete ec2.interfaces[port];
  };
  const models = {
    ecs: containersModel({ state: containers }, stopped),
    ec2: ec2Model({ state: ec2 }),
    elbv2: balancingModels({ state: balancing }).elbv2,
  };
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, promisesOf(model)]));
}

/** Entries and targets have no order, and ECS keeps the end of a protection to the minute. */
export function inOrder({ containers, ec2, balancing }: World): unknown {
  const sorted = (items: object[]) => items.map((item) => JSON.stringify(item)).sort();
  return {
    tasks: containers.tasks.map(({ protectedUntil, ...rest }) => ({
      ...rest,
      protectedFor: protectedUntil && Math.round((protectedUntil - Date.now()) / 180_000),
    })),
    interfaces: ec2.interfaces,
    acls: Object.entries(ec2.acls).map(([id, { entries, ...rest }]) => [id, rest, sorted(entries)]),
    targets: Object.entries(balancing.targetGroups).map(([name, { targets }]) => [name, sorted(targets)]),
  };
}
