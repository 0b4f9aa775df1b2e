import type { Resource } from "../../model/finding";
import { eksCluster } from "../../resources/cluster";
import { eksPod } from "../../resources/pod";
import { principal } from "../../resources/principal";
import { lastOfArn, listOf, part } from "../named";
import { podTypes } from "../podTypes";

type Place = Pick<Resource, "accountId" | "region" | "partition">;

/**
 * The pods of EKS that a GuardDuty finding names: in its workload, and in an attack sequence. A sequence does not say to which
 * cluster a workload belongs, so its pods are known only if it names one cluster alone
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesWorkloadDetails.html,
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_KubernetesWorkload.html).
 *
 * @param detail the `detail` of the event, as it came
 */
export function podsIn(place: Place, detail: unknown): Resource[] {
  const resource = part(detail, "resource");
  const listed = listOf(part(detail, "service", "detection", "sequence", "resources"));
  const [cluster, another] = listed.filter((item) => part(item, "resourceType") === "EKS_CLUSTER");
  const there = { ...place, ...placeOf(cluster) };
  const found = [
    ...podOf(place, nameOf(part(resource, "eksClusterDetails")), workloadOf(resource)),
    ...(cluster && !another
      ? listed.flatMap((item) => podOf(there, lastOfArn(part(cluster, "uid")), workloadIn(item)))
      : []),
  ];
  return found.filter(({ kind, id }, at) => found.findIndex((other) => other.kind === kind && other.id === id) === at);
}

/**
 * The cluster of EKS whose API a GuardDuty finding is about: one about a compromised pod names it only as the pod's place. A cluster in
 * an unknown form is none (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_EksClusterDetails.html).
 */
export function clusterIn(place: Place, detail: unknown): Resource[] {
  const type = String(part(detail, "type"));
  const id = nameOf(part(detail, "resource", "eksClusterDetails"));
  if (id === undefined || !eksCluster.isId(id) || !type.includes(":Kubernetes/") || podTypes.includes(type)) return [];
  return [{ ...place, kind: eksCluster.kind, id }];
}

interface Workload {
  type: unknown;
  namespace: unknown;
  name: unknown;
  uid: unknown;
  serviceAccount: unknown;
}

/** An ARN comes before a name. */
const nameOf = (cluster: unknown) => lastOfArn(part(cluster, "arn") ?? part(cluster, "name"));

const placeOf = (cluster: unknown): Partial<Place> => {
  const [accountId, region] = [part(cluster, "accountId"), part(cluster, "region")];
  return { ...(accountId && { accountId }), ...(region && { region }) };
};

function workloadOf(resource: unknown): Workload {
  const details = part(resource, "kubernetesDetails", "kubernetesWorkloadDetails");
  const own = (key: string) => part(details, key);
  const serviceAccount = own("serviceAccountName");
  return { type: own("type"), namespace: own("namespace"), name: own("name"), uid: own("uid"), serviceAccount };
}

/** An item of an attack sequence. The API calls the type what the SDK calls kubernetesResourcesTypes. */
function workloadIn(item: unknown): Workload {
  const data = part(item, "data", "kubernetesWorkload");
  const isWorkload = part(item, "resourceType") === "KUBERNETES_WORKLOAD";
  return {
    type: isWorkload ? (part(data, "type") ?? part(data, "kubernetesResourcesTypes")) : undefined,
    namespace: part(data, "namespace"),
    name: part(item, "name"),
    uid: undefined,
    serviceAccount: undefined,
  };
}

/** A Deployment and the like name no pod: any of its pods may be meant. */
function podOf(place: Place, cluster: string | undefined, workload: Workload): Resource[] {
  const { type, namespace, name, uid, serviceAccount } = workload;
  const id = [cluster, namespace, name].join("/");
  if (typeof type !== "string" || !/^pods?$/i.test(type) || !eksPod.isId(id)) return [];
  if (typeof uid !== "string" || !/^[0-9a-f-]{36}$/i.test(uid)) return [{ ...place, kind: eksPod.kind, id }];
  return [{ ...place, kind: eksPod.kind, id, uid }, ...roleOf(place, id, { podUid: uid, serviceAccount })];
}

/**
 * The role of a pod, which only EKS knows. Its sessions have the pod's uid as a tag; without a uid they could not be told from those of
 * other pods (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
 */
function roleOf(
  place: Place,
  pod: string,
  { podUid, serviceAccount }: { podUid: string; serviceAccount: unknown },
): Resource[] {
  if (typeof serviceAccount !== "string" || !/^[a-z0-9.-]{1,253}$/.test(serviceAccount)) return [];
  return [{ ...place, kind: principal.kind, id: pod, principal: { userType: "Role", pod, podUid, serviceAccount } }];
}
