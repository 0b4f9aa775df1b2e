import type { Stage } from "../course";
import { nameOf, tagsOf } from "../names";
import { soon } from "../soon";

/** A VPC of a rehearsal's own, which nothing can enter or leave: it has no gateway. */
export interface Network {
  vpcId: string;
  subnetId: string;
}

/** The smallest VPC and subnet that there are: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const range = "10.255.255.0/28";

/** One VPC is enough: a Region has few of them (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html). */
const networks = new WeakMap<Stage, Promise<Network>>();

/** The VPC that instance and groups of a run are in, with one subnet; it is made when it is asked for first. */
export function networkOf(stage: Stage): Promise<Network> {
  const network = networks.get(stage) ?? makeNetwork(stage);
  networks.set(stage, network);
  return network;
}

async function makeNetwork({ run, place, pause }: Stage): Promise<Network> {
  const tagged = (ResourceType: "vpc" | "subnet") => [
    { ResourceType, Tags: tagsOf(run, { Name: nameOf(run, "net") }) },
  ];
  const { ec2 } = place.clients;
  const { Vpc } = await ec2.createVpc({ CidrBlock: range, TagSpecifications: tagged("vpc") });
  const VpcId = Vpc!.VpcId!;
  const { Subnet } = await soon(pause, () =>
    ec2.createSubnet({ VpcId, CidrBlock: range, TagSpecifications: tagged("subnet") }),
  );
  return { vpcId: VpcId, subnetId: Subnet!.SubnetId! };
}

/** Makes a group in the VPC of the run; returns its id. */
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
