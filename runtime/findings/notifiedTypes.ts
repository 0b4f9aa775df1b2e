import { matchesWildcard } from "../lib/wildcard";
import { compromisedTypes, leakTypes } from "./instanceTypes";
import { typesOf } from "./typesOf";

/** Finding types that no response contains, by design, and what people should do about them. */
export interface NotifiedTypes {
  why: string;
  /** The name of the response that contains them where its setting `moreFindingTypes` has them. */
  response?: string;
  types: string[];
}

const across = (families: string[], suffix: string, names: string[]) =>
  families.flatMap((family) => typesOf(`${family}:${suffix}`, names));

/** The types of Custom Detection Rules, which report calls that nobody may make in an account. */
const customRuleTypes = [
  ...typesOf("CredentialAccess:EC2", ["UnsecuredCredentials"]),
  ...typesOf("CredentialAccess:RDS", ["ModifyAuthenticationProcess"]),
  ...typesOf("DefenseImpairment:EC2", ["DisableOrModifyTools"]),
  ...typesOf("DefenseImpairment:Organizations", ["DisableOrModifyTools", "ModifyCloudResourceHierarchy"]),
  ...typesOf("DefenseImpairment:RDS", ["ModifyAuthenticationProcess"]),
  ...typesOf("DefenseImpairment:Route53Resolver", ["DisableOrModifyTools"]),
  ...typesOf("DefenseImpairment:S3", ["DisableOrModifyTools"]),
  ...typesOf("Execution:SageMaker", ["CommandAndScriptingInterpreter"]),
  ...typesOf("Exfiltration:EC2", ["TransferDataToCloudAccount"]),
  ...typesOf("Exfiltration:RDS", ["TransferDataToCloudAccount"]),
  ...typesOf("Exfiltration:S3", ["TransferDataToCloudAccount"]),
  ...typesOf("Impact:S3", ["DataDestruction"]),
  ...typesOf("Impact:SES", ["ResourceHijacking"]),
  ...typesOf("InitialAccess:IAM", ["ValidAccounts"]),
  ...typesOf("InitialAccess:RDS", ["ExploitPublicFacingApplication"]),
  ...typesOf("LateralMovement:EC2", ["RemoteServices"]),
  ...typesOf("Persistence:EC2", ["BootOrLogonInitializationScripts", "ExternalRemoteServices"]),
  ...typesOf("Persistence:IAM", ["AccountManipulation"]),
  ...typesOf("Persistence:Lambda", ["AccountManipulation", "ModifyAuthenticationProcess"]),
  ...typesOf("Persistence:RolesAnywhere", ["AccountManipulation"]),
  ...typesOf("PrivilegeEscalation:IAM", ["AccountManipulation"]),
  ...typesOf("ResourceDevelopment:SES", ["CompromiseAccounts"]),
];

/**
 * The active GuardDuty finding types that people are notified of, but that are not contained
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html). Config may give any of them to a
 * response. Together with the types of the responses this is the list of all types that are known.
 */
export const notifiedTypes: NotifiedTypes[] = [
  {
    why: "a malicious file in a container of an instance: isolate the instance by hand",
    types: typesOf("Execution:Container", ["MaliciousFile", "SuspiciousFile"]),
  },
  {
    why: "a dashboard of the cluster is open to the internet: limit who reaches its load balancer, or delete its service",
    types: typesOf("Policy:Kubernetes", ["ExposedDashboard", "KubeflowDashboardExposed"]),
  },
  {
    why: "administrators do this too, also from inside the network: find out who it was, and close the cluster's API to the internet if nobody knows of it",
    response: "confine-cluster",
    types: [
      ...typesOf("CredentialAccess:Kubernetes", ["AnomalousBehavior.SecretsAccessed"]),
      ...typesOf("Discovery:Kubernetes", ["AnomalousBehavior.PermissionChecked"]),
      ...typesOf("PrivilegeEscalation:Kubernetes", [
        "AnomalousBehavior.RoleBindingCreated",
        "AnomalousBehavior.RoleCreated",
      ]),
      ...typesOf("Policy:Kubernetes", ["AdminAccessToDefaultServiceAccount"]),
    ],
  },
  {
    why: "administrators do this too: find out who it was, and isolate the pod if nobody knows of it",
    response: "isolate-pod",
    types: [
      ...typesOf("Execution:Kubernetes", [
        "ExecInKubeSystemPod",
        "AnomalousBehavior.ExecInPod",
        "AnomalousBehavior.WorkloadDeployed",
      ]),
      ...typesOf("Persistence:Kubernetes", ["AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount"]),
      ...typesOf("PrivilegeEscalation:Kubernetes", ["AnomalousBehavior.WorkloadDeployed!PrivilegedContainer"]),
    ],
  },
  {
    why: "unusual use of permissions is often legitimate: check which calls were made, then decide whether to block the principal",
    response: "block-principal",
    types: [
      ...across(
        ["CredentialAccess", "DefenseEvasion", "Discovery", "InitialAccess", "Persistence", "PrivilegeEscalation"],
        "IAMUser",
        ["AnomalousBehavior"],
      ),
      ...typesOf("Recon:IAMUser", ["MaliciousIPCaller", "MaliciousIPCaller.Custom", "TorIPCaller"]),
      ...typesOf("PenTest:IAMUser", ["KaliLinux", "ParrotLinux", "PentooLinux"]),
      ...typesOf("DefenseEvasion:IAMUser", ["BedrockLoggingDisabled"]),
      ...typesOf("Stealth:IAMUser", ["PasswordPolicyChange"]),
      ...typesOf("Impact:IAMUser", ["AnomalousModelInvocation", "CostHarvesting", "PromptInjection.Direct"]),
    ],
  },
  {
    why: "IAM cannot limit the root user: use a service control policy, or act by hand",
    types: typesOf("Policy:IAMUser", ["RootCredentialUsage", "ShortTermRootCredentialUsage"]),
  },
  {
    why: "this indicates, but does not prove, that the instance is compromised: isolate it by hand if it is",
    response: "isolate-instance",
    types: [
      ...typesOf("Impact:EC2", [
        "AbusedDomainRequest.Reputation",
        "MaliciousDomainRequest.Custom",
        "SuspiciousDomainRequest.Reputation",
      ]),
      ...typesOf("DefenseEvasion:EC2", ["UnusualDNSResolver", "UnusualDoHActivity", "UnusualDoTActivity"]),
      ...typesOf("Behavior:EC2", ["NetworkPortUnusual", "TrafficVolumeUnusual"]),
      ...typesOf("Recon:EC2", ["Portscan", "PortProbeEMRUnprotectedPort", "PortProbeUnprotectedPort"]),
      ...typesOf("DefenseEvasion:Runtime", [
        "FilelessExecution",
        "ProcessInjection.Ptrace",
        "PtraceAntiDebugging",
        "SensitiveFileModified",
      ]),
      ...typesOf("Discovery:Runtime", ["SuspiciousCommand"]),
      ...typesOf("Execution:Runtime", [
        "NewBinaryExecuted",
        "NewLibraryLoaded",
        "SuspiciousCommand",
        "SuspiciousShellCreated",
        "SuspiciousTool",
      ]),
      ...typesOf("Impact:Runtime", [
        "AbusedDomainRequest.Reputation",
        "MaliciousDomainRequest.Reputation",
        "SuspiciousDomainRequest.Reputation",
      ]),
      ...typesOf("Persistence:Runtime", ["SensitiveFileModified", "SuspiciousCommand"]),
      ...typesOf("PrivilegeEscalation:Runtime", [
        "ContainerMountsHostDirectory",
        "DockerSocketAccessed",
        "ElevationToRoot",
        "SensitiveFileModified",
        "SuspiciousCommand",
        "UserfaultfdUsage",
      ]),
      ...typesOf("Trojan:Runtime", ["BlackholeTraffic", "BlackholeTraffic!DNS", "DropPoint", "DropPoint!DNS"]),
    ],
  },
  {
    why: "a malicious file in an image, snapshot or recovery point: do not restore or start anything from it",
    types: [
      ...typesOf("Execution:EC2", ["MaliciousFile!AMI", "MaliciousFile!RecoveryPoint", "MaliciousFile!Snapshot"]),
      ...typesOf("Execution:S3", ["MaliciousFile!RecoveryPoint"]),
    ],
  },
  {
    // https://docs.aws.amazon.com/guardduty/latest/ug/compromised-s3object-malware-protection-gdu.html
    why:
      "a malicious object was put into a live bucket: block reads of it (deny s3:GetObject by its tag or key), keep a " +
      "copy as evidence, then delete all its versions, and find out who uploaded it and who has read it",
    types: [...typesOf("Object:S3", ["MaliciousFile"]), "GuardDuty:ObjectScan/THREATS_FOUND"],
  },
  {
    why: "check what was read or written, then decide whether to block the principal",
    response: "block-principal",
    types: [
      ...typesOf("Discovery:S3", ["AnomalousBehavior", "TorIPCaller"]),
      ...typesOf("Impact:S3", ["AnomalousBehavior.Write"]),
      ...typesOf("PenTest:S3", ["KaliLinux", "ParrotLinux", "PentooLinux"]),
    ],
  },
  {
    why: "a safeguard was disabled: enable it again, and block the principal if nobody knows why it was disabled",
    response: "block-principal",
    types: typesOf("Stealth:S3", ["ServerAccessLoggingDisabled"]),
  },
  {
    why:
      "a login that failed or a probe: the database held; limit who reaches it with its security group, and check for a " +
      "login that succeeded. Anyone who reaches the database can cause this, so let a person decide whether to isolate it",
    response: "isolate-database",
    types: [
      ...typesOf("CredentialAccess:RDS", [
        "AnomalousBehavior.FailedLogin",
        "MaliciousIPCaller.FailedLogin",
        "TorIPCaller.FailedLogin",
      ]),
      ...typesOf("Discovery:RDS", ["MaliciousIPCaller", "TorIPCaller"]),
    ],
  },
  {
    // https://docs.aws.amazon.com/guardduty/latest/ug/findings-custom-detection-rules.html
    why:
      "one of your own detection rules reported it: act on what the rule detects, and block the principal where only an " +
      "attacker would do this",
    response: "block-principal",
    types: customRuleTypes,
  },
  {
    why: "it is open to the public and no response closes it: close it by hand",
    types: typesOf("Config:Rule", [
      "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED",
      "S3_ACCESS_POINT_PUBLIC_ACCESS_BLOCKS",
      "SSM_DOCUMENT_NOT_PUBLIC",
    ]),
  },
];

/**
 * Types that a response answers only on request and that may be about a resource of another response: the sessions of an instance's
 * role, the instance whose sessions leaked, and the caller that a custom rule reports. GuardDuty's documentation does not say which
 * resource type the findings of custom rules have.
 */
const besides: { response: string; types: string[]; resourceTypes: string[] }[] = [
  { response: "block-principal", types: compromisedTypes, resourceTypes: ["Instance"] },
  { response: "block-principal", types: customRuleTypes, resourceTypes: ["Instance", "RDSDBInstance"] },
  { response: "isolate-instance", types: leakTypes, resourceTypes: ["AccessKey"] },
];

/** The resource types of findings that a response answers besides another one, and only on request. */
export function resourceTypesBesides(response: string, answered: string[]): string[] {
  const asked = besides.filter(
    (group) => group.response === response && group.types.some((type) => answered.includes(type)),
  );
  return [...new Set(asked.flatMap(({ resourceTypes }) => resourceTypes))];
}

/** The types that a response can contain, but that it answers only if its setting `moreFindingTypes` has them, with `*` for anything. */
export const typesOnRequest = (response: string, pattern = "*"): string[] => {
  const groups = [...notifiedTypes, ...besides].filter((group) => group.response === response);
  return [...new Set(groups.flatMap(({ types }) => types))].filter((type) => matchesWildcard(pattern, type));
};

/** What people are told about a type that no response contains; undefined for an unknown type. */
export function whyNotified(type: string): string | undefined {
  return notifiedTypes.find((group) => group.types.includes(type))?.why;
}
