import { instanceTypes } from "../../findings/instanceTypes";
import { runtimeTypes } from "../../findings/runtimeTypes";
import { typesOf } from "../../findings/typesOf";

/**
 * The GuardDuty finding types that report a compromised instance
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). Runtime findings count only if
 * their resource is an instance: the node of a container also hosts others.
 */
export const findingTypes = [
  ...typesOf("AttackSequence:EC2", ["CompromisedInstanceGroup"]),
  ...typesOf("AttackSequence:IAM", ["CompromisedCredentials"]),
  ...typesOf("AttackSequence:S3", ["CompromisedData"]),
  ...instanceTypes,
  ...runtimeTypes,
];
