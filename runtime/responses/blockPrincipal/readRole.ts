import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../../aws/pages";
import { tagRecord } from "../../resources/tagRecord";
import { compact } from "./readOwn";
import type { PrincipalState } from "./state";

/** What is read of a role or user itself. */
export type Found = Pick<
  PrincipalState,
  | "arn"
  | "path"
  | "uniqueId"
  | "tags"
  | "boundary"
  | "attached"
  | "credentials"
  | "loginProfile"
  | "mfaDevices"
  | "trust"
  | "instanceProfiles"
  | "lastUsed"
>;

/** Reads a role. Throws NoSuchEntity if there is none. */
export async function readRole(iam: IAM, RoleName: string): Promise<Found> {
  const [{ Role: role }, attached, profiles] = await Promise.all([
    iam.getRole({ RoleName }),
    pages(
      (Marker) => iam.listAttachedRolePolicies({ RoleName, Marker }),
      (page) => page.AttachedPolicies,
      (page) => page.Marker,
    ),
    pages(
      (Marker) => iam.listInstanceProfilesForRole({ RoleName, Marker }),
      (page) => page.InstanceProfiles,
      (page) => page.Marker,
    ),
  ]);
  const boundary = role!.PermissionsBoundary?.PermissionsBoundaryArn;
  const lastUsed = role!.RoleLastUsed?.LastUsedDate?.toISOString();
  return {
    arn: role!.Arn!,
    path: role!.Path!,
    uniqueId: role!.RoleId!,
    tags: tagRecord(role!.Tags),
    ...(boundary && { boundary }),
    attached: attached.map((policy) => policy.PolicyArn!),
    credentials: [],
    loginProfile: false,
    mfaDevices: 0,
    trust: compact(role!.AssumeRolePolicyDocument),
    instanceProfiles: profiles.map((profile) => profile.InstanceProfileName!),
    ...(lastUsed && { lastUsed }),
  };
}
