/** Finding types that no response contains on purpose, and what people do about them. */
export interface NotifiedTypes {
  why: string;
  types: string[];
}

const of = (family: string, names: string[]) => names.map((name) => `${family}/${name}`);
const across = (families: string[], suffix: string, names: string[]) =>
  families.flatMap((family) => of(`${family}:${suffix}`, names));

/**
 * The active GuardDuty finding types that are told and not contained
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). Config may give any of them to a
 * response. Together with the types of the responses this is the list of all types that are known.
 */
export const notifiedTypes: NotifiedTypes[] = [
  {
    why: "a cluster is contained through its own API; isolate single nodes by hand",
    types: [
      ...of("AttackSequence:EKS", ["CompromisedCluster"]),
      ...of("AttackSequence:ECS", ["CompromisedCluster"]),
      ...across(["Execution"], "Container", ["MaliciousFile", "SuspiciousFile"]),
      ...across(["Execution"], "ECS", ["MaliciousFile", "SuspiciousFile"]),
      ...across(["Execution"], "Kubernetes", [
        "MaliciousFile",
        "SuspiciousFile",
        "ExecInKubeSystemPod",
        "AnomalousBehavior.ExecInPod",
        "AnomalousBehavior.WorkloadDeployed",
      ]),
      ...across(["CredentialAccess", "DefenseEvasion", "Discovery", "Impact", "Persistence"], "Kubernetes", [
        "MaliciousIPCaller",
        "MaliciousIPCaller.Custom",
        "SuccessfulAnonymousAccess",
        "TorIPCaller",
      ]),
      ...of("CredentialAccess:Kubernetes", ["AnomalousBehavior.SecretsAccessed"]),
      ...of("Discovery:Kubernetes", ["AnomalousBehavior.PermissionChecked"]),
      ...of("Persistence:Kubernetes", ["AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount"]),
      ...of("PrivilegeEscalation:Kubernetes", [
        "AnomalousBehavior.RoleBindingCreated",
        "AnomalousBehavior.RoleCreated",
        "AnomalousBehavior.WorkloadDeployed!PrivilegedContainer",
      ]),
      ...of("Policy:Kubernetes", [
        "AdminAccessToDefaultServiceAccount",
        "AnonymousAccessGranted",
        "KubeflowDashboardExposed",
        "ExposedDashboard",
      ]),
    ],
  },
  {
    why: "unusual use of permissions is often legitimate: look at what was called before the principal is blocked",
    types: [
      ...across(
        ["CredentialAccess", "DefenseEvasion", "Discovery", "InitialAccess", "Persistence", "PrivilegeEscalation"],
        "IAMUser",
        ["AnomalousBehavior"],
      ),
      ...of("Recon:IAMUser", ["MaliciousIPCaller", "MaliciousIPCaller.Custom", "TorIPCaller"]),
      ...of("PenTest:IAMUser", ["KaliLinux", "ParrotLinux", "PentooLinux"]),
      ...of("DefenseEvasion:IAMUser", ["BedrockLoggingDisabled"]),
      ...of("Stealth:IAMUser", ["CloudTrailLoggingDisabled", "PasswordPolicyChange"]),
      ...of("Impact:IAMUser", ["AnomalousModelInvocation", "CostHarvesting", "PromptInjection.Direct"]),
    ],
  },
  {
    why: "nothing in IAM limits the root user: a service control policy or a person does",
    types: of("Policy:IAMUser", ["RootCredentialUsage", "ShortTermRootCredentialUsage"]),
  },
  {
    why: "a sign, not a proof, that the instance is compromised: isolate it by hand if it is",
    types: [
      ...of("Impact:EC2", [
        "AbusedDomainRequest.Reputation",
        "MaliciousDomainRequest.Custom",
        "SuspiciousDomainRequest.Reputation",
      ]),
      ...of("DefenseEvasion:EC2", ["UnusualDNSResolver", "UnusualDoHActivity", "UnusualDoTActivity"]),
      ...of("Behavior:EC2", ["NetworkPortUnusual", "TrafficVolumeUnusual"]),
      ...of("Recon:EC2", ["Portscan", "PortProbeEMRUnprotectedPort", "PortProbeUnprotectedPort"]),
      ...of("DefenseEvasion:Runtime", [
        "FilelessExecution",
        "ProcessInjection.Ptrace",
        "PtraceAntiDebugging",
        "SensitiveFileModified",
      ]),
      ...of("Discovery:Runtime", ["SuspiciousCommand"]),
      ...of("Execution:Runtime", [
        "NewBinaryExecuted",
        "NewLibraryLoaded",
        "SuspiciousCommand",
        "SuspiciousShellCreated",
        "SuspiciousTool",
      ]),
      ...of("Impact:Runtime", [
        "AbusedDomainRequest.Reputation",
        "MaliciousDomainRequest.Reputation",
        "SuspiciousDomainRequest.Reputation",
      ]),
      ...of("Persistence:Runtime", ["SensitiveFileModified", "SuspiciousCommand"]),
      ...of("PrivilegeEscalation:Runtime", [
        "ContainerMountsHostDirectory",
        "DockerSocketAccessed",
        "ElevationToRoot",
        "SensitiveFileModified",
        "SuspiciousCommand",
        "UserfaultfdUsage",
      ]),
      ...of("Trojan:Runtime", ["BlackholeTraffic", "BlackholeTraffic!DNS", "DropPoint", "DropPoint!DNS"]),
    ],
  },
  {
    why: "a file in a copy: do not restore or start anything from it",
    types: [
      ...of("Execution:EC2", ["MaliciousFile!AMI", "MaliciousFile!RecoveryPoint", "MaliciousFile!Snapshot"]),
      ...of("Execution:S3", ["MaliciousFile!RecoveryPoint"]),
      ...of("Object:S3", ["MaliciousFile"]),
    ],
  },
  {
    why: "look at what was read or written before the principal is blocked",
    types: [
      ...of("Discovery:S3", ["AnomalousBehavior", "TorIPCaller"]),
      ...of("Impact:S3", ["AnomalousBehavior.Write"]),
      ...of("PenTest:S3", ["KaliLinux", "ParrotLinux", "PentooLinux"]),
    ],
  },
  {
    why: "a safeguard was switched off: switch it on again",
    types: [
      ...of("Policy:S3", ["AccountBlockPublicAccessDisabled", "BucketBlockPublicAccessDisabled"]),
      ...of("Stealth:S3", ["ServerAccessLoggingDisabled"]),
    ],
  },
  {
    why: "a function is stopped by a reserved concurrency of 0, and its role is blocked by hand",
    types: [
      ...of("Backdoor:Lambda", ["C&CActivity.B"]),
      ...of("CryptoCurrency:Lambda", ["BitcoinTool.B"]),
      ...of("Trojan:Lambda", ["BlackholeTraffic", "DropPoint"]),
      ...of("UnauthorizedAccess:Lambda", ["MaliciousIPCaller.Custom", "TorClient", "TorRelay"]),
    ],
  },
  {
    why: "a database login: change its password and confine its security group",
    types: [
      ...of("CredentialAccess:RDS", [
        "AnomalousBehavior.FailedLogin",
        "AnomalousBehavior.SuccessfulBruteForce",
        "AnomalousBehavior.SuccessfulLogin",
        "MaliciousIPCaller.FailedLogin",
        "MaliciousIPCaller.SuccessfulLogin",
        "TorIPCaller.FailedLogin",
        "TorIPCaller.SuccessfulLogin",
      ]),
      ...of("Discovery:RDS", ["MaliciousIPCaller", "TorIPCaller"]),
    ],
  },
  {
    why: "a detection rule of your own reported it: decide by what it detects",
    types: [
      ...of("CredentialAccess:EC2", ["UnsecuredCredentials"]),
      ...of("CredentialAccess:RDS", ["ModifyAuthenticationProcess"]),
      ...across(["DefenseImpairment"], "EC2", ["DisableOrModifyTools"]),
      ...of("DefenseImpairment:Organizations", ["DisableOrModifyTools", "ModifyCloudResourceHierarchy"]),
      ...of("DefenseImpairment:RDS", ["ModifyAuthenticationProcess"]),
      ...of("DefenseImpairment:Route53Resolver", ["DisableOrModifyTools"]),
      ...of("DefenseImpairment:S3", ["DisableOrModifyTools"]),
      ...of("Execution:SageMaker", ["CommandAndScriptingInterpreter"]),
      ...of("Exfiltration:EC2", ["TransferDataToCloudAccount"]),
      ...of("Exfiltration:RDS", ["TransferDataToCloudAccount"]),
      ...of("Exfiltration:S3", ["TransferDataToCloudAccount"]),
      ...of("Impact:S3", ["DataDestruction"]),
      ...of("Impact:SES", ["ResourceHijacking"]),
      ...of("InitialAccess:IAM", ["ValidAccounts"]),
      ...of("InitialAccess:RDS", ["ExploitPublicFacingApplication"]),
      ...of("LateralMovement:EC2", ["RemoteServices"]),
      ...of("Persistence:EC2", ["BootOrLogonInitializationScripts", "ExternalRemoteServices"]),
      ...of("Persistence:IAM", ["AccountManipulation"]),
      ...of("Persistence:Lambda", ["AccountManipulation", "ModifyAuthenticationProcess"]),
      ...of("Persistence:RolesAnywhere", ["AccountManipulation"]),
      ...of("PrivilegeEscalation:IAM", ["AccountManipulation"]),
      ...of("ResourceDevelopment:SES", ["CompromiseAccounts"]),
    ],
  },
];

/** What people are told of a type that nobody contains; undefined if it is not known. */
export function whyNotified(type: string): string | undefined {
  return notifiedTypes.find((group) => group.types.includes(type))?.why;
}
