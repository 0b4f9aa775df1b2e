import type { Call, Evidence } from "../../model/call";
import {
  type ClusterSettings,
  type ClusterState,
  confined,
  type Endpoint,
  inWord,
  isBusy,
  isConfined,
  updateKind,
} from "./state";

/**
 * One update of the endpoint, then looks until EKS has applied it. An update is asynchronous, EKS takes one at a time, and each run
 * asks for one only (https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html).
 */
export function plan(state: ClusterState, settings: ClusterSettings): Call[] {
  if (isConfined(state, settings)) return isBusy(state) && (state.changed || state.asked) ? [lookAgain(state)] : [];
  const { update } = state;
  if (state.asked && (update?.status === "Failed" || update?.status === "Cancelled"))
    return [{ ...confine(state, settings), waitsFor: "a person", reason: `EKS did not apply it (${update.problem})` }];
  if (state.asked) return [lookAgain(state)];
  return isBusy(state)
    ? [lookAgain(state), { ...confine(state, settings), waitsFor: "the end of the update that EKS applies now" }]
    : [confine(state, settings)];
}

function confine(state: ClusterState, settings: ClusterSettings): Call {
  const wanted = confined(state, settings);
  const who = wanted.publicAccess
    ? `only ${wanted.cidrs.join(", ")} may still reach the API from the internet`
    : "nobody may reach the API from the internet";
  return setEndpoint(state, wanted, `${who}; nodes reach it inside the VPC`);
}

/** Sets who reaches the API. */
export function setEndpoint({ name }: ClusterState, wanted: Endpoint, reason: string): Call {
  const { publicAccess, privateAccess, cidrs } = wanted;
  return {
    service: "eks",
    operation: "UpdateClusterConfig",
    input: {
      name,
      resourcesVpcConfig: {
        endpointPublicAccess: publicAccess,
        endpointPrivateAccess: privateAccess,
        // EKS ignores the ranges of a closed endpoint.
        ...(publicAccess && { publicAccessCidrs: cidrs }),
      },
    },
    reason,
    changes: ["cluster"],
  };
}

/** Seconds between two looks at an update, which takes minutes. */
const pause = 8;

/** Reads the cluster once more after a pause. */
export function lookAgain({ name, status, update, asked }: ClusterState): Call {
  return {
    service: "eks",
    operation: "DescribeCluster",
    input: { name },
    reason:
      asked || update?.status === "InProgress"
        ? "EKS has not applied the update yet, which takes some minutes"
        : `EKS applies an update, which takes some minutes, and it takes one at a time: the cluster is ${status}`,
    changes: ["cluster"],
    wait: pause,
    again: true,
    renews: true,
  };
}

/** The update that a call asked for, and what it set the endpoint to. */
export function evidence({ operation, input }: Call, output: any): Evidence[] {
  if (operation !== "UpdateClusterConfig") return [];
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs = [] } = input["resourcesVpcConfig"] as any;
  const set = { publicAccess: endpointPublicAccess, privateAccess: endpointPrivateAccess, cidrs: publicAccessCidrs };
  return [{ kind: updateKind, id: `${output.update.id} ${inWord(set)}` }];
}
