import { type NetworkPolicy, selects } from "../../aws/cluster/objects";
import type { Call } from "../../model/call";
import { podParts } from "../../resources/pod";
import { labelKey, type OwnPolicy, type PodState } from "./state";

/** The name of the policy of a containment. */
export const policyName = (mark: string): string => `firebreak-${mark}`;

/**
 * A policy that selects by the label of one containment and allows nothing in either direction
 * (https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic).
 */
export const denyAll = (mark: string): NetworkPolicy => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: policyName(mark), labels: { [labelKey]: mark } },
  spec: { podSelector: { matchLabels: { [labelKey]: mark } }, policyTypes: ["Ingress", "Egress"] },
});

/** Whether a policy is one that this response made for the containment, changed or not. */
export const isOwn = ({ metadata: { name, labels } }: NetworkPolicy, mark: string): boolean =>
  name === policyName(mark) && labels?.[labelKey] === mark;

/** The policy of this containment among those of a namespace. */
export function ownPolicy(policies: NetworkPolicy[], mark: string): OwnPolicy | undefined {
  const found = policies.find((policy) => isOwn(policy, mark));
  if (!found) return undefined;
  const { podSelector = {}, policyTypes = [], ingress = [], egress = [] } = found.spec ?? {};
  const { matchLabels = {}, matchExpressions = [] } = podSelector;
  const exact =
    Object.entries(matchLabels).join() === `${labelKey},${mark}` &&
    matchExpressions.length === 0 &&
    [...policyTypes].sort().join() === "Egress,Ingress" &&
    ingress.length + egress.length === 0;
  return { uid: found.metadata.uid ?? "", exact };
}

/** The policies that allow the pod some traffic, whatever others deny: the rules of all that select it add up. */
export const allowing = (policies: NetworkPolicy[], labels: Record<string, string>, mark: string): string[] =>
  policies
    .filter(({ spec = {} }) => selects(spec.podSelector ?? {}, labels))
    .filter(({ spec: { ingress = [], egress = [] } = {} }) => ingress.length + egress.length > 0)
    .filter((policy) => !isOwn(policy, mark))
    .map(({ metadata }) => metadata.name);

/** Makes the policy, or makes it again what it was. */
export function denyTraffic({ id, mark, policy }: PodState): Call[] {
  if (policy?.exact) return [];
  const { cluster, namespace } = podParts(id);
  return [
    {
      service: "kubernetes",
      operation: policy ? "ReplaceNetworkPolicy" : "CreateNetworkPolicy",
      input: { cluster, namespace, ...(policy && { name: policyName(mark) }), policy: denyAll(mark) },
      reason: "denies the pod all traffic, in and out, and no other pod",
      changes: ["policies"],
    },
  ];
}

/** Deletes the policy with this uid. */
export const deletePolicy = (at: { cluster: string; namespace: string; name: string; uid: string }): Call => ({
  service: "kubernetes",
  operation: "DeleteNetworkPolicy",
  input: at,
  reason: "the NetworkPolicy was made for this containment",
  changes: ["policies"],
  releases: true,
});
