import type { Cluster, EKS } from "@aws-sdk/client-eks";
import { coded, codeOf, isMissing, messageOf } from "../../lib/errors";
import type { ClientConfig } from "../../model/response";
import type { NetworkPolicy, Node, Pod } from "./objects";
import { type Endpoint, type Sent, send } from "./send";
import { clusterToken } from "./token";

/** An object of a cluster. */
export interface Named {
  cluster: string;
  name: string;
}

/** An object in a namespace of a cluster. */
export interface InNamespace extends Named {
  namespace: string;
}

/** The calls of the Kubernetes API that Firebreak makes, as those of a client of AWS. */
export interface Kubernetes {
  /** A cluster as EKS shows it now; undefined if there is none. Later calls find the cluster's API by it. */
  describeCluster(name: string): Promise<Cluster | undefined>;
  getPod(input: InNamespace): Promise<Pod>;
  /** A merge patch: https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply */
  patchPod(input: InNamespace & { patch: object }): Promise<Pod>;
  getNode(input: Named): Promise<Node>;
  patchNode(input: Named & { patch: object }): Promise<Node>;
  listNetworkPolicies(input: Omit<InNamespace, "name">): Promise<{ items: NetworkPolicy[] }>;
  createNetworkPolicy(input: InNamespace & { policy: NetworkPolicy }): Promise<NetworkPolicy>;
  replaceNetworkPolicy(input: InNamespace & { policy: NetworkPolicy }): Promise<NetworkPolicy>;
  /** Deletes the policy only if it still has this uid. */
  deleteNetworkPolicy(input: InNamespace & { uid: string }): Promise<unknown>;
}

/** What notes the calls of a client, as the SDK has it: see `logCalls`. */
type Wrapper = (next: (input: unknown) => Promise<unknown>, context: object) => (input: unknown) => Promise<unknown>;

/** The Kubernetes API as a session of this account and Region may use it. A cluster that was not described yet is looked up once. */
export function kubernetesOf({ region, credentials }: ClientConfig, eks: EKS): Kubernetes {
  const found: Record<string, Promise<Cluster | undefined>> = {};
  const wrappers: Wrapper[] = [];
  function look(name: string): Promise<Cluster | undefined> {
    const shown = eks.describeCluster({ name }).then(({ cluster }) => cluster);
    found[name] = shown;
    return shown;
  }
  async function exchange(cluster: string, sent: Sent): Promise<unknown> {
    const { limits, ...endpoint } = locate(cluster, await (found[cluster] ?? look(cluster)));
    const own = typeof credentials === "function" ? await credentials() : credentials!;
    return send(endpoint, clusterToken(cluster, region, own), sent).catch((error: unknown) => {
      if (limits === "" || codeOf(error) !== "ClusterUnavailable") throw error;
      throw coded("ClusterPrivate", `${messageOf(error)}; its public endpoint admits only ${limits}`);
    });
  }
  const call =
    (name: string, sentFor: (input: any) => Sent) =>
    (input: any): Promise<any> => {
      const context = { clientName: "KubernetesClient", commandName: `${name}Command` };
      const first = (): Promise<unknown> => exchange(input.cluster, sentFor(input));
      return wrappers.reduce<(input: unknown) => Promise<unknown>>((next, wrap) => wrap(next, context), first)(input);
    };
  const client = {
    middlewareStack: { add: (wrapper: Wrapper) => void wrappers.push(wrapper) },
    describeCluster: (name: string) =>
      look(name).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      }),
    getPod: call("GetPod", (input) => ({ method: "GET", path: podPath(input) })),
    patchPod: call("PatchPod", (input) => ({ method: "PATCH", path: strict(podPath(input)), body: input.patch })),
    getNode: call("GetNode", (input) => ({ method: "GET", path: nodePath(input) })),
    patchNode: call("PatchNode", (input) => ({ method: "PATCH", path: strict(nodePath(input)), body: input.patch })),
    listNetworkPolicies: call("ListNetworkPolicies", (input) => ({ method: "GET", path: policiesPath(input) })),
    createNetworkPolicy: call("CreateNetworkPolicy", (input) => ({
      method: "POST",
      path: strict(policiesPath(input)),
      body: input.policy,
    })),
    replaceNetworkPolicy: call("ReplaceNetworkPolicy", (input) => ({
      method: "PUT",
      path: strict(policyPath(input)),
      body: input.policy,
    })),
    deleteNetworkPolicy: call("DeleteNetworkPolicy", (input) => ({
      method: "DELETE",
      path: policyPath(input),
      body: { kind: "DeleteOptions", apiVersion: "v1", preconditions: { uid: input.uid } },
    })),
  };
  return client;
}

const podPath = ({ namespace, name }: InNamespace) =>
  `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}`;

const nodePath = ({ name }: Named) => `/api/v1/nodes/${encodeURIComponent(name)}`;

const policiesPath = ({ namespace }: Omit<InNamespace, "name">) =>
  `/apis/networking.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/networkpolicies`;

const policyPath = (input: InNamespace) => `${policiesPath(input)}/${encodeURIComponent(input.name)}`;

/** A part that the API does not know must be refused, not left out: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation */
const strict = (path: string) => `${path}?fieldValidation=Strict`;

/** Where a cluster's API is, and to which addresses it is open, if not to all. */
interface Located extends Endpoint {
  limits: string;
}

/**
 * Where the API of a cluster is.
 *
 * @throws ClusterPrivate if only its VPC reaches it (https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html)
 */
function locate(name: string, { endpoint, certificateAuthority, resourcesVpcConfig = {} }: Cluster = {}): Located {
  const { endpointPublicAccess, publicAccessCidrs = [] } = resourcesVpcConfig;
  if (!endpoint || !certificateAuthority?.data) throw coded("ClusterUnavailable", `cluster ${name} has no API yet`);
  if (endpointPublicAccess === false)
    throw coded("ClusterPrivate", `the API of cluster ${name} is open to its VPC only, and Firebreak is outside of it`);
  const limits = publicAccessCidrs.some((range) => /\/0$/.test(range)) ? "" : publicAccessCidrs.join(", ");
  return { url: endpoint, ca: Buffer.from(certificateAuthority.data, "base64").toString(), limits };
}
