import { gapsInWall } from "../../aws/wall/around";
import { podParts } from "../../resources/pod";
import type { PodSeen, PodSettings, PodState } from "./state";

/** The residual risk of an isolated pod, one sentence each, open paths first. */
export function residualRisk(state: PodState, settings: PodSettings): string[] {
  const { pod } = state;
  if (!pod) return beyondReach(state, settings);
  return [
    ...beyondReach(state, settings),
    "its node still reaches it and answers it, whatever a NetworkPolicy says, and commands in it can still be run through the cluster's API",
    ...credentials(state, pod),
    ...(pod.owner
      ? [`${pod.owner} may replace or delete it, and its other pods may have the same weakness: save the evidence soon`]
      : ["nothing keeps it from being deleted or evicted: save the evidence soon"]),
  ];
}

/** What isolation cannot cut. If there is any, the outcome is at most `partial`. */
export function beyondReach(state: PodState, settings?: PodSettings): string[] {
  const { pod, noAccess, refused } = state;
  if (noAccess !== undefined) return [withoutAccess(state)];
  if (!pod) return [];
  return [
    ...refused.map(({ part, why }) => `${words[part] ?? part} could not be read: ${why}`),
    ...(pod.hostNetwork ? [sharesNode(pod)] : [...policies(state, pod, settings), ...network(state, pod)]),
  ];
}

/** Why nothing is done without the cluster's API, and what to do about it. */
export function withoutAccess({ id, noAccess, accountId }: PodState): string {
  const { cluster } = podParts(id);
  return `the pod's address, node and role are known to cluster ${cluster} alone, and Firebreak has no access to it (${noAccess}): nothing was cut. Isolate the pod by hand with kubectl. For the next time, create access entries for the roles of isolate-pod in account ${accountId}: see docs/operations.md, "Access to clusters"`;
}

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods */
export const sharesNode = ({ node = "its node" }: PodSeen): string =>
  `it has the addresses of node ${node} and no network of its own, so cutting it would cut every pod there: nothing was cut. Isolate the node's instance by hand if its pods may be cut off, or delete the pod`;

/** The parts of the state in words. */
const words: Record<string, string> = {
  policies: "the network policies of its namespace",
  node: "its node",
  networkAcls: "its subnets and the network ACLs of its VPC",
};

/**
 * Whether a policy has any effect, and on open connections, is up to the network plugin
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites).
 */
function policies({ id, allowing }: PodState, { fargate }: PodSeen, settings?: PodSettings): string[] {
  const { cluster } = podParts(id);
  // https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
  if (fargate) return ["it runs on Fargate, where network policies have no effect: only the network ACLs hold"];
  return [
    ...(settings?.enforcingClusters.includes(cluster)
      ? []
      : [
          // https://docs.aws.amazon.com/eks/latest/userguide/external-snat.html
          `nobody has confirmed that cluster ${cluster} enforces network policies, for open connections too (enforcingClusters). If it does not, the pod reaches its node and its subnet, and, with the address of its node, what is outside its VPC`,
        ]),
    ...allowing.map(
      (name) => `NetworkPolicy ${name} selects the pod too and still allows what its rules say: policies only add up`,
    ),
  ];
}

function network(state: PodState, { addresses }: PodSeen): string[] {
  const { outside } = state;
  return [
    ...gapsInWall(state),
    ...(outside.length > 0
      ? [`${outside.join(", ")} is in no subnet of the cluster's VPC, so network ACLs do not keep it from anything`]
      : []),
    ...(addresses.length === 0 ? ["it has no address yet: the next hourly check cuts the one that it gets"] : []),
  ];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html */
function credentials({ id }: PodState, { serviceAccount }: PodSeen): string[] {
  const { namespace } = podParts(id);
  if (!serviceAccount) return [];
  return [
    `credentials of service account ${namespace}/${serviceAccount} that the pod got stay valid for hours, wherever they are used: block-principal denies its sessions of a role by EKS Pod Identity; a role that the account's annotation eks.amazonaws.com/role-arn names, and its rights in the cluster, are yours to deny`,
  ];
}
