import { confineCluster } from "../../../runtime/responses/confineCluster";
import { worldModel } from "../../models/adapted";
import { clients, settle, target, world } from "../../runtime/responses/confineCluster/model";
import type { Account, Scenario } from "../scenario";
import { guardDutyEvent } from "./events";

function account(): Account {
  const holder = { world: world({ slow: 10 }) };
  const now = () => Date.now() / 1000;
  const cluster = () => settle(holder.world, now());
  const isClosed = () => !cluster().endpoint.endpointPublicAccess && cluster().endpoint.endpointPrivateAccess;
  const powers = () => (isClosed() ? [] : ["to call the API from the internet"]);
  return {
    models: { eks: worldModel("EKS", holder, (state) => clients(state, now).eks) },
    powers,
    shape: () => structuredClone(cluster().endpoint),
    isCut: isClosed,
    isContained: () => isClosed() && cluster().updates.every(({ status }) => status !== "InProgress"),
    evidence: () => [],
    twice: () => [],
    tag: (key, value) => {
      holder.world.tags[key] = value;
    },
  };
}

/** A cluster whose API is open to the internet, and called from a malicious address. */
export const clusterScenario: Scenario = {
  name: "confine-cluster",
  response: confineCluster,
  settings: { publicAccessCidrs: [] },
  event: guardDutyEvent("finding-cluster", "Discovery:Kubernetes/MaliciousIPCaller", {
    resourceType: "EKSCluster",
    eksClusterDetails: { name: target.id, arn: target.arn },
  }),
  target: target.arn,
  lagging: ["EKS"],
  account,
};
