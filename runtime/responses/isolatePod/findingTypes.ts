import { podTypes } from "../../findings/podTypes";

/** The types that report a compromised pod. Those of Runtime Monitoring count only if their resource is a cluster of EKS. */
export const findingTypes = podTypes;
