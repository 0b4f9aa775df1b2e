import { buildWall } from "../../aws/wall/around";
import { leaveAddresses } from "../../aws/wall/entries";
import type { Call } from "../../model/call";
import { podParts } from "../../resources/pod";
import { denyTraffic } from "./policy";
import { labelKey, type PodSeen, type PodSettings, type PodState } from "./state";

/**
 * The missing calls until the pod is isolated: its label, the policy that denies what has the label, and the wall around its
 * addresses. A pod with the addresses of its node gets none of these: policies do not apply to it, and a wall would cut its
 * neighbours (https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods).
 */
export function plan(state: PodState, settings: PodSettings): Call[] {
  const { pod } = state;
  if (!pod) return [];
  const cut = pod.hostNetwork ? [] : [...label(state, pod), ...denyTraffic(state)];
  const wall = settings.networkAcls ? buildWall(state) : [];
  return [...cut, ...wall, ...leaveAddresses(state), ...(settings.cordonNode ? cordon(state) : [])];
}

function label({ id, mark }: PodState, { labels, uid }: PodSeen): Call[] {
  if (labels[labelKey] === mark) return [];
  return [{ ...setLabel(id, uid, mark), reason: "marks the pod for the NetworkPolicy of this containment" }];
}

/** Sets the label of a pod, or removes it. The uid makes the API refuse another pod of the same name. */
export function setLabel(id: string, uid: string, value: string | null): Omit<Call, "reason"> {
  return {
    service: "kubernetes",
    operation: "PatchPod",
    input: { ...podParts(id), patch: { metadata: { uid, labels: { [labelKey]: value } } } },
    changes: ["pod"],
  };
}

/** What runs on a cordoned node goes on: https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration */
function cordon({ id, mark, node }: PodState): Call[] {
  if (!node || node.unschedulable) return [];
  const { cluster } = podParts(id);
  return [
    {
      service: "kubernetes",
      operation: "PatchNode",
      input: { cluster, name: node.name, patch: cordoned(true, mark) },
      reason: `cordonNode is on: node ${node.name} takes no new pods`,
      changes: ["node"],
      secondary: true,
    },
  ];
}

/** A cordon with its mark, or the end of both. */
export const cordoned = (unschedulable: boolean, mark: string) => ({
  metadata: { labels: { [labelKey]: unschedulable ? mark : null } },
  spec: { unschedulable: unschedulable || null },
});
