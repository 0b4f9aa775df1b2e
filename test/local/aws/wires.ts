import type { Group, Interface, Route, Rule, World } from "../../../local/aws/reach/model";

const everywhere: Rule = { protocol: "-1", cidr: "0.0.0.0/0" };
const tcp = (port: number, cidr: string): Rule => ({ protocol: "tcp", from: port, to: port, cidr });
const group = (id: string, ingress: Rule[], egress: Rule[]): Group => ({ id, ingress, egress });
const local: Route = { destination: "10.0.0.0/16", target: "local", blackhole: false };
const to = (destination: string, target: string): Route => ({ destination, target, blackhole: false });
/** An address of the internet. */
export const outside = { address: "203.0.113.9" };

/** The groups of the worlds. */
export const groups = [
  group("sg-web", [tcp(443, "0.0.0.0/0")], [everywhere]),
  group("sg-ssh", [tcp(22, "203.0.113.0/24")], [everywhere]),
  group("sg-closed", [], []),
  group("sg-open", [everywhere], [everywhere]),
  group("sg-db", [{ protocol: "tcp", from: 5432, to: 5432, group: "sg-web" }], []),
  group("sg-list", [], [{ protocol: "tcp", from: 443, to: 443, prefixList: "pl-dynamo" }]),
];

/** An interface with the groups of a web server. */
export function at(id: string, subnet: string, address: string, given: Partial<Interface> = {}): Interface {
  const place = { type: "interface", vpc: "vpc-1", addresses: [address], publicAddresses: [], groups: ["sg-web"] };
  return { id, subnet, instance: id.replace("eni", "i"), ...place, ...given };
}

/** A public and a private subnet with an internet and a NAT gateway, and a peered VPC. */
export function world(interfaces: Interface[], given: Partial<World> = {}): World {
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

/** An instance with a public address. */
export const web = at("eni-web", "public", "10.0.1.1", { publicAddresses: ["198.51.100.7"] });
/** An instance in the private subnet. */
export const app = at("eni-app", "private", "10.0.2.1");
/** A database that admits the group of web servers. */
export const db = at("eni-db", "private", "10.0.2.2", { groups: ["sg-db"] });
