const of = (family: string, names: string[]) => names.map((name) => `${family}/${name}`);

/**
 * The GuardDuty finding types that say that an instance itself is compromised
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). Runtime findings count only if
 * their resource is an instance: on a container's node there are neighbours.
 */
export const findingTypes = [
  ...of("AttackSequence:EC2", ["CompromisedInstanceGroup"]),
  ...of("AttackSequence:IAM", ["CompromisedCredentials"]),
  ...of("AttackSequence:S3", ["CompromisedData"]),
  ...of("Backdoor:EC2", [
    "C&CActivity.B",
    "C&CActivity.B!DNS",
    "DenialOfService.Dns",
    "DenialOfService.Tcp",
    "DenialOfService.Udp",
    "DenialOfService.UdpOnTcpPorts",
    "DenialOfService.UnusualProtocol",
    "Spambot",
  ]),
  ...of("CryptoCurrency:EC2", ["BitcoinTool.B", "BitcoinTool.B!DNS"]),
  ...of("Impact:EC2", [
    "BitcoinDomainRequest.Reputation",
    "MaliciousDomainRequest.Reputation",
    "PortSweep",
    "WinRMBruteForce",
  ]),
  ...of("Trojan:EC2", [
    "BlackholeTraffic",
    "BlackholeTraffic!DNS",
    "DGADomainRequest.B",
    "DGADomainRequest.C!DNS",
    "DNSDataExfiltration",
    "DriveBySourceTraffic!DNS",
    "DropPoint",
    "DropPoint!DNS",
    "PhishingDomainRequest!DNS",
  ]),
  ...of("UnauthorizedAccess:EC2", [
    "MaliciousIPCaller.Custom",
    "MetadataDNSRebind",
    "RDPBruteForce",
    "SSHBruteForce",
    "TorClient",
    "TorRelay",
  ]),
  ...of("Execution:EC2", ["MaliciousFile", "SuspiciousFile"]),
  ...of("Backdoor:Runtime", ["C&CActivity.B", "C&CActivity.B!DNS"]),
  ...of("CryptoCurrency:Runtime", ["BitcoinTool.B", "BitcoinTool.B!DNS"]),
  ...of("DefenseEvasion:Runtime", [
    "KernelModuleLoaded",
    "ProcessInjection.Proc",
    "ProcessInjection.VirtualMemoryWrite",
    "SuspiciousCommand",
  ]),
  ...of("Execution:Runtime", ["MaliciousFileExecuted", "MaliciousFileExecuted.Custom", "ReverseShell"]),
  ...of("Impact:Runtime", ["BitcoinDomainRequest.Reputation", "CryptoMinerExecuted"]),
  ...of("PrivilegeEscalation:Runtime", ["CGroupsReleaseAgentModified", "RuncContainerEscape"]),
  ...of("Trojan:Runtime", ["DGADomainRequest.C!DNS", "DriveBySourceTraffic!DNS", "PhishingDomainRequest!DNS"]),
  ...of("UnauthorizedAccess:Runtime", ["MetadataDNSRebind", "TorClient", "TorRelay"]),
];

/** Types that say who attacks by `service.resourceRole`: the instance is isolated only if it is the attacker. */
export const actorTypes = [
  "Impact:EC2/WinRMBruteForce",
  "UnauthorizedAccess:EC2/RDPBruteForce",
  "UnauthorizedAccess:EC2/SSHBruteForce",
];
