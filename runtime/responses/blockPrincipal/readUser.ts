import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../../aws/pages";
import { codeOf, isMissing } from "../../lib/errors";
import { tagRecord } from "../../resources/tagRecord";
import type { Found } from "./readRole";
import type { Credential } from "./state";

/** Reads a user with every credential. Throws NoSuchEntity if there is none. */
export async function readUser(iam: IAM, UserName: string): Promise<Found> {
  const [{ User: user }, attached, loginProfile, devices, ...credentials] = await Promise.all([
    iam.getUser({ UserName }),
    pages(
      (Marker) => iam.listAttachedUserPolicies({ UserName, Marker }),
      (page) => page.AttachedPolicies,
      (page) => page.Marker,
    ),
    hasLoginProfile(iam, UserName),
    pages(
      (Marker) => iam.listMFADevices({ UserName, Marker }),
      (page) => page.MFADevices,
      (page) => page.Marker,
    ),
    accessKeys(iam, UserName),
    serviceSpecific(iam, UserName),
    sshKeys(iam, UserName),
    certificates(iam, UserName),
  ]);
  const boundary = user!.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: user!.Arn!,
    path: user!.Path!,
    uniqueId: user!.UserId!,
    tags: tagRecord(user!.Tags),
    ...(boundary && { boundary }),
    attached: attached.map((policy) => policy.PolicyArn!),
    credentials: credentials.flat(),
    loginProfile,
    mfaDevices: devices.length,
    trust: "",
    instanceProfiles: [],
  };
}

/** A user without a password has no login profile: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html */
async function hasLoginProfile(iam: IAM, UserName: string): Promise<boolean> {
  try {
    await iam.getLoginProfile({ UserName });
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function accessKeys(iam: IAM, UserName: string): Promise<Credential[]> {
  const keys = await pages(
    (Marker) => iam.listAccessKeys({ UserName, Marker }),
    (page) => page.AccessKeyMetadata,
    (page) => page.Marker,
  );
  return keys.map((key) => ({ kind: "access-key", id: key.AccessKeyId!, active: key.Status === "Active" }));
}

/** Credentials for CodeCommit, Keyspaces and Bedrock; not every partition has them. */
async function serviceSpecific(iam: IAM, UserName: string): Promise<Credential[]> {
  try {
    const found = await pages(
      (Marker) => iam.listServiceSpecificCredentials({ UserName, Marker }),
      (page) => page.ServiceSpecificCredentials,
      (page) => page.Marker,
    );
    return found.map((item) => ({
      kind: "service-specific",
      id: item.ServiceSpecificCredentialId!,
      active: item.Status === "Active",
      service: item.ServiceName!,
    }));
  } catch (error) {
    if (/NotSupported/.test(codeOf(error))) return [];
    throw error;
  }
}

async function sshKeys(iam: IAM, UserName: string): Promise<Credential[]> {
  const keys = await pages(
    (Marker) => iam.listSSHPublicKeys({ UserName, Marker }),
    (page) => page.SSHPublicKeys,
    (page) => page.Marker,
  );
  return keys.map((key) => ({ kind: "ssh-key", id: key.SSHPublicKeyId!, active: key.Status === "Active" }));
}

async function certificates(iam: IAM, UserName: string): Promise<Credential[]> {
  const found = await pages(
    (Marker) => iam.listSigningCertificates({ UserName, Marker }),
    (page) => page.Certificates,
    (page) => page.Marker,
  );
  return found.map((item) => ({ kind: "certificate", id: item.CertificateId!, active: item.Status === "Active" }));
}
