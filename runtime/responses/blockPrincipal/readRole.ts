import type { IAM } from "@aws-sdk/client-iam";
import { pages } from "../../aws/pages";
import { tagRecord } from "../../aws/tagRecord";
import { isMissing } from "../../errors";
import type { Target } from "../../target";
import { quarantineArn } from "./arns";
import type { PrincipalState, Quarantine } from "./state";

/** What is read of a role or user itself. */
export type Found = Pick<
  PrincipalState,
  | "arn"
  | "path"
  | "uniqueId"
  | "tags"
  | "boundary"
  | "attached"
  | "quarantine"
  | "credentials"
  | "loginProfile"
  | "mfaDevices"
  | "trusted"
  | "instanceProfiles"
  | "lastUsed"
>;

/** Reads a role. Throws NoSuchEntity if there is none. */
export async function readRole(iam: IAM, target: Target): Promise<Found> {
  const RoleName = target.id;
  const [{ Role: role }, attached, profiles, quarantine] = await Promise.all([
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
    readQuarantine(iam, quarantineArn(target, RoleName)),
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
    ...(quarantine && { quarantine }),
    credentials: [],
    loginProfile: false,
    mfaDevices: 0,
    trusted: trustedBy(role!.AssumeRolePolicyDocument),
    instanceProfiles: profiles.map((profile) => profile.InstanceProfileName!),
    ...(lastUsed && { lastUsed }),
  };
}

/** Whether a managed policy exists. */
export async function policyExists(iam: IAM, PolicyArn: string): Promise<boolean> {
  const found = await orAbsent(iam.getPolicy({ PolicyArn }));
  return found !== undefined;
}

async function readQuarantine(iam: IAM, PolicyArn: string): Promise<Quarantine | undefined> {
  const found = await orAbsent(
    pages(
      (Marker) => iam.listPolicyVersions({ PolicyArn, Marker }),
      (page) => page.Versions,
      (page) => page.Marker,
    ),
  );
  const current = found?.find((version) => version.IsDefaultVersion);
  if (!found || !current) return undefined;
  const answer = await orAbsent(iam.getPolicyVersion({ PolicyArn, VersionId: current.VersionId! }));
  const versions = found.map((version) => ({ id: version.VersionId!, isDefault: version.IsDefaultVersion ?? false }));
  return { document: compact(answer?.PolicyVersion?.Document), versions };
}

/** What does not exist is nothing; any other error stays one. */
async function orAbsent<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A stored document as compact JSON; as it stands if it is none. */
function compact(document: string | undefined): string {
  const text = decoded(document);
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** IAM encodes documents as RFC 3986 says: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
function decoded(document: string | undefined): string {
  const text = document ?? "";
  return text.startsWith("%") ? decodeURIComponent(text) : text;
}

/** Whom a trust policy allows to assume the role; what a condition narrows is not looked at. */
function trustedBy(document: string | undefined): string[] {
  const { Statement = [] } = JSON.parse(decoded(document) || "{}");
  const principals = [Statement].flat().flatMap((statement: any) => {
    if (statement.Effect !== "Allow") return [];
    if (!statement.Principal || statement.Principal === "*") return ["*"];
    return Object.values(statement.Principal).flat() as string[];
  });
  return [...new Set(principals)];
}
