import { typesOf } from "./typesOf";

/**
 * GuardDuty's types that report a compromised instance by its traffic, its DNS queries or its files
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html).
 */
export const instanceTypes = [
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
];

/** Types whose `service.resourceRole` names the attacker: the instance is isolated only if it is the attacker. */
export const actorTypes = [
  "Impact:EC2/WinRMBruteForce",
  "UnauthorizedAccess:EC2/RDPBruteForce",
  "UnauthorizedAccess:EC2/SSHBruteForce",
];

/** Types whose instance is always the compromised one. */
export const compromisedTypes = instanceTypes.filter((type) => !actorTypes.includes(type));

/** Types about credentials of an instance that were used elsewhere: the resource is the access key, and the instance leaked it. */
export const leakTypes = typesOf("UnauthorizedAccess:IAMUser", [
  "InstanceCredentialExfiltration",
  "InstanceCredentialExfiltration.InsideAWS",
  "InstanceCredentialExfiltration.OutsideAWS",
]);
