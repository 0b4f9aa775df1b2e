/**
 * Everything that decides about traffic, as plain data. read.ts reads it from the local AWS; tests may construct it.
 */
export interface World {
  interfaces: Interface[];
  groups: Group[];
  subnets: Subnet[];
  routeTables: RouteTable[];
  acls: Acl[];
  natGateways: NatGateway[];
  endpoints: Endpoint[];
  peerings: Peering[];
  prefixLists: PrefixList[];
  balancers: Balancer[];
  targetGroups: TargetGroup[];
}

/** A network interface. */
export interface Interface {
  id: string;
  /** EC2's `InterfaceType`: `interface`, `natGateway`, `network_load_balancer`, `vpc_endpoint`, `lambda` and others. */
  type: string;
  vpc: string;
  subnet: string;
  /** Id of the instance that it is attached to. */
  instance?: string;
  /** Private IPv4 addresses and IPv6 addresses, the primary one first. */
  addresses: string[];
  /** Public IPv4 addresses. */
  publicAddresses: string[];
  /** Ids of its security groups. */
  groups: string[];
}

/** A rule of a security group; exactly one of `cidr`, `prefixList` and `group` is set. */
export interface Rule {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, the number of another protocol, or `-1` for all. */
  protocol: string;
  /** First and last port, for `tcp` and `udp`. */
  from?: number;
  to?: number;
  cidr?: string;
  prefixList?: string;
  group?: string;
}

export interface Group {
  id: string;
  ingress: Rule[];
  egress: Rule[];
}

export interface Subnet {
  id: string;
  vpc: string;
}

export interface RouteTable {
  id: string;
  vpc: string;
  /** Whether it applies to subnets without their own table. */
  main: boolean;
  subnets: string[];
  routes: Route[];
}

export interface Route {
  /** A CIDR block or the id of a prefix list. */
  destination: string;
  /** `local`, or the id of a gateway, endpoint, peering or interface. */
  target: string;
  /** A route to a deleted target drops the traffic. */
  blackhole: boolean;
}

export interface Acl {
  id: string;
  subnets: string[];
  entries: AclEntry[];
}

export interface AclEntry {
  number: number;
  egress: boolean;
  /** The protocol's number, or `-1` for all. */
  protocol: string;
  cidr: string;
  from?: number;
  to?: number;
  allow: boolean;
}

export interface NatGateway {
  id: string;
  subnet: string;
  available: boolean;
  /** Public addresses; a private NAT gateway has none. */
  publicAddresses: string[];
  addresses: string[];
}

export interface Endpoint {
  id: string;
  /** `Interface`, `Gateway` or `GatewayLoadBalancer`; Network Firewall's endpoints are of the last kind. */
  type: string;
  /** Such as `com.amazonaws.eu-west-1.dynamodb`. */
  service: string;
  available: boolean;
}

export interface Peering {
  id: string;
  vpcs: [string, string];
  active: boolean;
}

export interface PrefixList {
  id: string;
  name: string;
  cidrs: string[];
}

export interface Balancer {
  arn: string;
  /** `application`, `network` or `gateway`. */
  type: string;
  internetFacing: boolean;
  groups: string[];
  /** Ids of its interfaces, one a subnet. */
  interfaces: string[];
  listeners: { port: number; protocol: string; targetGroups: string[] }[];
}

export interface TargetGroup {
  arn: string;
  /** `instance`, `ip`, `lambda` or `alb`. */
  type: string;
  vpc?: string;
  /** Whether targets see the client's address (Network Load Balancers). */
  preservesClient: boolean;
  /** Whether connections end when their target is deregistered (Network Load Balancers; off unless set). */
  terminates: boolean;
  targets: { id: string; port: number; healthy: boolean }[];
}

/** One end of traffic: an interface of the world, or an address outside it. */
export type Place = { interface: string } | { address: string };

/** `tcp`, `udp`, `icmp`, `icmpv6`, or the number of another protocol. */
export type Protocol = string;
