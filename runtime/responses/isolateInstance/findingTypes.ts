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
  ...typesOf("Backdoor:EC2", [
    "C&CActivity.B",
    "C&CActivity.B!DNS",
    "DenialOfService.Dns",
    "DenialOfService.Tcp",
    "DenialOfService.Udp",
    "DenialOfService.UdpOnTcpPorts",
    "DenialOfService.UnusualProtocol",
    "Spambot",
  ]),
  ...typesOf("CryptoCurrency:EC2", ["BitcoinTool.B", "BitcoinTool.B!DNS"]),
  ...typesOf("Impact:EC2", [
    "BitcoinDomainRequest.Reputation",
    "MaliciousDomainRequest.Reputation",
    "PortSweep",
    "WinRMBruteForce",
  ]),
  ...typesOf("Trojan:EC2", [
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
  ...typesOf("UnauthorizedAccess:EC2", [
    "MaliciousIPCaller.Custom",
    "MetadataDNSRebind",
    "RDPBruteForce",
    "SSHBruteForce",
    "TorClient",
    "TorRelay",
  ]),
  ...typesOf("Execution:EC2", ["MaliciousFile", "SuspiciousFile"]),
  ...runtimeTypes,
];

/** Types whose `service.resourceRole` names the attacker: the instance is isolated only if it is the attacker. */
export const actorTypes = [
  "Impact:EC2/WinRMBruteForce",
  "UnauthorizedAccess:EC2/RDPBruteForce",
  "UnauthorizedAccess:EC2/SSHBruteForce",
];
