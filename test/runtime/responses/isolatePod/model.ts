import fc from "fast-check";
import { describeCluster } from "../../../../runtime/resources/cluster";
import { podTarget } from "../../../../runtime/resources/targets";
import type { PodSettings } from "../../../../runtime/responses/isolatePod/state";
import { ec2Model } from "../../../models/ec2";
import { type Ec2State, emptyEc2 } from "../../../models/ec2/state";
import { eksModel, type KubernetesState, kubernetesModel } from "../../../models/kubernetes";
import { promisesOf } from "../../../models/model";
import { allowAll } from "../isolateTask/model";

const account = "444455556666";
export const uid = "00000000-1111-4222-8333-444444444444";
export const target = podTarget({ accountId: account, region: "eu-west-1", partition: "aws" }, "shop/checkout/cart-1");
export const settings: PodSettings = { networkAcls: true, enforcingClusters: ["shop"], cordonNode: false };

/** What a cluster and its account contain that matters to a pod. */
export interface World {
  cluster: KubernetesState;
  ec2: Ec2State;
}

/** What a pod of the model may differ in. */
export interface Differences {
  addresses?: string[];
  labels?: Record<string, string>;
  hostNetwork?: boolean;
  node?: string;
}

/** A pod with an address of its own in a subnet behind a NAT gateway of another one. */
export function world({ addresses = ["10.0.1.5"], labels, hostNetwork, node = "node-1" }: Differences = {}): World {
  const acl = (...subnets: string[]) => ({
    owner: account,
    vpcId: "vpc-1",
    subnets,
    quota: 20,
    entries: structuredClone(allowAll),
  });
  return {
    cluster: {
      name: "shop",
      tags: { team: "shop" },
      vpcId: "vpc-1",
      made: 0,
      pods: {
        "checkout/cart-1": {
          metadata: { name: "cart-1", uid, ...(labels && { labels }) },
          spec: { nodeName: node, serviceAccountName: "cart", ...(hostNetwork && { hostNetwork }) },
          status: { phase: "Running", podIPs: addresses.map((ip) => ({ ip })) },
        },
      },
      nodes: { [node]: { metadata: { name: node }, spec: {} } },
      policies: {},
    },
    ec2: {
      ...emptyEc2(account),
      vpcs: { "vpc-1": { ranges: ["10.0.0.0/16"] } },
      subnets: {
        "subnet-1": { vpcId: "vpc-1", range: "10.0.1.0/24", range6: "2001:db8:0:1::/64" },
        "subnet-nat": { vpcId: "vpc-1", range: "10.0.9.0/24" },
      },
      acls: { "acl-1": acl("subnet-1"), "acl-2": acl("subnet-nat") },
    },
  };
}

/** Every state of a pod that a finding may meet. */
export const worlds = (): fc.Arbitrary<World> =>
  fc
    .record({
      addresses: fc.constantFrom<string[][]>(["10.0.1.5"], ["2001:db8:0:1::5"], ["100.64.0.7"], []),
      labels: fc.constantFrom<(Record<string, string> | undefined)[]>(
        undefined,
        { app: "cart" },
        { "firebreak/containment": "earlier" },
      ),
      hostNetwork: fc.boolean(),
      cordoned: fc.boolean(),
      others: fc.boolean(),
      sharedAcl: fc.boolean(),
    })
    .map(({ cordoned, others, sharedAcl, labels, ...more }) => {
      const made = world({ ...more, ...(labels && { labels }) });
      if (cordoned) made.cluster.nodes["node-1"]!.spec!.unschedulable = true;
      if (others)
        made.cluster.policies["checkout/web"] = { metadata: { name: "web", uid: "web" }, spec: { ingress: [{}] } };
      if (sharedAcl) made.ec2.acls["acl-2"]!.subnets.push("subnet-1");
      return made;
    });

/** The clients of an isolation in such a world. */
export function clients({ cluster, ec2 }: World): any {
  const eks = promisesOf(eksModel({ state: cluster }));
  const kubernetes = promisesOf(kubernetesModel({ state: cluster }));
  return {
    eks,
    ec2: promisesOf(ec2Model({ state: ec2 })),
    kubernetes: { ...kubernetes, describeCluster: (name: string) => describeCluster(eks, name) },
  };
}

/** Entries have no order, and policies are counted. */
export function inOrder({ cluster: { made: _, ...cluster }, ec2 }: World): unknown {
  const sorted = (items: object[]) => items.map((item) => JSON.stringify(item)).sort();
  return { cluster, acls: Object.entries(ec2.acls).map(([id, { entries, ...rest }]) => [id, rest, sorted(entries)]) };
}
