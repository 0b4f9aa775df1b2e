import { runtimeTypes } from "./runtimeTypes";
import { typesOf } from "./typesOf";

/**
 * The types that report a compromised pod of EKS, if that is their resource
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html,
 * https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-finding-types.html).
 */
export const podTypes = [
  ...typesOf("AttackSequence:EKS", ["CompromisedCluster"]),
  ...typesOf("Execution:Kubernetes", ["MaliciousFile", "SuspiciousFile"]),
  ...runtimeTypes,
];
