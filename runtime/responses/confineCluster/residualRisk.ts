import { type ClusterSettings, type ClusterState, confined } from "./state";

/** The residual risk of a confined cluster, one sentence each. */
export function residualRisk(state: ClusterState, settings: ClusterSettings): string[] {
  const { publicAccess } = state.publicAccess ? confined(state, settings) : state;
  return [
    // https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
    "what is inside the VPC, or connected to it, still reaches the API: pods, nodes, peered networks and VPNs",
    "connections to the API that were open before may go on, such as a kubectl exec: AWS does not say that they end",
    // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-remediate-kubernetes.html
    ...state.users.map(
      (user) =>
        `${user} keeps its rights in the cluster: remove its access entry or its bindings, and block the principal if it is one of IAM`,
    ),
    "what was granted or made in the cluster stays: look for bindings of system:anonymous and system:unauthenticated, new roles and new workloads",
    ...(publicAccess
      ? []
      : ["administrators and pipelines outside of the VPC do not reach the cluster either, nor does isolate-pod"]),
    // https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-concepts-kubernetes.html
    ...(state.hybridNodes
      ? ["its hybrid nodes may have used the public endpoint: check that they are still ready"]
      : []),
  ];
}
