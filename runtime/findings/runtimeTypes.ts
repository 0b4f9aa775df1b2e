import { typesOf } from "./typesOf";

/**
 * GuardDuty's types of Runtime Monitoring that report a compromised workload: an instance, or a container, as their resource says
 * (https://docs.aws.amazon.com/guardduty/latest/ug/findings-runtime-monitoring.html).
 */
export const runtimeTypes = [
  ...typesOf("Backdoor:Runtime", ["C&CActivity.B", "C&CActivity.B!DNS"]),
  ...typesOf("CryptoCurrency:Runtime", ["BitcoinTool.B", "BitcoinTool.B!DNS"]),
  ...typesOf("DefenseEvasion:Runtime", [
    "KernelModuleLoaded",
    "ProcessInjection.Proc",
    "ProcessInjection.VirtualMemoryWrite",
    "SuspiciousCommand",
  ]),
  ...typesOf("Execution:Runtime", ["MaliciousFileExecuted", "MaliciousFileExecuted.Custom", "ReverseShell"]),
  ...typesOf("Impact:Runtime", ["BitcoinDomainRequest.Reputation", "CryptoMinerExecuted"]),
  ...typesOf("PrivilegeEscalation:Runtime", ["CGroupsReleaseAgentModified", "RuncContainerEscape"]),
  ...typesOf("Trojan:Runtime", ["DGADomainRequest.C!DNS", "DriveBySourceTraffic!DNS", "PhishingDomainRequest!DNS"]),
  ...typesOf("UnauthorizedAccess:Runtime", ["MetadataDNSRebind", "TorClient", "TorRelay"]),
];

/**
 * The types that report a compromised task of ECS, if that is their resource
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-attack-sequence-finding-types.html,
 * https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection-finding-types.html).
 */
export const taskTypes = [
  ...typesOf("AttackSequence:ECS", ["CompromisedCluster"]),
  ...typesOf("Execution:ECS", ["MaliciousFile", "SuspiciousFile"]),
  ...runtimeTypes,
];
