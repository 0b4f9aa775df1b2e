import { describeCluster } from "../../../runtime/resources/cluster";
import { isolatePod } from "../../../runtime/responses/isolatePod";
import { denyAll } from "../../../runtime/responses/isolatePod/policy";
import { labelKey } from "../../../runtime/responses/isolatePod/state";
import { ec2Model } from "../../models/ec2";
import { eksModel, kubernetesModel } from "../../models/kubernetes";
import { inOrder, settings, target, uid, world } from "../../runtime/responses/isolatePod/model";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";
import { repeated } from "./repeated";

function account(): Account {
  const given = world();
  const [cluster, ec2] = [{ state: given.cluster }, { state: given.ec2 }] as const;
  const pod = () => cluster.state.pods["checkout/cart-1"]!;
  const wall = () =>
    ec2.state.acls["acl-2"]!.entries.filter(({ cidr }) => cidr === "10.0.1.5/32").map(({ egress }) => `${egress}`);
  const isDenied = () => {
    const mark = pod().metadata.labels?.[labelKey];
    const wanted = mark && JSON.stringify(denyAll(mark).spec);
    return Object.values(cluster.state.policies).some(({ spec }) => JSON.stringify(spec) === wanted);
  };
  const powers = () => [
    ...(wall().length < 2 ? ["to reach other subnets"] : []),
    ...(isDenied() ? [] : ["to send and receive"]),
  ];
  return {
    models: { eks: eksModel(cluster), kubernetes: kubernetesModel(cluster), ec2: ec2Model(ec2) },
    join: ({ eks, kubernetes, ...others }) => ({
      ...others,
      eks,
      // The client of a cluster asks EKS where it is.
      kubernetes: new Proxy(kubernetes, {
        get: (own, name) =>
          name === "describeCluster" ? (cluster: string) => describeCluster(eks, cluster) : own[name as string],
      }),
    }),
    powers,
    // An exemption changes the tags.
    shape: () => inOrder({ cluster: { ...cluster.state, tags: {} }, ec2: ec2.state }),
    isCut: isDenied,
    isContained: () => powers().length === 0 && cluster.state.nodes["node-1"]!.spec?.unschedulable === true,
    // By these what a pod leaves is found when it is gone.
    evidence: () => Object.keys(cluster.state.policies).map((key) => `shop/${key}`),
    twice: () => repeated(wall()),
    tag: (key, value) => {
      cluster.state.tags[key] = value;
    },
  };
}

/** A pod of EKS, in a cluster that enforces policies, that mines coins. */
export const podScenario: Scenario = {
  name: "isolate-pod",
  response: isolatePod,
  settings: { ...settings, cordonNode: true },
  event: guardDutyEvent("finding-pod", "CryptoCurrency:Runtime/BitcoinTool.B", {
    resourceType: "EKSCluster",
    eksClusterDetails: { name: "shop", arn: "arn:aws:eks:eu-west-1:444455556666:cluster/shop" },
    kubernetesDetails: {
      kubernetesWorkloadDetails: { name: "cart-1", type: "pods", uid, namespace: "checkout" },
    },
  }),
  target: target.arn,
  leftToPeople: /Firebreak has no access to it \(NoPodAccess/,
  lagging: ["EC2"],
  account,
};
