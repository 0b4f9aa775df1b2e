import type { Acl } from "../../../../runtime/aws/wall/acls";
import type { TaskState } from "../../../../runtime/responses/isolateTask/state";
import { allowAll, target } from "./model";

/** The ACL of other subnets than the task's. */
export const acl = (more: Partial<Acl> = {}): Acl => ({
  id: "acl-2",
  vpcId: "vpc-1",
  ownerId: target.accountId,
  subnets: ["subnet-nat"],
  entries: structuredClone(allowAll),
  ...more,
});

/** Deny entries of a wall around an address, as an ACL has them. */
export const denied = (cidr: string) =>
  [true, false].map((egress) => ({ number: 1, egress, protocol: "-1", cidr, allow: false }));

/** A task of a service on Fargate, behind a NAT gateway of another subnet, before anything is done. */
export const running = (more: Partial<TaskState> = {}): TaskState => ({
  id: target.id,
  accountId: target.accountId,
  tags: {},
  running: true,
  service: "checkout",
  launchType: "FARGATE",
  definition: "arn:aws:ecs:eu-west-1:444455556666:task-definition/checkout:12",
  ownNetwork: true,
  interfaces: [{ id: "eni-task", vpcId: "vpc-1", subnetId: "subnet-1", addresses: ["10.0.1.5"] }],
  hostPorts: [],
  role: "checkout",
  networkMode: "awsvpc",
  registries: [],
  protection: { enabled: false },
  registrations: [],
  balancers: [],
  namesakes: [],
  routes: [{ subnetId: "subnet-1", destination: "0.0.0.0/0", via: "nat-1" }],
  devices: [
    {
      id: "eni-nat",
      type: "natGateway",
      vpcId: "vpc-1",
      subnetId: "subnet-nat",
      description: "Interface for NAT Gateway nat-1",
    },
  ],
  neighbours: 0,
  acls: [acl()],
  unread: [],
  refused: [],
  channels: [],
  now: "2026-11-26T10:00:00.000Z",
  ...more,
});

/** The same task after its wall was built. */
export const walled = (more: Partial<TaskState> = {}): TaskState =>
  running({
    acls: [acl({ entries: [...denied("10.0.1.5/32"), ...structuredClone(allowAll)] })],
    wall: ["vpc-1 acl-2 outbound 1 10.0.1.5/32", "vpc-1 acl-2 inbound 1 10.0.1.5/32"],
    ...more,
  });

/** A task that shares the addresses of its host. */
export const onHost = (more: Partial<TaskState> = {}): TaskState =>
  running({
    launchType: "EC2",
    ownNetwork: false,
    interfaces: [],
    hostPorts: [32_768],
    instance: "i-00000001",
    networkMode: "bridge",
    routes: [],
    devices: [],
    acls: [],
    ...more,
  });
