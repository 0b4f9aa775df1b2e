import { EC2 } from "@aws-sdk/client-ec2";
import { EKS } from "@aws-sdk/client-eks";
import { kubernetesOf } from "../../aws/cluster/kubernetes";
import { wallCalls, wallKind, wallMoves } from "../../aws/wall/acls";
import { isWalled } from "../../aws/wall/around";
import type { Finding } from "../../model/finding";
import { leftToPerson } from "../../model/refusal";
import type { Response } from "../../model/response";
import { typeNames } from "../../resources";
import { podParts } from "../../resources/pod";
import { podTarget } from "../../resources/targets";
import type { PodClients } from "./clients";
import { findingTypes } from "./findingTypes";
import { permissions } from "./permissions";
import { plan } from "./plan";
import { read } from "./read";
import { evidence, evidenceIn, givesBack, leftBehind, priorState, releasePlan } from "./release";
import { beyondReach, residualRisk, sharesNode, withoutAccess } from "./residualRisk";
import { labelKey, type PodPriorState, type PodSettings, type PodState } from "./state";

/** Denies a pod of EKS all traffic in its cluster, keeps its address from other subnets, and keeps it as evidence. */
export const isolatePod: Response<PodState, PodPriorState, PodSettings, PodClients> = {
  name: "isolate-pod",
  words: { done: "pod isolated", undone: "isolation removed" },
  resourceTypes: ["AttackSequence", ...typeNames("eks-pod")],
  kind: "eks-pod",
  findingTypes,
  customAction: { id: "IsolatePodSH", name: "Isolate Pod", description: "Firebreak isolates the pod of EKS" },
  targets(finding: Finding) {
    const pods = finding.resources.filter((resource) => resource.kind === "eks-pod");
    if (pods.length === 0)
      return leftToPerson(`${finding.type} names no pod: find what acted in the cluster and isolate it by hand`);
    // Always set: a hold without details would not count in `wanted`.
    return pods.map((resource) => ({ ...podTarget(resource, resource.id), details: { uid: resource.uid ?? "" } }));
  },
  asksApproval({ id }) {
    const { namespace } = podParts(id);
    return namespace === "kube-system"
      ? "pods of kube-system run the cluster itself, such as its DNS and its network: others may stop with it"
      : undefined;
  },
  clients(config) {
    const eks = new EKS(config);
    return { eks, ec2: new EC2(config), kubernetes: kubernetesOf(config, eks) };
  },
  read,
  tags: (state) => state.tags,
  isPartly: (state) => isWalled(state) || (state.policy?.exact === true && state.pod?.labels[labelKey] === state.mark),
  plan,
  notNeeded(state) {
    if (state.noAccess !== undefined) return leftToPerson(withoutAccess(state));
    return state.pod?.hostNetwork ? leftToPerson(sharesNode(state.pod)) : undefined;
  },
  residualRisk,
  beyondReach,
  priorState,
  releasePlan,
  evidence,
  evidenceIn,
  givesBack,
  marksAs: wallKind,
  leftBehind,
  permissions,
  undoneBy: { source: "aws.ec2", calls: wallCalls, shared: wallMoves, regional: true },
};
