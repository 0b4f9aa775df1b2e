/** What EC2 holds of one account and Region, as plain data. */
export interface Ec2State {
  account: string;
  /** Counts what was made, for ids. */
  made: number;
  instances: Record<string, Ec2Instance>;
  interfaces: Record<string, Ec2Interface>;
  groups: Record<string, Ec2Group>;
  rules: Ec2Rule[];
  snapshots: Record<string, Ec2Snapshot>;
  volumes: Record<string, { tags: Record<string, string> }>;
  vpcs: Record<string, { ranges: string[] }>;
  routes: { subnetId?: string; vpcId: string; main: boolean; routes: object[] }[];
  acls: Record<string, Ec2Acl>;
  prefixLists: Record<string, { owner: string; family: "IPv4" | "IPv6"; entries: string[] }>;
}

export interface Ec2Instance {
  state: string;
  tags: Record<string, string>;
  profile?: string;
  rootDevice: "ebs" | "instance-store";
  spot: boolean;
  volumes: { device: string; id: string; deleteOnTermination: boolean }[];
  /** Interfaces in the order of their devices. */
  interfaces: string[];
  terminationProtection: boolean;
  shutdownBehavior: "stop" | "terminate";
}

export interface Ec2Interface {
  vpcId: string;
  subnetId: string;
  groups: string[];
  addresses: string[];
  type: string;
  description: string;
  /** The service that manages it and refuses changes. */
  managedBy?: string;
  /** Its connection tracking timeouts, where they were set. */
  timeouts?: Record<string, number>;
}

export interface Ec2Group {
  name: string;
  vpcId: string;
  owner: string;
  description: string;
  tags: Record<string, string>;
}

export interface Ec2Acl {
  owner: string;
  vpcId: string;
  subnets: string[];
  /** How many rules it may have in one direction. */
  quota: number;
  entries: { number: number; egress: boolean; protocol: string; cidr: string; allow: boolean }[];
}

/** One rule has one source. */
export interface Ec2Rule {
  id: string;
  groupId: string;
  egress: boolean;
  protocol: string;
  from: number;
  to: number;
  kind: "ipv4" | "ipv6" | "prefix-list" | "group";
  source: string;
  description: string;
  tags: Record<string, string>;
}

export interface Ec2Snapshot {
  volumeId: string;
  state: "pending" | "completed" | "error";
  tags: Record<string, string>;
}

/** Ids grow with each new object, so that the first of several is the first by id. */
export const freshId = (state: Ec2State, prefix: string) =>
  `${prefix}-0${(++state.made).toString(16).padStart(16, "0")}`;

/** An account without anything. */
export const emptyEc2 = (account: string): Ec2State => ({
  account,
  made: 0,
  instances: {},
  interfaces: {},
  groups: {},
  rules: [],
  snapshots: {},
  volumes: {},
  vpcs: {},
  routes: [],
  acls: {},
  prefixLists: {},
});
