import { typesOf } from "../../findings/typesOf";

/**
 * Calls of the Kubernetes API from where no one should call it, by anyone, or without a name, and rights for callers without a name
 * (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-finding-types-eks-audit-logs.html).
 */
export const findingTypes = [
  ...["CredentialAccess", "DefenseEvasion", "Discovery", "Impact", "Persistence"].flatMap((family) =>
    typesOf(`${family}:Kubernetes`, [
      "MaliciousIPCaller",
      "MaliciousIPCaller.Custom",
      "SuccessfulAnonymousAccess",
      "TorIPCaller",
    ]),
  ),
  ...typesOf("Policy:Kubernetes", ["AnonymousAccessGranted"]),
];
