const of = (family: string, names: string[]) => names.map((name) => `${family}/${name}`);

/**
 * The GuardDuty finding types that say that somebody's credentials are in other hands
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). InstanceCredentialExfiltration is
 * the name that OutsideAWS had until 2021; a finding from then may still be sent on.
 */
export const findingTypes = [
  ...of("AttackSequence:EC2", ["CompromisedInstanceGroup"]),
  ...of("AttackSequence:IAM", ["CompromisedCredentials"]),
  ...of("AttackSequence:S3", ["CompromisedData"]),
  ...of("UnauthorizedAccess:IAMUser", [
    "ConsoleLoginSuccess.B",
    "InstanceCredentialExfiltration",
    "InstanceCredentialExfiltration.InsideAWS",
    "InstanceCredentialExfiltration.OutsideAWS",
    "MaliciousIPCaller",
    "MaliciousIPCaller.Custom",
    "ResourceCredentialExfiltration.InsideAWS",
    "ResourceCredentialExfiltration.OutsideAWS",
    "TorIPCaller",
  ]),
  ...of("CredentialAccess:IAMUser", ["CompromisedCredentials"]),
  ...of("Exfiltration:IAMUser", ["AnomalousBehavior"]),
  ...of("Impact:IAMUser", ["AnomalousBehavior"]),
  ...of("Discovery:S3", ["MaliciousIPCaller", "MaliciousIPCaller.Custom"]),
  ...of("Exfiltration:S3", ["AnomalousBehavior", "MaliciousIPCaller"]),
  ...of("Impact:S3", ["AnomalousBehavior.Delete", "AnomalousBehavior.Permission", "MaliciousIPCaller"]),
  ...of("UnauthorizedAccess:S3", ["MaliciousIPCaller.Custom", "TorIPCaller"]),
];
