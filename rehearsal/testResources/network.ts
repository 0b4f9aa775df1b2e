import type { Stage } from "../course";
import { nameOf, tagsOf } from "../names";
import { soon } from "../soon";

/** A rehearsal's own VPC. Without a gateway it has no connection to other networks. */
export interface Network {
  vpcId: string;
  subnetId: string;
}

/** Two of the smallest possible subnets: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const ranges = { vpc: "10.255.255.0/27", instance: "10.255.255.0/28", endpoint: "10.255.255.16/28" };

/** How long to wait for the interface of an endpoint, in milliseconds. */
const timeout = 120_000;

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
const tagged = (run: string, ResourceType: "vpc" | "subnet" | "vpc-endpoint") => [
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
  const deadline = Date.now() + timeout;
  while ((await ec2.describeNetworkInterfaces({ Filters })).NetworkInterfaces?.length === 0) {
    if (Date.now() > deadline) throw new Error(`EC2 shows no interface of the endpoint after ${timeout / 1000} s`);
    await pause(2000);
  }
  return subnet;
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
