import type { EC2 } from "@aws-sdk/client-ec2";
import type { EKS } from "@aws-sdk/client-eks";
import type { Kubernetes } from "../../aws/cluster/kubernetes";
import type { ReadContext } from "../../model/response";
import type { PodPriorState, PodState } from "./state";

/** The clients that isolation needs in the target's account and Region, and the APIs of the clusters there. */
export interface PodClients {
  eks: EKS;
  ec2: EC2;
  kubernetes: Kubernetes;
}

/** What is known of the pod while it is read. */
export type Context = ReadContext<PodState, PodPriorState>;
