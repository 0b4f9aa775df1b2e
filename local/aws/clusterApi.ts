import { readFile } from "node:fs/promises";
import path from "node:path";
import type { EKS } from "@aws-sdk/client-eks";
import { parseAllDocuments } from "yaml";
import { type Sent, send } from "../../runtime/aws/cluster/send";
import { clusterToken } from "../../runtime/aws/cluster/token";
import type { TaskCredentials } from "./taskCredentials";

/** Sends requests to the Kubernetes API of a cluster. */
export type ClusterApi = (method: Sent["method"], path: string, body?: unknown) => Promise<any>;

/** The Kubernetes API of a cluster, as the principal with these credentials may use it. */
export async function clusterApi(eks: EKS, name: string): Promise<ClusterApi> {
  const { cluster } = await eks.describeCluster({ name });
  const ca = Buffer.from(cluster!.certificateAuthority!.data!, "base64").toString();
  const credentials = { sessionToken: "", ...(await eks.config.credentials()) };
  const region = await eks.config.region();
  return (method, path, body) =>
    send({ url: cluster!.endpoint!, ca }, clusterToken(name, region, credentials), { method, path, body });
}

/** Applies docs/cluster-access.yaml, as the cluster's owner does. */
export async function applyAccess(api: ClusterApi): Promise<void> {
  const text = await readFile(path.join(__dirname, "..", "..", "docs", "cluster-access.yaml"), "utf8");
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS();
    await api("POST", `/apis/rbac.authorization.k8s.io/v1/${object.kind.toLowerCase()}s`, object);
  }
}

/** What a pod of a test is. */
export interface PodParts {
  namespace: string;
  name: string;
  address: string;
  node?: string;
  labels?: Record<string, string>;
  hostNetwork?: boolean;
}

/** Makes a pod that runs on a node, and returns its uid. The local API takes the status as given. */
export async function makePod(
  api: ClusterApi,
  { namespace, name, address, labels, ...rest }: PodParts,
): Promise<string> {
  const { node = "node-1", hostNetwork } = rest;
  const made = await api("POST", `/api/v1/namespaces/${namespace}/pods`, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...(labels && { labels }) },
    spec: { nodeName: node, serviceAccountName: "default", ...(hostNetwork && { hostNetwork }), containers: [] },
    status: { phase: "Running", podIP: address, podIPs: [{ ip: address }] },
  });
  return made.metadata.uid;
}

/** The pod whose credentials are wanted. */
export interface PodOf {
  /** An ARN. */
  cluster: string;
  namespace: string;
  serviceAccount: string;
  pod: string;
  uid: string;
}

/**
 * What the containers of a pod get by Pod Identity: a session of the role, with a new name each time and tags that name the pod
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
 *
 * @throws Error if its service account has no role that EKS may assume
 */
export async function podCredentials(endpoint: string, pod: PodOf): Promise<TaskCredentials> {
  const response = await fetch(`${endpoint}/_local-aws/pod-credentials?${new URLSearchParams({ ...pod })}`);
  if (!response.ok) throw new Error(`no credentials of ${pod.pod}: ${await response.text()}`);
  const { AccessKeyId, SecretAccessKey, SessionToken } = (await response.json()) as Record<string, string>;
  return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
}

/** Registers a node. */
export const makeNode = (api: ClusterApi, name: string): Promise<unknown> =>
  api("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name }, spec: {} });
