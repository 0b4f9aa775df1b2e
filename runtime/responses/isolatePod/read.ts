import type { EC2 } from "@aws-sdk/client-ec2";
import type { Pod } from "../../aws/cluster/objects";
import { pages } from "../../aws/pages";
import { contains } from "../../aws/wall/acls";
import type { Port } from "../../aws/wall/paths";
import { readAcls, wallIn } from "../../aws/wall/readAcls";
import { coded, codeOf, isDenied, isMissing, messageOf } from "../../lib/errors";
import type { Target } from "../../model/target";
import { podParts } from "../../resources/pod";
import type { Context, PodClients } from "./clients";
import { allowing, ownPolicy } from "./policy";
import { labelKey, type NodeSeen, type PodSeen, type PodState, type RefusedPart } from "./state";

/**
 * Reads the pod in its cluster, or its stale parts. Undefined if the cluster or the pod is gone, has ended, or if another pod has its
 * name: its address may be another's soon. Without access to the cluster's API nothing is known but why.
 *
 * @throws what AWS and the cluster throw: a failed reading does not mean that the pod is gone. Busy if another pod of this name is
 * still contained. Once something was changed, also the lack of access: what is there must be seen
 */
export async function read(clients: PodClients, target: Target, context: Context): Promise<PodState | undefined> {
  const { cluster: name } = podParts(target.id);
  const cluster = await clients.kubernetes.describeCluster(name);
  if (!cluster) return undefined;
  const wall = wallIn(context);
  const base: PodState = {
    id: target.id,
    accountId: target.accountId,
    tags: cluster.tags ?? {},
    mark: context.containment,
    allowing: [],
    interfaces: [],
    outside: [],
    acls: [],
    ...(wall.length > 0 && { wall }),
    refused: [],
  };
  try {
    const pod = await readPod(clients, target, context);
    return (
      pod && {
        ...base,
        pod,
        ...(await readAround(clients, base, { ...context, pod, vpcId: cluster.resourcesVpcConfig?.vpcId })),
      }
    );
  } catch (error) {
    if (!isWithoutAccess(error) || context.saved || context.priorState) throw error;
    return { ...base, noAccess: messageOf(error) };
  }
}

const isWithoutAccess = (error: unknown) =>
  ["NoClusterAccess", "ClusterPrivate", "NoPodAccess"].includes(codeOf(error));

async function readPod({ kubernetes }: PodClients, { id }: Target, context: Context): Promise<PodSeen | undefined> {
  const { previous, stale, saved, priorState, wanted } = context;
  if (previous?.pod && !stale.includes("pod")) return previous.pod;
  const found = await kubernetes.getPod(podParts(id)).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw isDenied(error) ? coded("NoPodAccess", messageOf(error)) : error;
  });
  if (!found || ["Succeeded", "Failed"].includes(found.status?.phase ?? "")) return undefined;
  const { uid = "" } = found.metadata;
  const own = (saved ?? priorState)?.uid;
  const [last] = wanted.flatMap(({ uid }) => (uid ? [uid] : [])).slice(-1);
  if (own !== undefined && own !== uid && last === uid)
    throw coded(
      "Busy",
      `another pod of the name ${id} is still contained: this one is next once that one's end was noted`,
    );
  return uid === (own ?? last ?? uid) ? seen(found) : undefined;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ */
function seen({ metadata, spec = {}, status = {} }: Pod): PodSeen {
  const hostNetwork = spec.hostNetwork === true;
  const ips = status.podIPs?.map(({ ip }) => ip) ?? (status.podIP ? [status.podIP] : []);
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return {
    uid: metadata.uid ?? "",
    labels: metadata.labels ?? {},
    addresses: hostNetwork ? [] : ips,
    hostNetwork,
    ...(spec.nodeName && { node: spec.nodeName }),
    // https://docs.aws.amazon.com/eks/latest/userguide/fargate.html
    fargate: spec.nodeName?.startsWith("fargate-") === true,
    ...(spec.serviceAccountName && { serviceAccount: spec.serviceAccountName }),
    ...(owner && { owner: `${owner.kind} ${owner.name}` }),
  };
}

type Around = Pick<PodState, "policy" | "allowing" | "node" | "interfaces" | "outside" | "acls" | "refused">;

/** What surrounds the pod, read in parallel. A part that is refused is named; a release has to see what it removes. */
async function readAround(
  { ec2, kubernetes }: PodClients,
  { id, mark }: PodState,
  context: Context & { pod: PodSeen; vpcId: string | undefined },
): Promise<Around> {
  const { previous, stale, priorState, pod, vpcId } = context;
  const { cluster, namespace } = podParts(id);
  const refused: RefusedPart[] = [];
  const part = async <Value>(name: string, known: Value | undefined, read: () => Promise<Value>, none: Value) => {
    if (previous && !stale.includes(name) && !stale.includes("pod")) {
      refused.push(...previous.refused.filter((item) => item.part === name));
      return known ?? none;
    }
    return read().catch((error: unknown) => {
      if (priorState || !(isDenied(error) || codeOf(error) === "NotVisible")) throw error;
      refused.push({ part: name, why: messageOf(error) });
      return none;
    });
  };
  const places = { interfaces: [] as Port[], outside: [] as string[], acls: [] as PodState["acls"] };
  const [policies, node, network] = await Promise.all([
    part(
      "policies",
      previous && { policy: previous.policy, allowing: previous.allowing },
      async () => {
        const { items } = await kubernetes.listNetworkPolicies({ cluster, namespace });
        const labels = { ...pod.labels, [labelKey]: mark };
        return { policy: ownPolicy(items, mark), allowing: allowing(items, labels, mark) };
      },
      { policy: undefined, allowing: [] },
    ),
    part("node", previous?.node, () => readNode(kubernetes, cluster, pod.node, mark), undefined),
    part("networkAcls", previous && pickPlaces(previous), () => readNetwork(ec2, pod, vpcId, context), places),
  ]);
  const { policy, ...others } = policies;
  return { ...others, ...(policy && { policy }), ...(node && { node }), ...network, refused };
}

const pickPlaces = ({ interfaces, outside, acls }: PodState) => ({ interfaces, outside, acls });

async function readNode(
  kubernetes: PodClients["kubernetes"],
  cluster: string,
  name: string | undefined,
  mark: string,
): Promise<NodeSeen | undefined> {
  if (!name) return undefined;
  const { metadata, spec = {} } = await kubernetes.getNode({ cluster, name });
  return { name, unschedulable: spec.unschedulable === true, marked: metadata.labels?.[labelKey] === mark };
}

/** Where the pod's addresses are, and the ACLs around them; of a release, those with entries of the wall. */
async function readNetwork(ec2: EC2, { addresses }: PodSeen, vpcId: string | undefined, context: Context) {
  const subnets = addresses.length > 0 && vpcId ? await readSubnets(ec2, vpcId) : [];
  const subnetOf = (address: string) => subnets.find(({ ranges }) => ranges.some((range) => contains(range, address)));
  const interfaces = addresses.flatMap((address): Port[] => {
    const subnet = subnetOf(address);
    return subnet ? [{ id: address, vpcId: vpcId!, subnetId: subnet.id, addresses: [address] }] : [];
  });
  const near = context.priorState ? [] : interfaces.map((port) => port.vpcId);
  const acls = await readAcls(ec2, interfaces, { near, wall: wallIn(context) });
  return { interfaces, outside: addresses.filter((address) => !subnetOf(address)), acls };
}

async function readSubnets(ec2: EC2, vpcId: string): Promise<{ id: string; ranges: string[] }[]> {
  const found = await pages(
    (NextToken) => ec2.describeSubnets({ Filters: [{ Name: "vpc-id", Values: [vpcId] }], NextToken }),
    (page) => page.Subnets,
    (page) => page.NextToken,
  );
  return found.map((subnet) => ({
    id: subnet.SubnetId!,
    ranges: [
      ...(subnet.CidrBlock ? [subnet.CidrBlock] : []),
      ...(subnet.Ipv6CidrBlockAssociationSet ?? []).flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []),
    ],
  }));
}
