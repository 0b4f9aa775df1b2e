import type { Acl, AclEntry } from "../../../../runtime/aws/wall/acls";
import type { Device } from "../../../../runtime/aws/wall/paths";
import type { InstanceState } from "../../../../runtime/responses/isolateInstance/state";

/** An entry of an ACL. */
export const entry = (number: number, egress: boolean, allow: boolean, more: Partial<AclEntry> = {}): AclEntry => ({
  number,
  egress,
  protocol: "-1",
  cidr: "0.0.0.0/0",
  allow,
  ...more,
});
/** The same entries in both directions. */
export const both = (...given: [number, boolean, Partial<AclEntry>?][]): AclEntry[] =>
  [true, false].flatMap((egress) => given.map(([number, allow, more]) => entry(number, egress, allow, more)));
/** The ACL of the NAT gateway's subnet. */
export const acl = (entries: AclEntry[], more: Partial<Acl> = {}): Acl => ({
  id: "acl-1",
  vpcId: "vpc-1",
  ownerId: "444455556666",
  subnets: ["subnet-nat"],
  entries,
  ...more,
});

/** The interface of a NAT gateway. */
export const nat: Device = {
  id: "eni-nat",
  type: "natGateway",
  vpcId: "vpc-1",
  subnetId: "subnet-nat",
  description: "Interface for NAT Gateway nat-1",
};

/** An instance behind a NAT gateway. */
export const behind = (more: Partial<InstanceState> = {}): InstanceState => ({
  id: "i-00000001",
  accountId: "444455556666",
  lifecycle: "running",
  tags: {},
  rootDevice: "ebs",
  spot: false,
  volumes: [],
  interfaces: [{ id: "eni-1", vpcId: "vpc-1", subnetId: "subnet-1", groups: ["sg-1"], addresses: ["10.0.1.5"] }],
  terminationProtection: true,
  shutdownBehavior: "stop",
  groups: [],
  takenNames: [],
  registrations: [],
  balancers: [],
  routes: [{ subnetId: "subnet-1", destination: "0.0.0.0/0", via: "nat-1" }],
  devices: [nat],
  acls: [acl(both([100, true], [32_767, false]))],
  snapshots: [],
  failedSnapshots: [],
  containment: "0123456789abcdef-0",
  ...more,
});
