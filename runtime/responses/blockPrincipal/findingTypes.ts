import { guardrailTypes } from "../../findings/guardrailTypes";
import { leakTypes } from "../../findings/instanceTypes";
import { lambdaTypes } from "../../findings/lambdaTypes";
import { taskTypes } from "../../findings/runtimeTypes";
import { typesOf } from "../../findings/typesOf";

/**
 * The GuardDuty finding types that report compromised credentials
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). InstanceCredentialExfiltration is
 * the name that OutsideAWS had until 2021; a finding from then may still be sent on. A compromised function has the credentials of its
 * role: only the sessions with the function's name are denied, so other functions with the same role go on. The same holds for a
 * compromised task, whose sessions have the task's id as name. A principal that switched a guardrail off is blocked only after a person
 * approves.
 */
export const findingTypes = [
  ...typesOf("AttackSequence:EC2", ["CompromisedInstanceGroup"]),
  ...typesOf("AttackSequence:IAM", ["CompromisedCredentials"]),
  ...typesOf("AttackSequence:S3", ["CompromisedData"]),
  ...typesOf("UnauthorizedAccess:IAMUser", [
    "ConsoleLoginSuccess.B",
    "MaliciousIPCaller",
    "MaliciousIPCaller.Custom",
    "ResourceCredentialExfiltration.InsideAWS",
    "ResourceCredentialExfiltration.OutsideAWS",
    "TorIPCaller",
  ]),
  ...leakTypes,
  ...typesOf("CredentialAccess:IAMUser", ["CompromisedCredentials"]),
  ...typesOf("Exfiltration:IAMUser", ["AnomalousBehavior"]),
  ...typesOf("Impact:IAMUser", ["AnomalousBehavior"]),
  ...typesOf("Discovery:S3", ["MaliciousIPCaller", "MaliciousIPCaller.Custom"]),
  ...typesOf("Exfiltration:S3", ["AnomalousBehavior", "MaliciousIPCaller"]),
  ...typesOf("Impact:S3", ["AnomalousBehavior.Delete", "AnomalousBehavior.Permission", "MaliciousIPCaller"]),
  ...typesOf("UnauthorizedAccess:S3", ["MaliciousIPCaller.Custom", "TorIPCaller"]),
  ...lambdaTypes,
  ...taskTypes,
  ...guardrailTypes,
];
