import { clusterDetails, type FindingParts, guardDutyFinding } from "./findings";

/**
 * A GuardDuty finding of Runtime Monitoring about a pod of EKS
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesWorkloadDetails.html).
 */
export function guardDutyPod(
  parts: Pick<FindingParts, "account" | "region" | "partition" | "severity">,
  { cluster, namespace, name, uid }: { cluster: string; namespace: string; name: string; uid?: string },
  type = "CryptoCurrency:Runtime/BitcoinTool.B",
): Record<string, any> {
  return {
    ...guardDutyFinding({ ...parts, type, resourceType: "EKSCluster" }),
    resource: {
      resourceType: "EKSCluster",
      eksClusterDetails: clusterDetails("eks", parts, cluster),
      kubernetesDetails: {
        kubernetesUserDetails: null,
        kubernetesWorkloadDetails: {
          name,
          type: "pods",
          ...(uid && { uid }),
          namespace,
          hostNetwork: false,
          serviceAccountName: "default",
        },
      },
    },
    title: `Pod ${name} is communicating with an address that has to do with Bitcoin.`,
  };
}

/**
 * A GuardDuty finding of EKS Protection about a call of a cluster's API
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesUserDetails.html).
 */
export function guardDutyCluster(
  parts: Pick<FindingParts, "account" | "region" | "partition" | "severity">,
  { cluster, username }: { cluster: string; username: string },
  type = "Discovery:Kubernetes/MaliciousIPCaller",
): Record<string, any> {
  return {
    ...guardDutyFinding({ ...parts, type, resourceType: "EKSCluster" }),
    resource: {
      resourceType: "EKSCluster",
      eksClusterDetails: clusterDetails("eks", parts, cluster),
      kubernetesDetails: { kubernetesUserDetails: { username }, kubernetesWorkloadDetails: null },
    },
    title: `The API of cluster ${cluster} was called from a known malicious IP address.`,
  };
}
