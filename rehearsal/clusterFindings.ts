import { clusterDetails, type FindingParts, guardDutyFinding } from "./findings";

type Parts = Pick<FindingParts, "account" | "region" | "partition" | "severity">;

/** A GuardDuty finding about something in a cluster of EKS, without its title. */
function findingIn(cluster: string, parts: Parts & { type: string }, kubernetesDetails: object) {
  const resourceType = "EKSCluster";
  return {
    ...guardDutyFinding({ ...parts, resourceType }),
    resource: { resourceType, eksClusterDetails: clusterDetails("eks", parts, cluster), kubernetesDetails },
  };
}

/**
 * A GuardDuty finding of Runtime Monitoring about a pod of EKS
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesWorkloadDetails.html).
 */
export function guardDutyPod(
  parts: Parts,
  { cluster, namespace, name, uid }: { cluster: string; namespace: string; name: string; uid?: string },
  type = "CryptoCurrency:Runtime/BitcoinTool.B",
): Record<string, any> {
  const kubernetesDetails = {
    kubernetesUserDetails: null,
    kubernetesWorkloadDetails: {
      name,
      type: "pods",
      ...(uid && { uid }),
      namespace,
      hostNetwork: false,
      serviceAccountName: "default",
    },
  };
  return {
    ...findingIn(cluster, { ...parts, type }, kubernetesDetails),
    title: `Pod ${name} is communicating with an address that has to do with Bitcoin.`,
  };
}

/**
 * A GuardDuty finding of EKS Protection about a call of a cluster's API
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesUserDetails.html).
 */
export function guardDutyCluster(
  parts: Parts,
  { cluster, username }: { cluster: string; username: string },
  type = "Discovery:Kubernetes/MaliciousIPCaller",
): Record<string, any> {
  const kubernetesDetails = { kubernetesUserDetails: { username }, kubernetesWorkloadDetails: null };
  return {
    ...findingIn(cluster, { ...parts, type }, kubernetesDetails),
    title: `The API of cluster ${cluster} was called from a known malicious IP address.`,
  };
}
