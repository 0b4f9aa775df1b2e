import type { Stage } from "../course";
import { nameOf, tagsOf } from "../names";
import { soon } from "../soon";

/** A rehearsal's own VPC. Without a gateway it has no connection to other networks. */
export interface Network {
  vpcId: string;
  subnetId: string;
}

/** The smallest possible VPC and subnet: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const range = "10.255.255.0/28";

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
