import type { NetworkPolicy, Node, Pod } from "../../runtime/aws/cluster/objects";
import { missing, type Operations, refused, serviceOf } from "./model";

/** What one cluster keeps, as far as responses use it. */
export interface KubernetesState {
  name: string;
  tags: Record<string, string>;
  vpcId: string;
  made: number;
  /** By namespace and name. */
  pods: Record<string, Pod>;
  nodes: Record<string, Node>;
  policies: Record<string, NetworkPolicy>;
  /** Why the API refuses every call. */
  refuses?: "NoClusterAccess" | "ClusterPrivate" | "AccessDenied" | "ClusterUnavailable";
}

/** EKS with this cluster. */
export const eksModel = (holder: { state: KubernetesState }) =>
  serviceOf<KubernetesState>("EKS", holder, {
    DescribeCluster: {
      parameters: ["name"],
      act({ name, tags, vpcId }, given) {
        if (given.name !== name) throw missing("ResourceNotFoundException", given.name);
        return { cluster: { name, tags, arn: `arn:cluster/${name}`, resourcesVpcConfig: { vpcId } } };
      },
    },
  });

/** An object by its name, which must exist in a cluster that answers. */
function one<Value>(state: KubernetesState, objects: Record<string, Value>, name: string): Value {
  if (state.refuses) throw refused(state.refuses, "Unauthorized");
  const found = objects[name];
  if (!found) throw missing("NotFound", name);
  return found;
}

const place = ({ namespace, name }: { namespace: string; name: string }) => `${namespace}/${name}`;

/** A merge patch: https://www.rfc-editor.org/rfc/rfc7386 */
function merged(target: any, patch: any): any {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const result = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key] ?? {}, value);
  }
  return result;
}

function patched(objects: Record<string, any>, key: string, patch: any): unknown {
  const before = objects[key];
  if ((patch.metadata?.uid ?? before.metadata.uid) !== before.metadata.uid) throw refused("Conflict", "uid");
  objects[key] = merged(before, patch);
  // What has nothing in it is left out.
  if (Object.keys(objects[key].metadata.labels ?? { none: "" }).length === 0) delete objects[key].metadata.labels;
  return objects[key];
}

const operations: Operations<KubernetesState> = {
  GetPod: {
    parameters: ["cluster", "namespace", "name"],
    act: (state, input) => one(state, state.pods, place(input)),
  },
  PatchPod: {
    parameters: ["cluster", "namespace", "name", "patch"],
    act(state, input) {
      one(state, state.pods, place(input));
      return patched(state.pods, place(input), input.patch);
    },
  },
  GetNode: { parameters: ["cluster", "name"], act: (state, { name }) => one(state, state.nodes, name) },
  PatchNode: {
    parameters: ["cluster", "name", "patch"],
    act(state, { name, patch }) {
      one(state, state.nodes, name);
      return patched(state.nodes, name, patch);
    },
  },
  ListNetworkPolicies: {
    parameters: ["cluster", "namespace", "name"],
    act(state, { namespace }) {
      if (state.refuses) throw refused(state.refuses, "Unauthorized");
      const inside = Object.entries(state.policies).filter(([key]) => key.startsWith(`${namespace}/`));
      return { items: inside.map(([, policy]) => policy) };
    },
  },
  CreateNetworkPolicy: {
    parameters: ["cluster", "namespace", "policy"],
    act(state, { namespace, policy }) {
      const key = `${namespace}/${policy.metadata.name}`;
      if (state.policies[key]) throw refused("AlreadyExists", key);
      state.policies[key] = { ...policy, metadata: { ...policy.metadata, uid: `policy-${++state.made}` } };
      return state.policies[key];
    },
  },
  ReplaceNetworkPolicy: {
    parameters: ["cluster", "namespace", "name", "policy"],
    act(state, input) {
      const { uid } = one(state, state.policies, place(input)).metadata;
      state.policies[place(input)] = { ...input.policy, metadata: { ...input.policy.metadata, uid } };
    },
  },
  DeleteNetworkPolicy: {
    parameters: ["cluster", "namespace", "name", "uid"],
    act(state, input) {
      if (one(state, state.policies, place(input)).metadata.uid !== input.uid) throw refused("Conflict", "uid");
      delete state.policies[place(input)];
    },
  },
};

/** The API of this cluster. */
export const kubernetesModel = (holder: { state: KubernetesState }) => serviceOf("Kubernetes", holder, operations);
