import type { Stage } from "../course";
import { nameOf, tagsOf } from "../names";
import { awaited, soon } from "../soon";

/** A rehearsal's own VPC. Its subnet has no route to other networks. */
export interface Network {
  vpcId: string;
  subnetId: string;
}

/** Three of the smallest possible subnets: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const ranges = {
  vpc: "10.255.255.0/26",
  instance: "10.255.255.0/28",
  endpoint: "10.255.255.16/28",
  task: "10.255.255.32/28",
};

/**
 * One VPC for each run, because the quota of a Region is low
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html).
 */
const networks = new WeakMap<Stage, Promise<Network>>();

/** The VPC of a run's instance and groups, with one subnet. It is created on first use. */
export function networkOf(stage: Stage): Promise<Network> {
  const network = networks.get(stage) ?? makeNetwork(stage);
  networks.set(stage, network);
  return network;
}

/** The tags of a new resource of a run's network. */
const tagged = (run: string, ResourceType: "vpc" | "subnet" | "vpc-endpoint" | "internet-gateway" | "route-table") => [
  { ResourceType, Tags: tagsOf(run, { Name: nameOf(run, "net") }) },
];

async function makeNetwork(stage: Stage): Promise<Network> {
  const { run, place } = stage;
  const { Vpc } = await place.clients.ec2.createVpc({ CidrBlock: ranges.vpc, TagSpecifications: tagged(run, "vpc") });
  const vpcId = Vpc!.VpcId!;
  return { vpcId, subnetId: await makeSubnet(stage, { VpcId: vpcId, CidrBlock: ranges.instance }) };
}

async function makeSubnet(
  { run, place, pause }: Stage,
  subnet: { VpcId: string; CidrBlock: string; AvailabilityZone?: string },
): Promise<string> {
  const asked = { ...subnet, TagSpecifications: tagged(run, "subnet") };
  return (await soon(pause, () => place.clients.ec2.createSubnet(asked))).Subnet!.SubnetId!;
}

/**
 * Makes an interface endpoint in a subnet of its own and waits until EC2 shows its interface: a device whose connections outlive a
 * change of groups. It costs a cent an hour; a NAT gateway costs some and takes minutes. Nothing uses it. Returns its subnet.
 *
 * @param group the security group of the endpoint
 * @throws AWS's error if the Region has no such service; Error if the interface does not appear in time
 */
export async function makeEndpoint(stage: Stage, VpcId: string, group: string): Promise<string> {
  const { run, place, pause } = stage;
  const { ec2 } = place.clients;
  // https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html; in China it has a prefix.
  const ServiceName = `${place.partition === "aws-cn" ? "cn." : ""}com.amazonaws.${place.region}.ec2`;
  const { ServiceDetails = [] } = await ec2.describeVpcEndpointServices({ ServiceNames: [ServiceName] });
  const AvailabilityZone = ServiceDetails[0]!.AvailabilityZones![0]!;
  const subnet = await makeSubnet(stage, { VpcId, CidrBlock: ranges.endpoint, AvailabilityZone });
  await soon(pause, () =>
    ec2.createVpcEndpoint({
      VpcId,
      ServiceName,
      VpcEndpointType: "Interface",
      SubnetIds: [subnet],
      SecurityGroupIds: [group],
      // By default AWS would refuse it: https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html#enable-private-dns-names
      PrivateDnsEnabled: false,
      TagSpecifications: tagged(run, "vpc-endpoint"),
    }),
  );
  const Filters = [
    { Name: "subnet-id", Values: [subnet] },
    { Name: "interface-type", Values: ["vpc_endpoint"] },
  ];
  return awaited(pause, "EC2 shows no interface of the endpoint", async () => {
    const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({ Filters });
    return NetworkInterfaces.length > 0 ? subnet : undefined;
  });
}

/** A subnet of the run's VPC, with a way out until that is closed. */
export interface OpenSubnet extends Network {
  /** Takes the route to the internet away, for good. */
  close(): Promise<void>;
}

/** Creates a subnet from which a task can pull its image. The other subnets of the VPC get no way out. */
export async function makeOpenSubnet(stage: Stage): Promise<OpenSubnet> {
  const { ec2 } = stage.place.clients;
  const { run, pause } = stage;
  const { vpcId: VpcId } = await networkOf(stage);
  const SubnetId = await makeSubnet(stage, { VpcId, CidrBlock: ranges.task });
  const gateway = await ec2.createInternetGateway({ TagSpecifications: tagged(run, "internet-gateway") });
  const GatewayId = gateway.InternetGateway!.InternetGatewayId!;
  await soon(pause, () => ec2.attachInternetGateway({ VpcId, InternetGatewayId: GatewayId }));
  const table = await soon(pause, () => ec2.createRouteTable({ VpcId, TagSpecifications: tagged(run, "route-table") }));
  const RouteTableId = table.RouteTable!.RouteTableId!;
  const route = { RouteTableId, DestinationCidrBlock: "0.0.0.0/0" };
  await soon(pause, () => ec2.createRoute({ ...route, GatewayId }));
  await soon(pause, () => ec2.associateRouteTable({ RouteTableId, SubnetId }));
  return {
    vpcId: VpcId,
    subnetId: SubnetId,
    async close() {
      await ec2.deleteRoute(route);
    },
  };
}

/** Creates a group in the run's VPC and returns its id. */
export async function makeGroup({ run, place, pause }: Stage, VpcId: string, what: string): Promise<string> {
  const { GroupId } = await soon(pause, () =>
    place.clients.ec2.createSecurityGroup({
      VpcId,
      GroupName: nameOf(run, what),
      Description: "firebreak rehearse made it and removes it",
      TagSpecifications: [{ ResourceType: "security-group", Tags: tagsOf(run) }],
    }),
  );
  return GroupId!;
}
