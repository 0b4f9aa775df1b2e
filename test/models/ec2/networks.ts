import { missing, type Operations, tagList } from "../model";
import { passes } from "./filters";
import type { Ec2State } from "./state";

/** VPCs, prefix lists and volumes. */
export const networkOperations: Operations<Ec2State> = {
  DescribeVpcs: {
    parameters: ["VpcIds", "Filters", "NextToken"],
    act: ({ vpcs }, { VpcIds, Filters }) => ({
      Vpcs: Object.entries(vpcs)
        .filter(([id]) => !VpcIds || VpcIds.includes(id))
        .filter(([id]) => passes(Filters, { "vpc-id": [id] }))
        .map(([VpcId, { ranges }]) => ({
          VpcId,
          CidrBlockAssociationSet: ranges
            .filter((range) => !range.includes(":"))
            .map((CidrBlock) => ({ CidrBlock, CidrBlockState: { State: "associated" } })),
          Ipv6CidrBlockAssociationSet: ranges
            .filter((range) => range.includes(":"))
            .map((Ipv6CidrBlock) => ({ Ipv6CidrBlock, Ipv6CidrBlockState: { State: "associated" } })),
        })),
    }),
  },
  DescribeSubnets: {
    parameters: ["Filters", "NextToken"],
    act: ({ subnets = {} }, { Filters }) => ({
      Subnets: Object.entries(subnets)
        .filter(([, { vpcId }]) => passes(Filters, { "vpc-id": [vpcId] }))
        .map(([SubnetId, { vpcId, range, range6 }]) => ({
          SubnetId,
          VpcId: vpcId,
          CidrBlock: range,
          Ipv6CidrBlockAssociationSet: range6 ? [{ Ipv6CidrBlock: range6 }] : [],
        })),
    }),
  },
  DescribeManagedPrefixLists: {
    parameters: ["PrefixListIds", "Filters", "NextToken"],
    act: ({ prefixLists }, { PrefixListIds, Filters }) => ({
      PrefixLists: Object.entries(prefixLists)
        .filter(([id]) => !PrefixListIds || PrefixListIds.includes(id))
        .filter(([id]) => passes(Filters, { "prefix-list-id": [id] }))
        .map(([PrefixListId, { owner, family }]) => ({ PrefixListId, OwnerId: owner, AddressFamily: family })),
    }),
  },
  GetManagedPrefixListEntries: {
    parameters: ["PrefixListId", "NextToken"],
    act({ prefixLists }, { PrefixListId }) {
      const list = prefixLists[PrefixListId];
      if (!list) throw missing("InvalidPrefixListID.NotFound", PrefixListId);
      return { Entries: list.entries.map((Cidr) => ({ Cidr })) };
    },
  },
  DescribeVolumes: {
    parameters: ["VolumeIds"],
    act({ volumes }, { VolumeIds }) {
      for (const id of VolumeIds) if (!volumes[id]) throw missing("InvalidVolume.NotFound", id);
      return { Volumes: VolumeIds.map((id: string) => ({ VolumeId: id, Tags: tagList(volumes[id]!.tags) })) };
    },
  },
};
