import type { EC2 } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { applyAccess, type ClusterApi, clusterApi, makeNode } from "../aws/clusterApi";
import { accounts, rootOf } from "./accounts";
import type { Network } from "./network";
import { iamIn } from "./principals";
import type { World } from "./world";

/** EKS in one of the accounts, as its root user: the workload's owner, not the product. */
export const eksIn = (world: World, account: keyof typeof accounts) =>
  new EKS(rootOf(accounts[account].id, world.endpoint));

/** What a cluster may differ in. */
export interface ClusterOptions {
  tags?: Record<string, string>;
  /** Whether the roles of isolate-pod have no access entries. */
  closed?: boolean;
}

/** A cluster in a network, with one node and, unless it is closed, access for the roles of isolate-pod. */
export async function makeCluster(
  world: World,
  account: keyof typeof accounts,
  name: string,
  { subnetId, tags = {}, closed = false }: Pick<Network, "subnetId"> & ClusterOptions,
): Promise<ClusterApi> {
  const eks = eksIn(world, account);
  const roleArn = `arn:aws:iam::${accounts[account].id}:role/cluster`;
  await eks.createCluster({ name, roleArn, resourcesVpcConfig: { subnetIds: [subnetId] }, tags });
  const api = await clusterApi(eks, name);
  await makeNode(api, "node-1");
  if (closed) return api;
  await applyAccess(api);
  for (const [suffix, group] of [
    ["", "firebreak-contain"],
    ["-release", "firebreak-release"],
  ]) {
    const { Role } = await iamIn(world, account).getRole({ RoleName: `Security-IR-Role-isolate-pod${suffix}` });
    await eks.createAccessEntry({ clusterName: name, principalArn: Role!.Arn!, kubernetesGroups: [group!] });
  }
  return api;
}

/** The address and the interface of a pod that has one of its own, as with security groups for pods. */
export async function podInterface(
  ec2: EC2,
  { subnetId, groupId }: Network,
): Promise<{ address: string; port: string }> {
  const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId: subnetId, Groups: [groupId] });
  return { address: NetworkInterface!.PrivateIpAddress!, port: NetworkInterface!.NetworkInterfaceId! };
}
