import type { Call } from "../../model/call";
import { named } from "./judge";
import type { Credential } from "./state";

/**
 * Activates or deactivates one credential of a user. IAM lists these credentials, so it is never the ASIA key of a session, which
 * has no status.
 */
export function setStatus(user: string, credential: Credential, status: "Active" | "Inactive", reason: string): Call {
  const operations = {
    "access-key": { operation: "UpdateAccessKey", key: "AccessKeyId" },
    "service-specific": { operation: "UpdateServiceSpecificCredential", key: "ServiceSpecificCredentialId" },
    "ssh-key": { operation: "UpdateSSHPublicKey", key: "SSHPublicKeyId" },
    certificate: { operation: "UpdateSigningCertificate", key: "CertificateId" },
  };
  const { operation, key } = operations[credential.kind];
  return {
    service: "iam",
    operation,
    input: { UserName: user, [key]: credential.id, Status: status },
    reason: `${named(credential)}: ${reason}`,
    changes: ["credentials"],
  };
}
